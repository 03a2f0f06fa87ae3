/**
 * Readers: devices that read and encrypt a card; the bridge authorizes through a gateway. A read is a dialogue that
 * ends in one of a few ways, and a transaction that is paused inside EMV must be finished or abandoned.
 */
import type { CardData, CardEntry } from "./card.ts";
import type { DeviceContext } from "./context.ts";
import type { EmvParameterSet } from "./emv-parameters.ts";
import type { AttemptId } from "./identifiers.ts";
import type { Money } from "./money.ts";
import type { DeclineReason } from "./outcome.ts";
import type { Manifest } from "./plugin.ts";
import type { PromptId } from "./prompts.ts";
import type { QuestionKind } from "./questions.ts";

/**
 * What a reader can do, as found when it was opened.
 * @public
 */
export interface ReaderCapabilities {
  /** Ways in which it can take a card. */
  readonly entries: readonly CardEntry[];
  /** ISO 4217 codes, or `any`. */
  readonly currencies: readonly string[] | "any";
  /** Does an aborted `read` end at once? False: only the shopper, or the time, ends it. */
  readonly cancel: boolean;
  /** Can it encrypt a PIN for the issuer (ISO 9564-1)? False: cards that insist on one are not taken. */
  readonly onlinePin: boolean;
  /** Can the amount still change after the card was presented? */
  readonly lateAmount: "before-ac" | "quick-chip" | "none";
  /** Kinds that it may {@link DeviceContext.ask}. */
  readonly questions: readonly QuestionKind[];
  /** Has a screen for prompts of its own. */
  readonly display: boolean;
}

/**
 * What to read a card for.
 * @public
 */
export interface ReadRequest {
  /** For events and questions; the reader needs it for nothing else. */
  readonly attemptId: AttemptId;
  /**
   * Decides the EMV transaction type (tag 9C) and whether the card is only read: `refund` and `token` end as
   * `card-only`.
   */
  readonly kind: "sale" | "authorize" | "refund" | "verify" | "balance" | "token";
  /**
   * All that the card is asked for, tip, surcharge and cashback included (EMV tag 9F02), in the reader's currency. 0
   * where only the account or the card is wanted.
   */
  readonly amount: Money;
  /** The part of the amount that is paid out in cash, in minor units (EMV tag 9F03); 0 for none. */
  readonly cashbackMinor: number;
  /** Ways that may be used now, at least one, a part of the reader's own. Others are not offered to the shopper. */
  readonly entries: readonly CardEntry[];
  /** `quick-chip`: the card may be removed before the host answers. */
  readonly mode: "full" | "quick-chip";
  /** How long to wait for a card; then the read ends as `canceled` by `timeout`. */
  readonly timeoutMs: number;
  /** Why the card is wanted again within one payment: what the shopper is told. Absent for the first read. */
  readonly again?: ReadAgain;
}

/**
 * Why a card is read again: the issuer refused the PIN, or wants the chip; or nothing could be read the first way.
 * @public
 */
export type ReadAgain = "wrong-pin" | "contact-required" | "other-interface";

/**
 * How a read ended. `transactionId` names the transaction within this session, until it is finished or abandoned.
 * @public
 */
export type ReadResult =
  /** Paused inside EMV. Must be followed by `finish` or `abandon`. */
  | { readonly kind: "online-completion"; readonly transactionId: string; readonly card: CardData }
  /** The card is done; `finish` only shows the result. */
  | { readonly kind: "online-final"; readonly transactionId: string; readonly card: CardData }
  /** The card said yes by its own risk management (TC); the bridge sends an advice. */
  | { readonly kind: "offline-approved"; readonly transactionId: string; readonly card: CardData }
  /** The card said no (AAC) before the host was asked. */
  | { readonly kind: "offline-declined"; readonly reason: DeclineReason; readonly card: CardData }
  /** Card data without a transaction: refund, token. */
  | { readonly kind: "card-only"; readonly card: CardData }
  /** Nothing was read; the shopper has to use the card in another way. */
  | { readonly kind: "try-other-interface"; readonly entries: readonly CardEntry[]; readonly promptId: PromptId }
  | { readonly kind: "canceled"; readonly by: "shopper" | "pos" | "timeout" };

/**
 * The host's answer for a paused transaction.
 * @public
 */
export interface HostAnswer {
  /** `unable-to-go-online`: no answer from the host; the card decides by its own rules. */
  readonly verdict: "approved" | "declined" | "unable-to-go-online";
  /** Authorization response code (tag 8A), two characters. */
  readonly responseCode?: string;
  /** Authorization code (tag 89; ISO 8583 field 38). Absent unless approved. */
  readonly authorizationCode?: string;
  /** Tag 91, its value as it came: 8 to 16 bytes (EMV Book 3, section 10.9). Absent when the host gave none. */
  readonly issuerAuthenticationData?: Uint8Array;
  /**
   * Issuer scripts (71 before, 72 after the final GENERATE AC; EMV Book 3, section 10.10), whole, in the order of the
   * host.
   */
  readonly issuerScripts?: readonly Uint8Array[];
}

/**
 * The card's last word.
 * @public
 */
export interface FinishResult {
  /** False when the card refused an approval (AAC): the engine reverses it. */
  readonly accepted: boolean;
  /** Final EMV data (TC or AAC, script results) for the receipt and for a gateway that wants it. */
  readonly emv?: CardData["emv"];
}

/**
 * An open reader. One read at a time.
 * @public
 */
export interface ReaderSession extends AsyncDisposable {
  /** Read once, when it was opened. */
  readonly capabilities: ReaderCapabilities;
  /** Reads a card. May ask through {@link DeviceContext.ask}. Abort cancels the read. */
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResult>;
  /** Gives the host's answer to the card, or shows it. Throws with `effect: "none"`: the read itself moves no money. */
  finish(
    request: { readonly transactionId: string; readonly answer: HostAnswer },
    signal: AbortSignal,
  ): Promise<FinishResult>;
  /** Ends a paused transaction without an answer. Safe to repeat. */
  abandon(request: { readonly transactionId: string }, signal: AbortSignal): Promise<void>;
  /** Compiles and loads a parameter set, between payments. Resolves with the hash that `parametersHash` reports. */
  loadParameters(parameters: EmvParameterSet, signal: AbortSignal): Promise<string>;
  /** The hash of what is loaded, or `null`. */
  parametersHash(signal: AbortSignal): Promise<string | null>;
  /** Shows a prompt of the closed list. Present when `capabilities.display` is true. */
  show?(request: { readonly promptId: PromptId }, signal: AbortSignal): Promise<void>;
}

/**
 * A reader plugin, as {@link defineReader} makes it.
 * @public
 */
export interface ReaderPlugin<Settings = unknown> extends Manifest<"device", Settings> {
  /** Tells it apart from a terminal; {@link defineReader} fills it in. */
  readonly role: "reader";
  /** Opens the reader. Rejects while it cannot be reached; the host tries again with back-off. */
  open(context: DeviceContext, settings: Settings): Promise<ReaderSession>;
}

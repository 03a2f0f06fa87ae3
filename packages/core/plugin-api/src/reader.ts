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
  readonly entries: readonly CardEntry[];
  readonly currencies: readonly string[] | "any";
  readonly cancel: boolean;
  readonly onlinePin: boolean;
  /** Can the amount still change after the card was presented? */
  readonly lateAmount: "before-ac" | "quick-chip" | "none";
  readonly questions: readonly QuestionKind[];
  /** Has a screen for prompts of its own. */
  readonly display: boolean;
}

/**
 * What to read a card for.
 * @public
 */
export interface ReadRequest {
  readonly attemptId: AttemptId;
  readonly kind: "sale" | "authorize" | "refund" | "verify" | "balance" | "token";
  readonly amount: Money;
  readonly cashbackMinor: number;
  readonly entries: readonly CardEntry[];
  /** `quick-chip`: the card may be removed before the host answers. */
  readonly mode: "full" | "quick-chip";
  readonly timeoutMs: number;
}

/**
 * How a read ended.
 * @public
 */
export type ReadResult =
  /** Paused inside EMV. Must be followed by `finish` or `abandon`. */
  | { readonly kind: "online-completion"; readonly transactionId: string; readonly card: CardData }
  /** The card is done; `finish` only shows the result. */
  | { readonly kind: "online-final"; readonly transactionId: string; readonly card: CardData }
  | { readonly kind: "offline-approved"; readonly transactionId: string; readonly card: CardData }
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
  readonly authorizationCode?: string;
  /** Issuer authentication data (tag 91) and issuer scripts (71, 72), as they came. */
  readonly issuerAuthenticationData?: Uint8Array;
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
  readonly role: "reader";
  /** Opens the reader. Rejects while it cannot be reached; the host tries again with back-off. */
  open(context: DeviceContext, settings: Settings): Promise<ReaderSession>;
}

/**
 * Terminals: devices that authorize by themselves. The bridge tells them what to take and learns what came of it.
 */
import type { CardEntry } from "./card.ts";
import type { DeviceContext } from "./context.ts";
import type { OperationTable, TerminalOperation } from "./operations.ts";
import type { AttemptOutcome } from "./outcome.ts";
import type { Manifest } from "./plugin.ts";
import type { QuestionKind } from "./questions.ts";
import type { ReferenceDeclaration } from "./references.ts";
import type {
  AttemptRequest,
  LookupRequest,
  LookupResult,
  ReverseRequest,
  ReverseResult,
  TerminalRequest,
} from "./requests.ts";
import type { BatchReport } from "./batch.ts";

/**
 * A part of an amount that is told apart from the rest.
 * @public
 */
export type AmountPart = "tip" | "tax" | "cashback" | "surcharge";

/**
 * What a terminal can do, as found when it was opened. The engine asks for nothing else; the POS sees its part of it in
 * the {@link LaneView}.
 * @public
 */
export interface TerminalCapabilities {
  /**
   * What is supported, and how each recovers; all else is refused before the terminal is touched. Undoing by the bridge
   * needs `reverse` as `native`.
   */
  readonly operations: OperationTable<TerminalOperation>;
  /** Ways in which it can take a card. */
  readonly entries: readonly CardEntry[];
  /** ISO 4217 codes, or `any`. */
  readonly currencies: readonly string[] | "any";
  /** Can a running payment be asked to stop? */
  readonly cancel: boolean;
  /**
   * Can the issuer approve less than was asked for, and can the plugin tell? False: requests that allow it are refused.
   */
  readonly partialApproval: boolean;
  /** May the shopper add a tip at the terminal? Only then may an approval's tip be more than was stated. */
  readonly tipOnDevice: boolean;
  /** Parts of an amount that the POS may state; others are refused before the terminal is touched. */
  readonly amountParts: readonly AmountPart[];
  /** Who prints: the terminal itself, the POS from lines that the terminal sends, or nobody. */
  readonly receipts: "terminal" | "pos" | "none";
  /** Kinds that it may {@link DeviceContext.ask}. */
  readonly questions: readonly QuestionKind[];
}

/**
 * An open terminal. One request at a time runs; `cancel` and `lookup` may come in between. What a method throws counts
 * by its `effect`: `none` ends as failed, everything else as unknown.
 * @public
 */
export interface TerminalSession extends AsyncDisposable {
  /** Read once, when it was opened. What changes later is told by losing the device and opening anew. */
  readonly capabilities: TerminalCapabilities;
  /**
   * Executes a request and says what became of it. Calls {@link DeviceContext.settle} before it sends an
   * acknowledgement that commits. When `signal` is aborted the bridge gives up waiting: end with what is known, which
   * may be `unknown`; abort asks, it does not decide.
   */
  execute(request: TerminalRequest, signal: AbortSignal): Promise<AttemptOutcome>;
  /** Asks the running attempt to stop. A wish: `execute` still says what happened, and an approval may win. */
  cancel(request: AttemptRequest, signal: AbortSignal): Promise<void>;
  /**
   * What became of an earlier attempt. Safe to call at any time, any number of times. "Not found" is an answer of levels
   * A and B only; a peer that repeats its last result answers `last-is-other`. See {@link LookupResult}.
   */
  lookup(request: LookupRequest, signal: AbortSignal): Promise<LookupResult>;
  /** Undoes an attempt of ours by its references. Safe to repeat. Present when `operations.reverse` is supported. */
  reverse?(request: ReverseRequest, signal: AbortSignal): Promise<ReverseResult>;
  /** The terminal's running totals. Present when `operations.totals` is supported. */
  totals?(signal: AbortSignal): Promise<BatchReport>;
  /** Closes the terminal's batch. Present when `operations["batch-close"]` is supported. */
  batchClose?(request: AttemptRequest, signal: AbortSignal): Promise<BatchReport>;
}

/**
 * A terminal plugin, as {@link defineTerminal} makes it.
 * @public
 */
export interface TerminalPlugin<Settings = unknown> extends Manifest<"device", Settings> {
  /** Tells it apart from a reader; {@link defineTerminal} fills it in. */
  readonly role: "terminal";
  /** References that every attempt needs. At least one. */
  readonly references: readonly [ReferenceDeclaration, ...ReferenceDeclaration[]];
  /** Opens the terminal. Rejects while it cannot be reached; the host tries again with back-off. */
  open(context: DeviceContext, settings: Settings): Promise<TerminalSession>;
}

/**
 * The engine's state: a value. What is folded from records is durable and stands in {@link Payment}; what is only of
 * this run (who waits, what is being tried, which timer runs) stands in {@link LivePayment} and is made anew on start.
 */
import type {
  Approved,
  AttemptId,
  ErrorData,
  JournalRoom,
  LaneId,
  Money,
  ParkedItem,
  PaymentId,
  PaymentKey,
  PaymentKind,
  PaymentOutcome,
  Question,
  QuestionKind,
  Recovery,
  References,
  ReferenceDeclaration,
  ReversalReason,
  ReversalState,
  CardEntry,
  Declined,
  GatewayCapabilities,
  HostAnswer,
  ReadAgain,
  ReaderCapabilities,
  TerminalCapabilities,
} from "@tillwire/plugin-api";
import type { CardFacts } from "./inputs.ts";
import type { GatewayAttemptFacts, PaymentTerms } from "./records.ts";
import type { Table } from "./table.ts";

/** One try at moving money. */
export interface Attempt {
  readonly attemptId: AttemptId;
  readonly references: References;
  readonly recovery: Recovery;
  readonly canReverse: boolean;
  readonly tipOnDevice: boolean;
  /** Absent when a terminal made the attempt. */
  readonly gateway?: GatewayAttemptFacts;
  /** It was declined, and another attempt may follow within the payment. */
  readonly refused?: Declined;
}

/** A fact that was told, with its number, so that it can be told again. */
export interface ToldFact {
  readonly seq: number;
  readonly atMs: number;
  readonly type:
    | "accepted"
    | "sent"
    | "canceling"
    | "online-answered"
    | "reversing"
    | "reversed"
    | "parked"
    | "completed"
    | "resolved";
}

/** A payment, as its records tell it. */
export interface Payment {
  readonly key: PaymentKey;
  readonly id: PaymentId;
  readonly lane: LaneId;
  readonly kind: PaymentKind;
  readonly amount: Money;
  readonly terms: PaymentTerms;
  readonly createdAtMs: number;
  readonly attempt?: Attempt;
  /** The approval that the peer was told to keep. */
  readonly held?: Approved;
  readonly outcome?: PaymentOutcome;
  readonly finalAtMs?: number;
  readonly reversal?: {
    readonly reason: ReversalReason;
    readonly state: ReversalState;
    readonly hostReference?: string;
    readonly references?: References;
  };
  readonly parked?: ParkedItem;
  readonly cancelWanted: boolean;
  readonly acknowledged: boolean;
  readonly facts: readonly ToldFact[];
}

/** A key that was closed before it started. */
export interface ClosedKey {
  readonly key: PaymentKey;
  readonly closed: true;
}

/** What the engine is doing about a payment that is not settled. */
export type Step =
  /** The terminal has the request. */
  | { readonly type: "executing" }
  /** The reader waits for a card, or works with it. Nothing has been sent. */
  | { readonly type: "reading" }
  /** The gateway is asked. */
  | { readonly type: "authorizing" }
  /** Approved by the host; the card has the last word. */
  | { readonly type: "finishing"; readonly outcome: Approved }
  /** Declined; the card is told before it is read again. */
  | { readonly type: "turning-back"; readonly next: NextRead }
  /** A lookup is under way; `afterHorizon`: it left after the request's last possible arrival. */
  | { readonly type: "looking"; readonly afterHorizon: boolean }
  /** Waits to look again: for a timer, or for the device to come back. `running`: the device is still at it. */
  | { readonly type: "look-later"; readonly running?: boolean }
  /** An approval was found late; it is kept if a POS asks for it in time. */
  | { readonly type: "offered"; readonly outcome: Approved }
  /** Approved, but the POS has to say whether that will do. */
  | { readonly type: "undecided" }
  /** A reversal is under way; `afterHorizon`: it left after the request's last possible arrival. */
  | { readonly type: "reversing"; readonly afterHorizon: boolean }
  /** Waits to reverse again: for a timer when `timed`, else for the device, or for the payment that runs on it. */
  | { readonly type: "reverse-later"; readonly timed: boolean };

/** The steps in which device or gateway has been called and will answer. */
export type CallStep = Extract<
  Step,
  {
    readonly type: "executing" | "reading" | "authorizing" | "finishing" | "turning-back" | "looking" | "reversing";
  }
>;

/** The call whose answer is awaited. */
export function callOf(step: Step): CallStep | undefined {
  switch (step.type) {
    case "executing":
    case "reading":
    case "authorizing":
    case "finishing":
    case "turning-back":
    case "looking":
    case "reversing":
      return step;
    case "undecided":
    case "look-later":
    case "offered":
    case "reverse-later":
      return undefined;
  }
}

/** How a card may be read next, and why again. */
export interface NextRead {
  readonly entries: readonly CardEntry[];
  readonly again: ReadAgain;
}

/** The dialogue with the reader about the attempt under way, and how often the shopper has tried. */
export interface ReaderDialogue {
  readonly attemptId: AttemptId;
  readonly entries: readonly CardEntry[];
  readonly reads: number;
  readonly wrongPins: number;
  /** The card that was read and is not done with. */
  readonly transaction?: ReadTransaction;
  /** Taken for the attempt once the card was read. */
  readonly references?: References;
}

/** A card that was read. `paused`: inside EMV; it waits for the host's answer. */
export interface ReadTransaction {
  readonly transactionId: string;
  readonly paused: boolean;
  readonly card: CardFacts;
  /** What the host said, for the card. */
  readonly answer?: HostAnswer;
}

/** A question that waits, and what its answer is for. */
export interface PendingQuestion {
  readonly questionId: string;
  readonly question: Question;
  readonly deadlineMs: number;
  /** The answer to a question of the plugin goes back to it; one of the engine's own decides an approval. */
  readonly purpose: { readonly type: "plugin" } | PartialApprovalPurpose;
}

/** Whether a partial approval will do. `settleIds`: how often the terminal has asked whether to commit it. */
export interface PartialApprovalPurpose {
  readonly type: "partial-approval";
  readonly outcome: Approved;
  readonly settleIds: readonly string[];
}

/** The volatile half of a payment that is not settled. */
export interface LivePayment {
  readonly key: PaymentKey;
  readonly step: Step;
  /** Requests that get the payment as their answer. */
  readonly waiters: readonly Waiter[];
  /** Sessions that have asked for the payment and are still there. */
  readonly interested: readonly PosRef[];
  /** True once no clear answer came, or none in time. */
  readonly unknown: boolean;
  readonly questions: readonly PendingQuestion[];
  /** In a lane with a reader, from the first read to the card's last word. */
  readonly dialogue?: ReaderDialogue;
  /** Has the request's last possible arrival passed? */
  readonly horizonPassed: boolean;
  /** Tries of the lookup or reversal under way, for the back-off. */
  readonly tries: number;
  /** Counts in {@link LaneState.blocking}. */
  readonly blocking: boolean;
}

/** A request that waits for a payment's answer. */
export interface Waiter {
  readonly requestId: string;
  readonly sessionId: string;
}

/** A POS that is connected. */
export interface PosRef {
  readonly sessionId: string;
  readonly name: string;
  readonly asks: readonly QuestionKind[];
}

/** How the device of a lane is. */
export type DeviceStatus =
  | { readonly type: "opening" }
  | { readonly type: "ready"; readonly capabilities: LaneCapabilities; readonly reader?: ReaderCapabilities }
  | { readonly type: "lost"; readonly error: ErrorData };

/** What the engine has to know of a lane, whoever moves the money. */
export type LaneCapabilities = Pick<
  TerminalCapabilities,
  "operations" | "currencies" | "cancel" | "partialApproval" | "tipOnDevice" | "amountParts"
>;

/** How the way to a gateway is. */
export type GatewayStatus =
  | { readonly type: "opening" }
  | { readonly type: "ready" }
  | { readonly type: "lost"; readonly error: ErrorData };

/** A plugin of a lane, as records and views name it. */
export interface LanePlugin {
  readonly id: string;
  readonly version: string;
  readonly displayName: string;
  /** The references that its attempts need. A reader needs none: its gateway does. */
  readonly references: readonly ReferenceDeclaration[];
}

/** What a lane is made of; from the configuration. With a gateway, the device is a reader. */
export interface LaneConfig {
  readonly lane: LaneId;
  readonly device: LanePlugin;
  readonly gateway?: LanePlugin & { readonly capabilities: GatewayCapabilities };
  readonly settings: LaneSettings;
}

/** Times and permissions of a lane. */
export interface LaneSettings {
  /** After this time a money method answers `unknown`. */
  readonly answerWithinMs: number;
  /** After this time the bridge gives up waiting for the device and finds out. */
  readonly attemptTimeoutMs: number;
  /** How long a late approval is kept for a POS that may still ask. */
  readonly keepLateApprovalMs: number;
  /** How long a question stays open. */
  readonly questionDeadlineMs: number;
  readonly partialApproval: boolean;
}

/** A lane. */
export interface LaneState {
  readonly config: LaneConfig;
  readonly device: DeviceStatus;
  /** Of a lane with a reader. */
  readonly gateway: GatewayStatus;
  /** The payment that the device works for: one at a time. */
  readonly active: PaymentKey | undefined;
  /** Payments that are not settled. */
  readonly live: Table<LivePayment>;
  /** How many of them have to be seen through before the lane takes another one. */
  readonly blocking: number;
  /** Event numbers: the next one, and the first that is not reserved yet. */
  readonly nextSeq: number;
  readonly reservedUntil: number;
}

/** Everything. */
export interface EngineState {
  readonly phase: "running" | "stopping" | "failed";
  /** May new payments use the journal's room? Not durable: the journal says it anew on each start. */
  readonly room: JournalRoom;
  readonly lanes: ReadonlyMap<LaneId, LaneState>;
  readonly payments: Table<Payment | ClosedKey>;
  readonly keysById: Table<PaymentKey>;
  /** Key of the payment that a reference was given to: `lane`, name and value, joined. */
  readonly keysByReference: Table<PaymentKey>;
  /** How many values were given out, by scope and reference name. */
  readonly counters: ReadonlyMap<string, number>;
  /** Payments that are not settled, by key. */
  readonly open: Table<PaymentKey>;
  readonly parkedCount: number;
  /** Final and parked payments that no POS has acknowledged as they are now. */
  readonly undelivered: Table<PaymentKey>;
}

/** True for a payment that is not a closed key. */
export function isPayment(entry: Payment | ClosedKey | undefined): entry is Payment {
  return entry !== undefined && !("closed" in entry);
}

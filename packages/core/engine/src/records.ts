/**
 * The records of a lane: all that has to survive, and nothing else. A record states what was decided or learned; folding
 * the records of a lane in order gives its state. Records that state a fact to the POS carry the number of its event.
 */
import type {
  AmountPart,
  Approved,
  AttemptId,
  LaneId,
  Money,
  PaymentId,
  PaymentKey,
  PaymentKind,
  PaymentOutcome,
  Recovery,
  References,
  ReversalReason,
} from "@tillwire/plugin-api";

/** What the POS asked for, beside the amount. */
export interface PaymentTerms {
  readonly parts: Readonly<Partial<Record<AmountPart, number>>>;
  readonly partialApproval: boolean;
  readonly orderReference?: string;
}

/** Durable before any byte to a device, and before the POS is told `accepted`. */
export interface IntentRecord {
  readonly type: "intent";
  readonly key: PaymentKey;
  readonly id: PaymentId;
  readonly lane: LaneId;
  readonly kind: PaymentKind;
  readonly amount: Money;
  readonly terms: PaymentTerms;
  /** When the POS made the key, by its own clock. */
  readonly keyCreatedAt: number;
  readonly plugin: { readonly id: string; readonly version: string };
  readonly pos: string;
  readonly seq: number;
}

/** Durable before the host calls the device. */
export interface SentRecord {
  readonly type: "sent";
  readonly key: PaymentKey;
  readonly attemptId: AttemptId;
  readonly references: References;
  /** Counters that the references were taken from, as they stand now. */
  readonly counters: Readonly<Record<string, number>>;
  readonly recovery: Recovery;
  readonly canReverse: boolean;
  /** May the shopper add a tip at the device? */
  readonly tipOnDevice: boolean;
  readonly seq: number;
}

/** A POS asked to stop, and is told `canceling` only then: a late approval is undone, after a crash too. */
export interface CancelWantedRecord {
  readonly type: "cancel-wanted";
  readonly key: PaymentKey;
  readonly seq: number;
}

/** The peer holds an approval and is told to keep it. Durable before `settle` answers `keep`. */
export interface SettledRecord {
  readonly type: "settled";
  readonly key: PaymentKey;
  readonly outcome: Approved;
  readonly seq: number;
}

/** The payment is final. Durable before the POS is told. `resolved`: it had been unknown. */
export interface OutcomeRecord {
  readonly type: "outcome";
  readonly key: PaymentKey;
  readonly outcome: PaymentOutcome;
  readonly resolved: boolean;
  readonly seq: number;
}

/** An approval is not wanted. Durable before it is undone, and before the POS is told "not charged". */
export interface ReversalRecord {
  readonly type: "reversal";
  readonly key: PaymentKey;
  readonly reason: ReversalReason;
  readonly hostReference?: string;
  readonly seq: number;
}

/** The peer has undone it. Durable before the repeats stop. */
export interface ReversedRecord {
  readonly type: "reversed";
  readonly key: PaymentKey;
  readonly hostReference?: string;
  readonly seq: number;
}

/** The POS has stored the outcome. */
export interface AcknowledgedRecord {
  readonly type: "acknowledged";
  readonly key: PaymentKey;
  readonly pos: string;
}

/** The key never started, and never will. */
export interface ClosedRecord {
  readonly type: "closed";
  readonly key: PaymentKey;
  readonly lane: LaneId;
  readonly keyCreatedAt: number;
}

/** A person has to settle it. `reversal`: it is the undoing that is stuck. */
export interface ParkedRecord {
  readonly type: "parked";
  readonly key: PaymentKey;
  readonly reversal: boolean;
  readonly reason: string;
  readonly instruction: string;
  readonly seq: number;
}

/** Event numbers below `until` may have been used. */
export interface NumbersRecord {
  readonly type: "numbers";
  readonly until: number;
}

/** Any record. */
export type EngineRecord =
  | IntentRecord
  | SentRecord
  | CancelWantedRecord
  | SettledRecord
  | OutcomeRecord
  | ReversalRecord
  | ReversedRecord
  | AcknowledgedRecord
  | ClosedRecord
  | ParkedRecord
  | NumbersRecord;

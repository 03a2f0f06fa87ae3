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
  Declined,
  JsonValue,
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
  /** Of a lane with a reader: who authorizes. */
  readonly gateway?: { readonly id: string; readonly version: string };
  readonly pos: string;
  readonly seq: number;
}

/** References were taken for an attempt that a gateway will make. Nothing has been sent, and perhaps nothing will be. */
export interface PreparedRecord {
  readonly type: "prepared";
  readonly key: PaymentKey;
  readonly attemptId: AttemptId;
  readonly references: References;
  /** Counters that the references were taken from, as they stand now. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Durable before the host calls the terminal, or before it hands the gateway's first message to a link. */
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
  /** What the gateway's connector needs to look the attempt up or to reverse it. Absent for a terminal. */
  readonly gateway?: GatewayAttemptFacts;
  readonly seq: number;
}

/**
 * What has to be known of an attempt that a gateway makes. `state`: for its connector. `cardPaused`: the chip waits for
 * the answer, so that an approval which comes too late for it cannot stay.
 */
export interface GatewayAttemptFacts {
  readonly state: JsonValue;
  readonly cardPaused: boolean;
}

/** A later message of the same attempt is about to leave. Durable before it does. */
export interface GatewayStateRecord {
  readonly type: "gateway-state";
  readonly key: PaymentKey;
  readonly attemptId: AttemptId;
  readonly state: JsonValue;
}

/** The attempt was declined for good, and the shopper may try again within the payment: another PIN, the chip. */
export interface RefusedRecord {
  readonly type: "refused";
  readonly key: PaymentKey;
  readonly attemptId: AttemptId;
  readonly outcome: Declined;
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
  /** The reversal's own references and their counters, where it goes to a gateway; its repeats keep them. */
  readonly references?: References;
  readonly counters?: Readonly<Record<string, number>>;
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
  | PreparedRecord
  | SentRecord
  | GatewayStateRecord
  | RefusedRecord
  | CancelWantedRecord
  | SettledRecord
  | OutcomeRecord
  | ReversalRecord
  | ReversedRecord
  | AcknowledgedRecord
  | ClosedRecord
  | ParkedRecord
  | NumbersRecord;

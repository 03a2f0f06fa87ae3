/**
 * What the engine is told. Everything it cannot know by itself comes in here: time for printing and entropy for names
 * with every input, results of effects, and what the outside does.
 */
import type {
  AttemptId,
  AttemptOutcome,
  ErrorData,
  LaneId,
  CardData,
  FinishResult,
  GatewayOutcome,
  JournalRoom,
  JsonValue,
  LookupResult,
  PaymentKey,
  PosCommand,
  ProgressEvent,
  Question,
  ReaderCapabilities,
  ReadResult,
  ReverseResult,
  SettleRequest,
  TerminalCapabilities,
} from "@tillwire/plugin-api";
import type { PosRef } from "./state.ts";

/** A result, or the error that came instead. */
export type Answered<Result> = { readonly result: Result } | { readonly error: ErrorData };

/** What the engine may know of a card. The encrypted parts stay with the host. */
export type CardFacts = Omit<CardData, "encrypted" | "pin">;

type WithFacts<Result> = Result extends { readonly card: CardData }
  ? Omit<Result, "card"> & { readonly card: CardFacts }
  : Result;

/** How a read ended, as the engine is told. */
export type CardRead = WithFacts<ReadResult>;

/** What happened. */
export type Input =
  /** After the fold of all records: take up what was open. */
  | { readonly type: "started" }
  | { readonly type: "command"; readonly requestId: string; readonly pos: PosRef; readonly command: PosCommand }
  | { readonly type: "session-closed"; readonly sessionId: string }
  | { readonly type: "device-ready"; readonly lane: LaneId; readonly capabilities: TerminalCapabilities }
  | { readonly type: "device-lost"; readonly lane: LaneId; readonly error: ErrorData }
  | { readonly type: "reader-ready"; readonly lane: LaneId; readonly capabilities: ReaderCapabilities }
  | { readonly type: "gateway-ready"; readonly lane: LaneId }
  | { readonly type: "gateway-lost"; readonly lane: LaneId; readonly error: ErrorData }
  | { readonly type: "card-read"; readonly attempt: AttemptRef; readonly answer: Answered<CardRead> }
  /** The reader is done with the card: it was given the host's answer, or abandoned. */
  | { readonly type: "card-finished"; readonly attempt: AttemptRef; readonly answer: Answered<FinishResult> }
  /** A message that moves money is about to leave; the effect `permit-send` with the same id is the answer. */
  | { readonly type: "send-asked"; readonly attempt: AttemptRef; readonly sendId: string; readonly state: JsonValue }
  | { readonly type: "gateway-answered"; readonly attempt: AttemptRef; readonly answer: Answered<GatewayOutcome> }
  | { readonly type: "executed"; readonly attempt: AttemptRef; readonly answer: Answered<AttemptOutcome> }
  | { readonly type: "looked-up"; readonly attempt: AttemptRef; readonly answer: Answered<LookupResult> }
  | { readonly type: "reverse-answered"; readonly attempt: AttemptRef; readonly answer: Answered<ReverseResult> }
  /** A terminal is about to commit; the effect `settle` with the same id is its answer. */
  | { readonly type: "settle-asked"; readonly lane: LaneId; readonly settleId: string; readonly request: SettleRequest }
  /** A plugin asks; the effect `answer-question` with the same id is its answer. */
  | {
      readonly type: "asked";
      readonly lane: LaneId;
      readonly questionId: string;
      readonly attemptId: AttemptId;
      readonly question: Question;
    }
  | { readonly type: "progress"; readonly lane: LaneId; readonly event: ProgressEvent }
  | { readonly type: "timer"; readonly timer: Timer }
  /** The journal has, or has not, room for new payments. */
  | { readonly type: "room"; readonly room: JournalRoom }
  /** The bridge is about to stop: no new payments, while those that run get their time. */
  | { readonly type: "stopping" }
  /** It stops: whoever waits is sent away. */
  | { readonly type: "stop" };

/** Names an attempt and the payment that it is for. */
export interface AttemptRef {
  readonly lane: LaneId;
  readonly key: PaymentKey;
  readonly attemptId: AttemptId;
}

/** A timer, by what it is for: one of a kind a payment. */
export type Timer =
  | { readonly lane: LaneId; readonly key: PaymentKey; readonly kind: TimerKind }
  | { readonly lane: LaneId; readonly key: PaymentKey; readonly kind: "question"; readonly questionId: string };

/** What a timer is for. */
export type TimerKind =
  /** The POS has waited long enough for a clear answer. */
  | "answer-within"
  /** The device has had long enough. */
  | "attempt"
  /** Look, or reverse, again. */
  | "again"
  /** The request cannot arrive any more. */
  | "horizon"
  /** Nobody asked for a late approval. */
  | "keep-late-approval";

/** An input with what goes with every one. `entropy` is fresh, hexadecimal, 32 bytes. */
export interface Occasion {
  readonly input: Input;
  readonly atMs: number;
  readonly entropy: string;
}

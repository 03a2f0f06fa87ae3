/**
 * What the engine wants done, as data. The host does it once the records of the same decision are durable, in order.
 */
import type {
  AttemptId,
  AttemptRequest,
  BridgeEvent,
  LaneId,
  LookupRequest,
  PosCommand,
  PosReply,
  QuestionAnswer,
  ReverseRequest,
  SettleVerdict,
  TerminalRequest,
} from "@tillwire/plugin-api";
import type { AttemptRef, Timer } from "./inputs.ts";

/** One thing to do. */
export type Effect =
  /** The one answer to a request. */
  | { readonly type: "reply"; readonly requestId: string; readonly reply: PosReply }
  /** The one answer too, made from the durable state by `answerQuery` at the time this effect is done. */
  | { readonly type: "reply-from-state"; readonly requestId: string; readonly command: PosCommand }
  | { readonly type: "notify"; readonly event: BridgeEvent }
  | { readonly type: "execute"; readonly attempt: AttemptRef; readonly request: TerminalRequest }
  /** Abort the execution: the answer is not waited for any more. */
  | { readonly type: "give-up"; readonly lane: LaneId; readonly attemptId: AttemptId }
  | { readonly type: "cancel"; readonly lane: LaneId; readonly request: AttemptRequest }
  | { readonly type: "look-up"; readonly attempt: AttemptRef; readonly request: LookupRequest }
  | { readonly type: "reverse"; readonly attempt: AttemptRef; readonly request: ReverseRequest }
  | { readonly type: "settle"; readonly settleId: string; readonly verdict: SettleVerdict }
  | { readonly type: "answer-question"; readonly questionId: string; readonly answer: QuestionAnswer }
  | { readonly type: "start-timer"; readonly timer: Timer; readonly durationMs: number }
  | { readonly type: "stop-timer"; readonly timer: Timer };

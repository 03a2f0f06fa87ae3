/**
 * What the engine wants done, as data. The host does it once the records of the same decision are durable, in order.
 */
import type {
  AttemptId,
  AttemptRequest,
  BridgeEvent,
  GatewayInput,
  HostAnswer,
  LaneId,
  LookupRequest,
  PosCommand,
  PosReply,
  QuestionAnswer,
  ReadRequest,
  ReverseRequest,
  SettleVerdict,
  TerminalRequest,
} from "@tillwire/plugin-api";
import type { AttemptRef, Timer } from "./inputs.ts";

type AuthorizeInput = Extract<GatewayInput, { readonly finality: unknown }>;

/** What a gateway is asked, without the card: the host adds what the reader gave it for the same attempt. */
export type GatewayRequest =
  | (Omit<AuthorizeInput, "card" | "operation"> & { readonly operation: "authorize" })
  | Extract<GatewayInput, { readonly operation: "reverse" }>
  | Extract<GatewayInput, { readonly operation: "lookup" }>;

/** One thing to do. */
export type Effect =
  /** The one answer to a request. */
  | { readonly type: "reply"; readonly requestId: string; readonly reply: PosReply }
  /** The one answer too, made from the durable state by `answerQuery` at the time this effect is done. */
  | { readonly type: "reply-from-state"; readonly requestId: string; readonly command: PosCommand }
  | { readonly type: "notify"; readonly event: BridgeEvent }
  | { readonly type: "execute"; readonly attempt: AttemptRef; readonly request: TerminalRequest }
  | { readonly type: "read-card"; readonly attempt: AttemptRef; readonly request: ReadRequest }
  /** Give the host's answer to the card, or show it. Answered by `card-finished`. */
  | {
      readonly type: "finish-card";
      readonly attempt: AttemptRef;
      readonly request: { readonly transactionId: string; readonly answer: HostAnswer };
    }
  /** End a paused transaction without an answer. Answered by `card-finished`. */
  | {
      readonly type: "abandon-card";
      readonly attempt: AttemptRef;
      readonly request: { readonly transactionId: string };
    }
  | { readonly type: "ask-gateway"; readonly attempt: AttemptRef; readonly request: GatewayRequest }
  /** May the message leave? If not, the connector's attempt ends as aborted. */
  | { readonly type: "permit-send"; readonly sendId: string; readonly permitted: boolean }
  /** Abort what is under way for the attempt: the answer is not waited for any more. */
  | { readonly type: "give-up"; readonly lane: LaneId; readonly attemptId: AttemptId }
  | { readonly type: "cancel"; readonly lane: LaneId; readonly request: AttemptRequest }
  | { readonly type: "look-up"; readonly attempt: AttemptRef; readonly request: LookupRequest }
  | { readonly type: "reverse"; readonly attempt: AttemptRef; readonly request: ReverseRequest }
  | { readonly type: "settle"; readonly settleId: string; readonly verdict: SettleVerdict }
  | { readonly type: "answer-question"; readonly questionId: string; readonly answer: QuestionAnswer }
  | { readonly type: "start-timer"; readonly timer: Timer; readonly durationMs: number }
  | { readonly type: "stop-timer"; readonly timer: Timer };

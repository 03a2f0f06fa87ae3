/**
 * The way into the engine for platforms: a session for each POS, one reply for each command. What the engine answers
 * arrives by effects, under the name that the request was given here.
 */
import type {
  BridgeDescription,
  BridgeEvent,
  BridgePort,
  ErrorData,
  PosCommand,
  PosDescription,
  PosReply,
  PosSession,
  SettingsIssue,
  SettingsSchema,
} from "@tillwire/plugin-api";
import { errorData, errorFromData, explainIssues, TillwireError } from "@tillwire/plugin-api";
import { findPayment, openPayments } from "@tillwire/engine";
import { posCommandSchema, posDescriptionSchema } from "@tillwire/engine/schemas";
import type { EventHub } from "./event-hub.ts";
import { onceName } from "./pipeline.ts";
import type { Pipeline } from "./pipeline.ts";

/** More of them help nobody. */
const problemsShownMax = 5;

/** The port, with the host's side of it. */
export interface Sessions extends BridgePort {
  /** Hands the one answer to whoever waits for it; a POS that is gone does not. */
  reply(requestId: string, reply: PosReply): void;
  /** Answers everybody with an error: the journal failed, or the bridge is gone. */
  failAll(error: ErrorData): void;
}

/** What sessions need. */
export interface SessionsOptions {
  readonly pipeline: () => Pipeline;
  readonly hub: EventHub;
  readonly description: BridgeDescription;
}

/** Makes the port. */
export function createSessions({ pipeline, hub, description }: SessionsOptions): Sessions {
  const waiting = new Map<string, (reply: PosReply) => void>();
  let failure: ErrorData | undefined;

  function request(sessionId: string, pos: PosDescription, command: PosCommand): Promise<PosReply> {
    if (failure) return Promise.resolve({ kind: "error", error: failure });
    if (pipeline().crowded()) return Promise.resolve({ kind: "error", error: crowded });
    const checked = posCommandSchema.safeParse(command);
    if (!checked.success) {
      const error = invalid(checked.error.issues, posCommandSchema, command);
      return Promise.resolve({ kind: "error", error });
    }
    follow(sessionId, command);
    const requestId = onceName();
    const reply = new Promise<PosReply>((resolve) => waiting.set(requestId, resolve));
    const { name, asks } = pos;
    pipeline().dispatch({ type: "command", requestId, pos: { sessionId, name, asks }, command });
    return reply;
  }

  /** A POS that asks for a payment hears of it from then on. */
  function follow(sessionId: string, command: PosCommand): void {
    const selector = command.type === "payment.get" ? command.payment : "key" in command ? command : undefined;
    if (!selector) return;
    const key = "key" in selector ? selector.key : findPayment(pipeline().durable(), selector)?.key;
    if (key !== undefined) hub.follow(sessionId, key);
  }

  function openSession(pos: PosDescription, notify: (event: BridgeEvent) => void): PosSession {
    const sessionId = `ps_${onceName()}`;
    const described = posDescriptionSchema.safeParse(pos);
    if (!described.success) throw errorFromData(invalid(described.error.issues, posDescriptionSchema, pos));
    const leave = hub.join(sessionId, notify);
    const open = openPayments(pipeline().durable());
    for (const { key } of open) hub.follow(sessionId, key);
    return {
      sessionId,
      openPayments: open,
      // The engine answers each command with its own kind of reply; the table of replies ties the two together.
      request: (command) => request(sessionId, pos, command) as Promise<PosReply<(typeof command)["type"]>>,
      [Symbol.asyncDispose]: () => {
        leave();
        pipeline().dispatch({ type: "session-closed", sessionId });
        return Promise.resolve();
      },
    };
  }

  return {
    describe: () => description,
    openSession,
    reply(requestId, reply) {
      waiting.get(requestId)?.(reply);
      waiting.delete(requestId);
    },
    failAll(error) {
      failure = error;
      for (const resolve of waiting.values()) resolve({ kind: "error", error });
      waiting.clear();
    },
  };
}

/** A platform of somebody else may hand in anything; what the journal could not keep is refused here. */
function invalid(issues: readonly SettingsIssue[], schema: SettingsSchema<unknown>, value: unknown): ErrorData {
  const problems = explainIssues(issues, { schema, value, whole: "it" }).slice(0, problemsShownMax);
  const message = `The platform handed in what makes no sense: ${problems.map((problem) => problem.message).join("; ")}`;
  return errorData(new TillwireError("REQUEST_INVALID", { message, effect: "none" }));
}

const crowded = errorData(
  new TillwireError("LIMIT_REACHED", { message: "Too many requests wait for the journal. Try again.", effect: "none" }),
);

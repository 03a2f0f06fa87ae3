/** Network management: a sign-on when the line comes up, an echo when it was idle (0800). They move no money. */
import type { GatewaySession, GatewayStep, GatewayStepResult, SessionOccasion } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { codec } from "./dialect.ts";
import { commonFields, reference, requestHeader } from "./request-fields.ts";
import type { Settings } from "./settings.ts";

/** Field 70. */
const functions = { "sign-on": "001", echo: "301" } as const;

/** The session of a line to the host. */
export function createSession(settings: Settings): GatewaySession {
  function send(kind: keyof typeof functions, { references, atMs }: SessionOccasion): GatewayStep {
    const fields = {
      ...commonFields(settings, { stan: reference(references, "stan"), atMs }),
      70: functions[kind],
    };
    const bytes = codec.encode({ mti: "0800", header: requestHeader(settings), fields });
    const message = { shape: "stream", bytes } as const;
    return { type: "send", effect: "safe", message, timeoutMs: settings.answerTimeoutMs, state: kind };
  }
  return {
    idleMs: settings.idleMs,
    open: (occasion) => send("sign-on", occasion),
    idle: (occasion) => send("echo", occasion),
    next: (_, result) => answered(result),
  };
}

/** Anything but a clear yes gives the line up; the host connects anew. */
function answered(result: GatewayStepResult): GatewayStep {
  if (result.type === "answer" && result.answer instanceof Uint8Array) {
    const code = codec.decode(result.answer).fields[39];
    if (code === "00") return { type: "done", outcome: { kind: "session" } };
  }
  const message = "The payment host did not take the sign-on or echo. Check terminal id and merchant id.";
  throw new TillwireError("LINK_LOST", { message, effect: "none" });
}

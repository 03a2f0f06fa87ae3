/** Messages to frames and back. What does not fit its schema exactly is refused, without repeating what it held. */
import { explainIssues, TillwireError } from "@tillwire/plugin-api";
import type { z } from "zod";
import type { ClientMessage } from "./client-messages.ts";
import { clientMessageSchema } from "./client-messages.ts";
import { encodeFrame } from "./framing.ts";
import type { TerminalMessage } from "./terminal-messages.ts";
import { terminalMessageSchema } from "./terminal-messages.ts";

/** A message as it goes on the wire. Throws `FRAME_INVALID` for one that is too long. */
export function encodeMessage(message: ClientMessage | TerminalMessage): Uint8Array {
  return encodeFrame(new TextEncoder().encode(JSON.stringify(message)));
}

/** Parses the body of a frame from the client. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseClientMessage(body: Uint8Array): ClientMessage {
  return parseBody(body, clientMessageSchema);
}

/** Parses the body of a frame from the terminal. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseTerminalMessage(body: Uint8Array): TerminalMessage {
  return parseBody(body, terminalMessageSchema);
}

/** Parses the body of a frame by a schema. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseBody<Schema extends z.ZodType>(body: Uint8Array, schema: Schema): z.infer<Schema> {
  const value = parseJson(body);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TillwireError("ANSWER_INVALID", {
    message: `The message is not one of this protocol: ${describe(parsed.error, schema, value)}.`,
    effect: "possible", // and no cause: it would repeat names from the message
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new TillwireError("FRAME_INVALID", {
      message: "The frame is not a JSON text in UTF-8. Check that both sides speak this protocol.",
      effect: "possible", // and no cause: it would repeat a piece of the text
    });
  }
}

/** Where and what, never the value or a name of the sender's own: it may be a card number that nobody masked. */
function describe({ issues }: z.ZodError, schema: z.ZodType, value: unknown): string {
  if (issues[0]?.code === "unrecognized_keys") return "it has a member that is not known";
  return explainIssues(issues.slice(0, 1), { schema, value, whole: "it" })[0]?.message ?? "it is none";
}

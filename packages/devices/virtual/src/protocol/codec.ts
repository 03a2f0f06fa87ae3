/** Messages to frames and back. What does not fit its schema exactly is refused, without repeating what it held. */
import { TillwireError } from "@tillwire/plugin-api";
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
  return parse(body, clientMessageSchema);
}

/** Parses the body of a frame from the terminal. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseTerminalMessage(body: Uint8Array): TerminalMessage {
  return parse(body, terminalMessageSchema);
}

function parse<Schema extends z.ZodType>(body: Uint8Array, schema: Schema): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new TillwireError("ANSWER_INVALID", {
    message: `The message is not one of this protocol: ${describe(parsed.error)}.`,
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

/** Where and what, never the value: it may be a card number that nobody masked. */
function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "invalid";
  const path = issue.path.map(String).join(".");
  const what = issue.code === "unrecognized_keys" ? "a member that it does not have" : issue.message;
  return `${path === "" ? "as a whole" : path.slice(0, 60)}: ${what.slice(0, 150)}`;
}

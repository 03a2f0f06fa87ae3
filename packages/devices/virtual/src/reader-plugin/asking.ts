/** Requests to the reader and their answers. None of them moves money, so whatever fails has `effect: "none"`. */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Patience } from "../plugin/connection.ts";
import type { Match } from "../plugin/waiters.ts";
import type { BridgeMessage, ReaderMessage, ReaderMessageOf } from "../protocol/reader-messages.ts";
import type { ReaderConnection, ReaderLine } from "./language.ts";

/** A request that the reader can refuse. */
type Refusable = ReaderMessageOf<"refused">["request"];

/** Asks over a connection that stands, or a new one. */
export async function ask<Answer>(
  line: ReaderLine,
  { message, match }: { readonly message: BridgeMessage; readonly match: Match<Answer, ReaderMessage> },
  patience: Patience & { readonly signal: AbortSignal },
): Promise<Answer> {
  return await harmless(async () => {
    const connection = await line.connection(patience.signal);
    return await askOver(connection, { message, match }, patience);
  });
}

/** Asks over this connection. A refusal is an error. */
export async function askOver<Answer>(
  connection: ReaderConnection,
  { message, match }: { readonly message: BridgeMessage; readonly match: Match<Answer, ReaderMessage> },
  patience: Patience,
): Promise<Answer> {
  const either: Match<{ readonly answer: Answer } | { readonly refusal: ReaderMessageOf<"refused"> }, ReaderMessage> = (
    incoming,
  ) => {
    if (incoming.type === "refused" && incoming.request === (message.type as Refusable)) return { refusal: incoming }; // others are never refused
    const answer = match(incoming);
    return answer === undefined ? undefined : { answer };
  };
  const given = await connection.ask(message, either, patience);
  if ("answer" in given) return given.answer;
  throw refused(given.refusal);
}

/** Passes errors on as harmless. */
export async function harmless<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    const { code, message } = errorData(thrown);
    throw new TillwireError(code, { message, effect: "none", cause: thrown });
  }
}

function refused({ request, reason, message }: ReaderMessageOf<"refused">): TillwireError {
  const code = reason === "busy" ? "DEVICE_BUSY" : "DEVICE_REFUSED";
  return new TillwireError(code, { message: `The reader refused ${request} (${reason}): ${message}`, effect: "none" });
}

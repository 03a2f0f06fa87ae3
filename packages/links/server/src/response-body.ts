/**
 * Writes the answer to a request. A stream is read no faster than the other side reads it, and ends when that goes away
 * or does not read for too long.
 */
import type { ServerResponse } from "node:http";
import type { ServedResponse } from "@tillwire/plugin-api";

/** Sent with everything, so that a page that gets hold of an answer can do nothing with it. A platform may say otherwise. */
const safeHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** Resolves when the answer is written, or cannot be. Rejects with what the stream of the platform throws. */
export async function writeAnswer(response: ServerResponse, answer: ServedResponse, idleMs: number): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries({ ...safeHeaders, ...answer.headers })) response.setHeader(name, value);
  const { body } = answer;
  if (typeof body === "string" || body instanceof Uint8Array) response.end(body);
  else await writeStream(response, body, idleMs);
  if (!response.writableFinished) await eventOrGone(response, { event: "finish", idleMs });
}

async function writeStream(response: ServerResponse, body: AsyncIterable<string>, idleMs: number): Promise<void> {
  response.flushHeaders(); // the first event may be long in coming
  const iterator = body[Symbol.asyncIterator]();
  while (!response.destroyed && !response.writableEnded) {
    const next = await resultOrGone(response, iterator.next());
    if (next === undefined || response.writableEnded) break;
    if (next.done === true) {
      response.end();
      return;
    }
    if (!response.write(next.value)) await eventOrGone(response, { event: "drain", idleMs });
  }
  // Not awaited: a generator that waits for its next event hears of it only then.
  iterator.return?.().catch(() => undefined);
}

/** The result, or nothing when the connection is gone or the answer was ended before there is one. */
function resultOrGone<Value>(response: ServerResponse, work: Promise<Value>): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    const onGone = (): void => resolve(undefined);
    const stopWaiting = (): void => void response.off("close", onGone).off("finish", onGone);
    response.once("close", onGone).once("finish", onGone);
    work.then(resolve, reject).finally(stopWaiting);
  });
}

/** Resolves with the event, when the connection is gone, or after `idleMs`, and then it is cut. */
function eventOrGone(
  response: ServerResponse,
  { event, idleMs }: { readonly event: "drain" | "finish"; readonly idleMs: number },
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => response.destroy(), idleMs);
    const done = (): void => {
      clearTimeout(timer);
      response.off(event, done).off("close", done);
      resolve();
    };
    response.once(event, done).once("close", done);
    if (response.destroyed) done();
  });
}

/** One HTTP request: its body is read within the limits, its answer is written, streamed where it is a stream. */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { PosLimits, ServedEndpoint, ServedRequest, ServedResponse } from "@tillwire/plugin-api";
import { peerOf } from "./head.ts";

/** Sent with everything, so that a page that gets hold of an answer can do nothing with it. */
const safeHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

type HttpHandler = NonNullable<ServedEndpoint["http"]>;

/** Answers a request that has passed the door. */
export async function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  { handler, path, limits }: { readonly handler: HttpHandler; readonly path: string; readonly limits: PosLimits },
): Promise<void> {
  const body = await readBody(request, limits.messageBytes);
  if (!body) return respondEmpty(response, 413);
  const target = (request.url ?? "").slice(path === "/" ? 0 : path.length) || "/";
  const served: ServedRequest = {
    peer: peerOf(request),
    method: request.method ?? "",
    target,
    headers: headersOf(request),
    body,
  };
  await write(response, await handler(served));
}

/** An answer without a body. */
export function respondEmpty(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...safeHeaders, "content-length": "0", connection: "close" }).end();
}

async function readBody(request: IncomingMessage, bytesMax: number): Promise<Uint8Array | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  // A request without an encoding set gives buffers.
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.byteLength;
    if (length > bytesMax) return undefined;
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values?.join(", ") ?? ""]));
}

async function write(response: ServerResponse, { status, headers, body }: ServedResponse): Promise<void> {
  response.writeHead(status, { ...safeHeaders, ...headers });
  if (typeof body === "string" || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  for await (const piece of body) {
    if (response.destroyed) return;
    if (!response.write(piece)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}

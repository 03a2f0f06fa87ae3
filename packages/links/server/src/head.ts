/** The head of a request: as the door looks at it, and as a platform gets it. */
import type { IncomingMessage } from "node:http";
import type { ServedPeer } from "@tillwire/plugin-api";
import type { RequestHead } from "./door.ts";

export function headOf(request: IncomingMessage, upgrade: boolean): RequestHead {
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    httpVersion: request.httpVersion,
    headers: request.headersDistinct,
    headerCount: request.rawHeaders.length / 2,
    upgrade,
  };
}

/** Who is at the other end. Loopback counts as secure; there is nothing else here. */
export function peerOf(request: IncomingMessage): ServedPeer {
  const { origin } = request.headers;
  const address = request.socket.remoteAddress ?? "unknown";
  return { address, secure: true, ...(origin === undefined ? {} : { origin }) };
}

/** Headers by lower-case name. What came in several lines is joined. */
export function headersOf({ headersDistinct }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]));
}

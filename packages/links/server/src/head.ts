/** The head of a request, as the door looks at it. */
import type { IncomingMessage } from "node:http";
import type { ServedPeer } from "@tillwire/plugin-api";
import type { RequestHead } from "./door.ts";
import { offeredSubprotocols } from "./door.ts";

/** Reads the head. A header that came twice is no header: Node joins or drops them, and neither is to be relied on. */
export function headOf(request: IncomingMessage, upgrade: boolean): RequestHead {
  return {
    method: request.method ?? "",
    target: request.url ?? "",
    httpVersion: request.httpVersion,
    host: single(request, "host"),
    origin: single(request, "origin"),
    upgrade,
    webSocketVersion: single(request, "sec-websocket-version"),
    subprotocols: offeredSubprotocols(single(request, "sec-websocket-protocol")),
  };
}

/** Sent twice, an origin is a value that is in no list, and a host is none. */
function single({ headersDistinct }: IncomingMessage, name: string): string | undefined {
  const values = headersDistinct[name];
  return values && values.length > 1 ? values.join(", ") : values?.[0];
}

/** Who is at the other end. */
export function peerOf(request: IncomingMessage): ServedPeer {
  const origin = single(request, "origin");
  const address = request.socket.remoteAddress ?? "unknown";
  return { address, secure: true, ...(origin !== undefined && { origin }) };
}

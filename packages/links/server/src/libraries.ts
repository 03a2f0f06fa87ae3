/** Sets up node:http and ws. Every limit is said here; none is left to a default of a library. */
import { createServer } from "node:http";
import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { ServerOptions as WebSocketOptions, WebSocket } from "ws";
import type { Limits } from "./limits.ts";

export function createHttpServer(limits: Limits): HttpServer {
  const http = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: limits.timeoutCheckMs,
    requireHostHeader: true,
    insecureHTTPParser: false,
    joinDuplicateHeaders: false,
    noDelay: true,
  });
  // Node drops the headers beyond its limit in silence; one more than we take shows that there were too many.
  http.maxHeadersCount = limits.headerCount + 1;
  http.maxRequestsPerSocket = limits.requestsPerSocket;
  http.maxConnections = limits.connections + limits.spareSockets;
  http.timeout = 0; // a payment may take minutes; who does not read, and who is gone, is found out otherwise
  return http;
}

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** The one that the door chose. */
  readonly subprotocol: string;
}

export type Upgrader = (upgrade: Upgrade, onOpen: (socket: WebSocket) => void) => void;

export function createUpgrader(limits: Limits): Upgrader {
  const chosen = new WeakMap<IncomingMessage, string>();
  // The last two are younger than the published types.
  const options: WebSocketOptions & { readonly closeTimeout: number; readonly maxPendingAutoPongs: number } = {
    noServer: true,
    clientTracking: false, // the endpoints keep their channels
    maxPayload: limits.messageBytes,
    maxFragments: limits.fragments,
    maxBufferedChunks: limits.bufferedChunks,
    perMessageDeflate: false,
    skipUTF8Validation: false,
    autoPong: true,
    closeTimeout: limits.closeMs,
    maxPendingAutoPongs: limits.unansweredPings,
    handleProtocols: (_offered, request) => chosen.get(request) ?? false,
  };
  const webSockets = new WebSocketServer(options);
  return ({ request, socket, head, subprotocol }, onOpen) => {
    chosen.set(request, subprotocol);
    webSockets.handleUpgrade(request, socket, head, onOpen);
  };
}

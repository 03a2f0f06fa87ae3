/** Opens the listener. Every limit is set, none is left to a default of a library. */
import { createServer } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Logger, Server, ServerOptions, ServerProvider } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { WebSocketServer } from "ws";
import { createChannel } from "./channel.ts";
import type { Served, Verdict } from "./door.ts";
import { judge } from "./door.ts";
import { createEndpoints, servedAt } from "./endpoints.ts";
import type { Endpoints, OpenEndpoint } from "./endpoints.ts";
import { headOf, peerOf } from "./head.ts";
import { exchange, respondEmpty } from "./http-exchange.ts";
import * as limits from "./limits.ts";

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);
/** RFC 6455, section 7.4.1: something unforeseen went wrong here. */
const closeInternalError = 1_011;

/** Listens. Rejects with `PORT_TAKEN`, or with `SETTINGS_INVALID` for an address that is not this machine alone. */
export const openServer: ServerProvider = async (options) => {
  if (!loopback.has(options.host)) throw onlyLoopback(options.host);
  const http = createServer({
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    connectionsCheckingInterval: 1_000,
    insecureHTTPParser: false,
    joinDuplicateHeaders: false,
  });
  http.maxHeadersCount = limits.headerCountMax;
  http.maxConnections = options.limits.connections;
  await listening(http, options);
  return serve(http, options);
};

function serve(http: HttpServer, options: ServerOptions): Server {
  const { port } = http.address() as AddressInfo; // a TCP server's address, once it listens
  const endpoints = createEndpoints();
  const webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: options.limits.messageBytes,
    maxFragments: limits.fragmentsMax,
    perMessageDeflate: false,
    skipUTF8Validation: false,
    autoPong: true,
    handleProtocols: (offered, request) => chosen(offered, servedAt(endpoints.find(request.url ?? ""))),
  });
  const listener = { endpoints, webSockets, options, port };
  http.on("request", (request, response) => void onRequest(request, response, listener));
  http.on("upgrade", (request, socket, head) => onUpgrade({ request, socket, head }, listener));
  http.on("clientError", (_, socket) => socket.destroy());
  return {
    host: options.host,
    port,
    serve: endpoints.add,
    [Symbol.asyncDispose]: () => close(http, webSockets),
  };
}

interface Listener {
  readonly endpoints: Endpoints;
  readonly webSockets: WebSocketServer;
  readonly options: ServerOptions;
  readonly port: number;
}

function admission(request: IncomingMessage, upgrade: boolean, { endpoints, options, port }: Listener) {
  const open = endpoints.find(request.url ?? "");
  const { hostNames, origins, log } = options;
  const verdict = judge(headOf(request, upgrade), { port, hostNames, origins }, servedAt(open));
  if (!verdict.admit) logRefusal(log, verdict, request);
  return { open, verdict };
}

async function onRequest(request: IncomingMessage, response: ServerResponse, listener: Listener): Promise<void> {
  const { open, verdict } = admission(request, false, listener);
  const handler = open?.endpoint.http;
  if (!verdict.admit || !open || !handler) return respondEmpty(response, verdict.admit ? 404 : verdict.status);
  try {
    await exchange(request, response, { handler, path: open.endpoint.path, limits: listener.options.limits });
  } catch (thrown) {
    listener.options.log.error("request-failed", { path: open.endpoint.path, message: String(thrown) });
    if (response.headersSent) response.destroy();
    else respondEmpty(response, 500);
  }
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

function onUpgrade({ request, socket, head }: Upgrade, listener: Listener): void {
  socket.on("error", () => socket.destroy());
  const { open, verdict } = admission(request, true, listener);
  if (!verdict.admit || !open) {
    refuseUpgrade(socket, verdict.admit ? 404 : verdict.status);
    return;
  }
  listener.webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    const channel = createChannel(webSocket, { peer: peerOf(request), limits: listener.options.limits });
    open.channels.add(channel);
    webSocket.on("close", () => open.channels.delete(channel));
    void accept(open, channel, listener.options.log);
  });
}

async function accept(
  { endpoint }: OpenEndpoint,
  channel: ReturnType<typeof createChannel>,
  log: Logger,
): Promise<void> {
  try {
    await endpoint.webSocket?.accept(channel);
  } catch (thrown) {
    log.error("channel-failed", { path: endpoint.path, message: String(thrown) });
    channel.close(closeInternalError, "something went wrong in the bridge");
  }
}

/** The first of ours that was offered; the door has made sure that there is one. */
function chosen(offered: ReadonlySet<string>, served: Served | undefined): string | false {
  return served?.subprotocols.find((name) => offered.has(name)) ?? false;
}

function refuseUpgrade(socket: Duplex, status: number): void {
  const extra = status === 426 ? "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" : "";
  socket.end(`HTTP/1.1 ${status} \r\n${extra}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}

/** What came from outside is cut short: a log line is no place for somebody else's text. */
function logRefusal(
  log: Logger,
  { status, reason }: Extract<Verdict, { admit: false }>,
  request: IncomingMessage,
): void {
  const { remoteAddress = "unknown" } = request.socket;
  log.warn("refused-at-the-door", {
    status,
    reason,
    address: remoteAddress,
    origin: (request.headers.origin ?? "").slice(0, 100),
  });
}

function listening(http: HttpServer, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once("error", (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === "EADDRINUSE";
      const message = taken
        ? `Port ${port} of ${host} is taken by another program. Stop it, or choose another port (0 picks a free one).`
        : `The bridge cannot listen on ${host}:${port}: ${cause.message}.`;
      reject(new TillwireError(taken ? "PORT_TAKEN" : "SETTINGS_INVALID", { message, effect: "none", cause }));
    });
    http.listen({ host, port }, resolve);
  });
}

function onlyLoopback(host: string): TillwireError {
  const message = `The bridge listens on this machine only (127.0.0.1, ::1), not on ${host}: for a network it needs TLS, which this version does not have.`;
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

/** New connections are refused at once; open ones get a moment to say goodbye. */
async function close(http: HttpServer, webSockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  for (const client of webSockets.clients) client.close(1_001, "the bridge is stopping");
  const timer = setTimeout(() => {
    for (const client of webSockets.clients) client.terminate();
    http.closeAllConnections();
  }, limits.closeWithinMs);
  http.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}

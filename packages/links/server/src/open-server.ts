/** Opens the listener and leads everything that comes in past the door. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Server, ServerOptions, ServerProvider } from "@tillwire/plugin-api";
import { createChannel } from "./channel.ts";
import { converse } from "./converse.ts";
import { admit } from "./doorkeeper.ts";
import { createEndpoints } from "./endpoints.ts";
import { peerOf } from "./head.ts";
import { exchange, textOf } from "./http-exchange.ts";
import { createHttpServer, createUpgrader } from "./libraries.ts";
import { listenerLimits } from "./limits.ts";
import type { Limits, ListenerLimits } from "./limits.ts";
import { listen } from "./listen.ts";
import { checkOptions } from "./options.ts";
import { createRefusalLog, refuseRequest, refuseSocket } from "./refusals.ts";
import type { RefusalLog } from "./refusals.ts";

/**
 * Listens. Rejects with `PORT_TAKEN`, or with `SETTINGS_INVALID` for an address that is not this machine alone, and for
 * origins and host names that could never match.
 * @public
 */
export const openServer: ServerProvider = createServerProvider();

/**
 * Makes an {@link openServer} with limits of its own.
 * @public
 */
export function createServerProvider(limits: Partial<ListenerLimits> = {}): ServerProvider {
  return async (options) => {
    const checked = checkOptions(options);
    const all = { ...listenerLimits, ...limits, ...checked.limits };
    const http = createHttpServer(all);
    const port = await listen(http, checked);
    return serve(http, { ...checked, port, limits: all });
  };
}

function serve(http: HttpServer, options: ServerOptions & { readonly limits: Limits }): Server {
  const { limits, log, hostNames, origins, port } = options;
  const endpoints = createEndpoints(limits.closeMs);
  const refusals = createRefusalLog(log, limits.refusalsLogged);
  const upgrade = createUpgrader(limits);
  const answers = new WeakMap<Duplex, number>(); // under way, by connection
  let occupied = 0;
  let closing: Promise<void> | undefined;
  const answersOn = (socket: Duplex): number => answers.get(socket) ?? 0;
  const isFull = (): boolean => occupied >= limits.connections || closing !== undefined;
  const rules = { port, hostNames, origins, headerCountMax: limits.headerCount };
  const keeper = { rules, endpoints, refusals, isFull };

  function countAnswer(socket: Duplex, by: 1 | -1): void {
    occupied += by;
    answers.set(socket, answersOn(socket) + by);
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const admission = admit(request, false, keeper);
    if (admission.kind !== "http") {
      refuseRequest(response, admission.kind === "refused" ? admission.status : 404);
      return;
    }
    countAnswer(request.socket, 1);
    response.once("close", () => countAnswer(request.socket, -1));
    if (request.headers.expect !== undefined) response.writeContinue();
    void exchange({ request, response, to: admission.to }, limits, log);
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const admission = admit(request, true, keeper);
    if (admission.kind !== "web-socket") {
      refuseSocket(socket, admission.kind === "refused" ? admission.status : 404);
      return;
    }
    occupied += 1;
    socket.once("close", () => (occupied -= 1));
    const { to, subprotocol, webSocket: served } = admission;
    const forChannel = { peer: peerOf(request), tooSlowCode: served.tooSlowCode };
    upgrade({ request, socket, head, subprotocol }, (webSocket) => {
      void converse(to, createChannel(webSocket, forChannel, limits), log);
    });
  }

  http.on("request", onRequest);
  http.on("checkContinue", onRequest); // else Node would answer before the door has looked
  http.on("upgrade", onUpgrade);
  http.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    refuseNoise(error.code ?? "", socket, answersOn(socket) > 0 ? undefined : refusals);
  });
  http.on("drop", (from?: { readonly remoteAddress?: string }) => {
    refusals.note(503, "sockets", { address: from?.remoteAddress ?? "unknown" });
  });
  http.on("error", (error) => log.error("listener-failed", { message: textOf(error) }));
  const closeHttp = closer(http, limits.closeMs);

  return {
    host: options.host,
    port,
    serve: endpoints.add,
    [Symbol.asyncDispose]: () => (closing ??= closeHttp(endpoints.closeAll)),
  };
}

/** New connections are refused at once; what goes on gets a moment to end, then everything is cut. */
function closer(http: HttpServer, closeMs: number): (endOngoing: () => Promise<void>) => Promise<void> {
  const sockets = new Set<Socket>();
  http.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return async (endOngoing) => {
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), closeMs);
    await Promise.all([endOngoing(), closed]);
    clearTimeout(timer);
  };
}

/** What could not be read as a request. Without `refusals` an answer is under way on this connection: it is only cut. */
function refuseNoise(code: string, socket: Duplex, refusals: RefusalLog | undefined): void {
  const isNoise = code.startsWith("HPE_") || code.startsWith("ERR_HTTP_");
  if (!isNoise || refusals === undefined) {
    socket.destroy(); // whoever hung up is not turned away
    return;
  }
  const status = code === "HPE_HEADER_OVERFLOW" ? 431 : code === "ERR_HTTP_REQUEST_TIMEOUT" ? 408 : 400;
  const address = "remoteAddress" in socket ? String(socket.remoteAddress) : "unknown";
  refusals.note(status, "not a request", { address });
  refuseSocket(socket, status);
}

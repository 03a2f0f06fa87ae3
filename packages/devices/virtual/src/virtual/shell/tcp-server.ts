/** A server on TCP that hands its connections to a terminal or a reader. */
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import type { ByteLink } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { socketLink } from "./socket-link.ts";

/** Connections at the same time: one session, and a few that are on their way in or out. */
const CONNECTIONS_MAX = 8;

/** Who takes connections. */
export interface Attachable {
  /** False: connections are cut at once. */
  readonly reachable: boolean;
  /** The link is theirs from now on. */
  attach(link: ByteLink): void;
}

/** A server that listens. Disposing it waits for its connections to end. */
export interface TcpServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/** Starts. Rejects with `PORT_TAKEN` or `SETTINGS_INVALID`. */
export async function listenOnTcp(
  peer: Attachable,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<TcpServer> {
  const server = await listening(serverFor(peer), host, port);
  const address = addressOf(server);
  return { host: address.address, port: address.port, [Symbol.asyncDispose]: () => closed(server) };
}

function serverFor(peer: Attachable): Server {
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    if (peer.reachable) peer.attach(socketLink(socket));
    else socket.resetAndDestroy();
  });
  server.maxConnections = CONNECTIONS_MAX;
  return server;
}

function listening(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Stays: a connection that could not be accepted later on is no reason to end.
    server.on("error", (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, `${host}:${port}`)));
    server.listen({ host, port }, () => resolve(server));
  });
}

function cannotListen(cause: NodeJS.ErrnoException, address: string): TillwireError {
  const taken = cause.code === "EADDRINUSE";
  const message = taken
    ? `Another program listens on ${address}. Stop it, or choose another port.`
    : `It cannot listen on ${address}: ${cause.message}. Choose another address.`;
  return new TillwireError(taken ? "PORT_TAKEN" : "SETTINGS_INVALID", { message, effect: "none", cause });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address !== null && typeof address === "object") return address;
  throw new TillwireError("INTERNAL", { message: "A server on TCP has an address and a port.", effect: "none" });
}

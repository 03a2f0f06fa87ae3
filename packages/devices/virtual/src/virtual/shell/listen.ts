/** A virtual terminal that listens on TCP and keeps its ledger in a file: what runs as a process of its own. */
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { TillwireError } from "@tillwire/plugin-api";
import { openLedgerFile } from "../ledger/file.ts";
import type { TerminalSettingsInput } from "../settings.ts";
import type { TerminalEvent } from "./events.ts";
import { socketLink } from "./socket-link.ts";
import { systemClock } from "./system-clock.ts";
import { createVirtualTerminal } from "./terminal.ts";
import type { VirtualTerminal } from "./terminal.ts";

/** Connections at the same time: one session, and a few that are on their way in or out. */
const CONNECTIONS_MAX = 8;

/** Where to listen, and what the terminal is like. */
export interface ListenOptions {
  /** Where the ledger is kept. The folder has to be there. */
  readonly ledgerFile: string;
  /** Loopback when left out: the protocol has no secrets and no door. */
  readonly host?: string;
  /** A free one when left out, or 0. */
  readonly port?: number;
  readonly settings?: TerminalSettingsInput;
  readonly onEvent?: (event: TerminalEvent) => void;
}

/** A terminal that listens. Disposing it stops the server and closes the ledger. */
export interface ListeningTerminal extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly terminal: VirtualTerminal;
}

/** Starts. Rejects with `PORT_TAKEN`, `STORAGE_UNUSABLE` or `SETTINGS_INVALID`. */
export async function listenVirtualTerminal(options: ListenOptions): Promise<ListeningTerminal> {
  const { ledgerFile, host = "127.0.0.1", port = 0, settings = {}, onEvent } = options;
  const opened: AsyncDisposable[] = [];
  const closeAll = async (): Promise<void> => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last[Symbol.asyncDispose]();
  };
  try {
    const ledger = await openLedgerFile(ledgerFile);
    opened.push(ledger);
    const terminal = await createVirtualTerminal({ clock: systemClock, ledger, settings, ...(onEvent && { onEvent }) });
    opened.push(terminal);
    const server = await listening(createTerminalServer(terminal), host, port);
    opened.splice(-1, 0, { [Symbol.asyncDispose]: () => closed(server) }); // it waits for connections that the terminal ends
    const address = addressOf(server);
    return { host: address.address, port: address.port, terminal, [Symbol.asyncDispose]: closeAll };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

function createTerminalServer(terminal: VirtualTerminal): Server {
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    if (terminal.reachable) terminal.attach(socketLink(socket));
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
    : `The terminal cannot listen on ${address}: ${cause.message}. Choose another address.`;
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

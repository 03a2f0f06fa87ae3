/** Peers on loopback for these tests; every one is stopped when its test ends. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { Worker } from "node:worker_threads";
import type { ByteLink, TcpAddress, TlsOptions } from "@tillwire/plugin-api";
import { onTestFinished } from "vitest";
import { createTcpLinkProvider } from "../../src/index.ts";
import type { TcpLimits } from "../../src/index.ts";

/** Listens on a free port and gives it. `onSocket` gets every connection. */
export async function listen(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer(onSocket);
  return await start(server);
}

export async function start(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // a test that resets connections makes both ends complain
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

/** A port that is taken but never accepts: the operating system leaves further connections unanswered. */
export async function listenSilently(): Promise<number> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(silentListener, { eval: true, workerData: stop });
  const [port] = (await once(worker, "message")) as [number];
  const waiting = Array.from({ length: 4 }, () => connect({ port, host: "127.0.0.1" }).on("error", () => undefined));
  await once(waiting[0] as Socket, "connect");
  onTestFinished(async () => {
    for (const socket of waiting) socket.destroy();
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    await once(worker, "exit");
  });
  return port;
}

const silentListener = `
const { parentPort, workerData } = require("node:worker_threads");
const server = require("node:net").createServer();
server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
  parentPort.postMessage(server.address().port);
  Atomics.wait(workerData, 0, 0);
  process.exit();
});
`;

/** Opens a link through the provider, as a host does. */
export async function open(port: number, options: OpenOptions = {}): Promise<ByteLink> {
  const { host = "127.0.0.1", tls, limits, signal = new AbortController().signal } = options;
  const address: TcpAddress = { transport: "tcp", host, port, ...(tls === undefined ? {} : { tls }) };
  const link = await createTcpLinkProvider(limits).open(address, signal);
  if (link.kind !== "byte") throw new Error("a TCP link carries bytes");
  onTestFinished(() => link[Symbol.asyncDispose]());
  return link;
}

export interface OpenOptions {
  readonly host?: string;
  readonly tls?: TlsOptions;
  readonly limits?: Partial<TcpLimits>;
  readonly signal?: AbortSignal;
}

/** Everything until the end, as text; what it throws at the end comes after it. */
export async function readAll(link: ByteLink): Promise<{ text: string; error?: unknown }> {
  let text = "";
  try {
    for await (const piece of link.incoming) text += Buffer.from(piece).toString("latin1");
  } catch (error) {
    return { text, error };
  }
  return { text };
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

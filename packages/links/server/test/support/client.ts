/** A real WebSocket client, as a POS uses it. */
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import type { ClientOptions } from "ws";

export interface Client {
  readonly socket: WebSocket;
  next(): Promise<string>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

export async function connectClient(port: number, options: ClientOptions = {}, path = "/"): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ["tillwire.v1"], options);
  onTestFinished(() => socket.terminate());
  const messages: string[] = [];
  let wake = (): void => undefined;
  socket.on("message", (data: Buffer) => {
    messages.push(data.toString());
    wake();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on("error", () => undefined); // tests look at the close
  await Promise.race([once(socket, "open"), refusal(socket)]);
  const next = async (): Promise<string> => {
    while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return messages.shift() ?? "";
  };
  return { socket, next, closed };
}

async function refusal(socket: WebSocket): Promise<never> {
  const [error] = (await once(socket, "error")) as [Error];
  throw error;
}

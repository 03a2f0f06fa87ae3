/** A server on a free port of loopback for these tests, stopped when its test ends. */
import type { Channel, PosLimits, Server, ServedEndpoint, ServerOptions } from "@tillwire/plugin-api";
import { createRecordingLogger } from "@tillwire/plugin-test";
import type { RecordingLogger } from "@tillwire/plugin-test";
import { onTestFinished, vi } from "vitest";
import { createServerProvider } from "../../src/index.ts";
import type { ListenerLimits } from "../../src/index.ts";

export const posLimits: PosLimits = {
  messageBytes: 65_536,
  requestsInFlight: 32,
  connections: 16,
  handshakeMs: 5_000,
  idleMs: 30_000,
  queuedBytes: 1_048_576,
};

export interface StartOptions {
  readonly server?: Partial<ServerOptions>;
  readonly pos?: Partial<PosLimits>;
  readonly listener?: Partial<ListenerLimits>;
}

export interface TestServer extends Server {
  readonly log: RecordingLogger;
}

export async function startServer({ server, pos, listener }: StartOptions = {}): Promise<TestServer> {
  const log = createRecordingLogger();
  const started = await createServerProvider({ closeMs: 200, ...listener })({
    host: "127.0.0.1",
    port: 0,
    origins: ["https://till.example"],
    hostNames: ["127.0.0.1", "localhost"],
    limits: { ...posLimits, ...pos },
    log,
    ...server,
  });
  onTestFinished(() => started[Symbol.asyncDispose]());
  return { ...started, log };
}

/** Waits until it does not throw any more. */
export async function eventually(check: () => Promise<void> | void): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000 });
}

/** What the endpoints here close with when the other side does not read. */
export const tooSlowCode = 4_321;

/** Sends every message back. */
export const echo: ServedEndpoint = {
  path: "/",
  webSocket: {
    subprotocols: ["tillwire.v1"],
    tooSlowCode,
    accept: async (channel) => {
      for await (const text of channel.incoming) channel.send(`echo ${text}`);
    },
  },
};

/** An endpoint at `/` that hands its channels over and keeps them until they are closed. */
export function handOver(): { endpoint: ServedEndpoint; next: () => Promise<Channel> } {
  const waiting: ((channel: Channel) => void)[] = [];
  const ready: Channel[] = [];
  const accept = async (channel: Channel): Promise<void> => {
    const take = waiting.shift();
    if (take === undefined) ready.push(channel);
    else take(channel);
    await new Promise(() => undefined); // the platform is never done
  };
  return {
    endpoint: { path: "/", webSocket: { subprotocols: ["tillwire.v1"], tooSlowCode, accept } },
    next: async () => ready.shift() ?? (await new Promise((resolve) => waiting.push(resolve))),
  };
}

/** Speaks the wire protocol by hand, to look at the terminal without the plugin. */
import type { ByteLink } from "@tillwire/plugin-api";
import { createMemoryLinkPair, createVirtualClock } from "@tillwire/plugin-test";
import type { MemoryLinkPair, VirtualClock } from "@tillwire/plugin-test";
import type { ClientMessage } from "../../src/protocol/client-messages.ts";
import { encodeMessage, parseTerminalMessage } from "../../src/protocol/codec.ts";
import { createFrameReader } from "../../src/protocol/framing.ts";
import type { TerminalMessage } from "../../src/protocol/terminal-messages.ts";
import { createVirtualTerminal, liveApprovals, memoryLedger } from "../../src/virtual/index.ts";
import type { LedgerEntry, LedgerStore, TerminalSettingsInput, VirtualTerminal } from "../../src/virtual/index.ts";
import { atOnce } from "./world.ts";

export interface RawClient {
  /** Everything that the terminal said and nobody has taken yet. */
  readonly heard: TerminalMessage[];
  readonly closed: boolean;
  sendBytes(bytes: Uint8Array): Promise<void>;
  /** Sends, lets everything happen that needs no time, and takes what was said. */
  say(...messages: readonly ClientMessage[]): Promise<readonly TerminalMessage[]>;
  /** Takes what was said. */
  take(): readonly TerminalMessage[];
}

/** A client on a link. Reads until the link ends. */
export function createRawClient(link: ByteLink, clock: VirtualClock): RawClient {
  const heard: TerminalMessage[] = [];
  let closed = false;
  async function read(): Promise<void> {
    const reader = createFrameReader();
    for await (const piece of link.incoming) heard.push(...reader.push(piece).map(parseTerminalMessage));
  }
  read().then(
    () => (closed = true),
    () => (closed = true), // broken is closed, to a client
  );
  const take = (): readonly TerminalMessage[] => heard.splice(0);
  return {
    heard,
    get closed() {
      return closed;
    },
    take,
    sendBytes: async (bytes) => await link.send(bytes),
    async say(...messages) {
      for (const message of messages) await link.send(encodeMessage(message));
      await clock.advance(0);
      return take();
    },
  };
}

/** A terminal alone, and how to reach it. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly ledger: LedgerStore;
  readonly terminal: VirtualTerminal;
  /** Connects without a word. */
  connect(): Promise<RawClient>;
  /** Connects and greets; gives the client and what it was told. */
  greet(): Promise<{ readonly client: RawClient; readonly told: readonly TerminalMessage[] }>;
  readonly pairs: readonly MemoryLinkPair[];
  entries(): Promise<readonly LedgerEntry[]>;
  types(): Promise<readonly string[]>;
  liveCount(): Promise<number>;
}

export async function createBench(settings: TerminalSettingsInput = {}, ledger = memoryLedger()): Promise<Bench> {
  const clock = createVirtualClock();
  const terminal = await createVirtualTerminal({ clock, ledger, settings: { pacing: atOnce, ...settings } });
  const pairs: MemoryLinkPair[] = [];
  async function connect(): Promise<RawClient> {
    const pair = createMemoryLinkPair();
    pairs.push(pair);
    terminal.attach(pair.far);
    const client = createRawClient(pair.near, clock);
    await clock.advance(0);
    return client;
  }
  return {
    clock,
    ledger,
    terminal,
    pairs,
    connect,
    async greet() {
      const client = await connect();
      return { client, told: await client.say(hello) };
    },
    entries: () => ledger.read(),
    types: async () => (await ledger.read()).map(({ type }) => type),
    liveCount: async () => liveApprovals(await ledger.read()).length,
  };
}

export const hello: Extract<ClientMessage, { type: "hello" }> = { type: "hello", versions: [1], client: "test" };

export function sale(reference: string, amountMinor = 1000): Extract<ClientMessage, { type: "sale" }> {
  return { type: "sale", reference, amountMinor, currency: "EUR", partialApproval: false };
}

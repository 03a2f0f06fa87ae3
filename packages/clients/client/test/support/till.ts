/** A till for tests: virtual clock, network in memory, scripted bridge, and a client that can crash and come back. */
import { createClient, memoryStorage } from "../../src/index.ts";
import type { Client, ClientEvent, ClientOptions, ClientStorage, Payment, PaymentUpdate } from "../../src/index.ts";
import { FakeBridge } from "./fake-bridge.ts";
import { FakeNetwork } from "./fake-network.ts";
import { createVirtualClock } from "@tillwire/plugin-test";

export const pos = { name: "till 1", version: "1.0.0", asks: ["signature"], display: true, print: false } as const;
export const sale = { lane: "front", amount: { amountMinor: 1_050, currency: "EUR" } } as const;

export class Till {
  readonly clock = createVirtualClock();
  readonly network = new FakeNetwork(this.clock);
  readonly bridge = new FakeBridge(this.network).start();
  readonly events: ClientEvent[] = [];
  readonly storage: ClientStorage;
  /** The client of this run. */
  client: Client;
  readonly #options: Partial<ClientOptions>;
  #power = new AbortController();
  #seed = 1;

  constructor(options: Partial<ClientOptions> = {}) {
    this.#options = options;
    this.storage = options.storage ?? memoryStorage();
    this.client = this.#open();
  }

  /** As when the page is closed by force: nothing that the old client still wants to do happens. */
  crash(): void {
    this.#power.abort();
    this.network.cut();
    void this.client.close();
  }

  /** A new client, with the storage of before. */
  reopen(): Client {
    this.#power = new AbortController();
    this.client = this.#open();
    return this.client;
  }

  /** The codes of the trouble that was reported so far. */
  get troubles(): readonly string[] {
    return this.events.flatMap((event) => (event.type === "trouble" ? [event.error.code] : []));
  }

  /** Everything that must hold when a test is over. */
  async shutDown(): Promise<{
    readonly badFrames: readonly string[];
    readonly sockets: number;
    readonly timers: number;
  }> {
    this.network.fate = () => "arrives";
    await this.clock.runUntil(this.client.close());
    await this.clock.advance(1_000);
    this.bridge.kill();
    return {
      badFrames: this.bridge.badFrames,
      sockets: this.network.openSockets,
      timers: this.clock.pending,
    };
  }

  #open(): Client {
    const { signal } = this.#power;
    const { network, storage } = this;
    return createClient({
      pos,
      clock: this.clock,
      onEvent: (event) => {
        if (!signal.aborted) this.events.push(event);
      },
      randomBytes: (lengthBytes) => Uint8Array.from({ length: lengthBytes }, () => this.#nextByte()),
      ...this.#options,
      webSocket: network.poweredBy(signal),
      storage: {
        list: () => storage.list(),
        put: (key, text) => (signal.aborted ? new Promise(() => undefined) : storage.put(key, text)),
        remove: (key) => (signal.aborted ? new Promise(() => undefined) : storage.remove(key)),
      },
    });
  }

  #nextByte(): number {
    this.#seed = (this.#seed * 75 + 74) % 65_537;
    return this.#seed & 255;
  }
}

/** A till whose connection is open. */
export async function connected(options?: Partial<ClientOptions>): Promise<Till> {
  const till = new Till(options);
  await till.clock.advance(20);
  return till;
}

export const clean = { badFrames: [], sockets: 0, timers: 0 };

/** The types of everything that happens to a payment, from its start to its end. */
export async function typesOf(payment: Payment): Promise<readonly PaymentUpdate["type"][]> {
  const types: PaymentUpdate["type"][] = [];
  for await (const update of payment.events) types.push(update.type);
  return types;
}

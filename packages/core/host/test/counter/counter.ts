/** A counter for these tests: a bridge with one lane of reader and gateway, its payment host, and a till. In virtual time. */
import { createMemoryStore } from "@tillwire/journal-memory";
import type { MemoryStore } from "@tillwire/journal-memory";
import { defineLinkProvider } from "@tillwire/plugin-api";
import type { EmvParameterSet, JsonValue, PosReply } from "@tillwire/plugin-api";
import { createMemoryLinks, createVirtualClock } from "@tillwire/plugin-test";
import type { MemoryLinks, VirtualClock } from "@tillwire/plugin-test";
import { afterEach } from "vitest";
import type { BridgeOptions, LaneOptions } from "../../src/index.ts";
import { openPos, paymentEvents, runBridgeWith, saleOf } from "../bridge/harness.ts";
import type { Pos, RunningBridge } from "../bridge/harness.ts";
import plainGateway from "../plugins/plain-gateway.ts";
import { scriptedReader } from "../plugins/scripted-reader.ts";
import type { ReaderScript } from "../plugins/scripted-reader.ts";
import { createPaymentHost } from "./payment-host.ts";
import type { PaymentHost } from "./payment-host.ts";

export interface CounterSetup {
  readonly reader?: ReaderScript;
  readonly gateway?: { readonly [name: string]: JsonValue };
  readonly emvParameters?: EmvParameterSet;
  readonly settings?: NonNullable<LaneOptions["settings"]>;
  /** What an earlier bridge left. */
  readonly store?: MemoryStore;
  /** The host of an earlier bridge. */
  readonly host?: PaymentHost;
  readonly pieceBytes?: readonly number[];
  /** What the line takes while the host does not read. */
  readonly bufferBytes?: number;
  /** Is nobody there yet? */
  readonly hostAway?: boolean;
}

export interface Counter extends RunningBridge, Pos {
  readonly clock: VirtualClock;
  readonly links: MemoryLinks;
  readonly host: PaymentHost;
  readonly store: MemoryStore;
  sale(key?: string, amountMinor?: number): Promise<PosReply>;
  /** Runs a sale to its answer. */
  sold(amountMinor?: number): Promise<PosReply>;
  /** Lets time pass in small steps until it is so, or fails after a virtual hour. */
  until(holds: () => boolean): Promise<void>;
  hostArrives(): void;
  records(): readonly string[];
  heard(): readonly string[];
  laneState(): string | undefined;
}

const toTakeDown: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const takeDown of toTakeDown.splice(0)) await takeDown();
});

/** Opens a counter and waits until its lane is ready, unless the host is away. */
export async function openCounter(setup: CounterSetup = {}): Promise<Counter> {
  const { host = createPaymentHost(), store = createMemoryStore(), pieceBytes = [] } = setup;
  const clock = createVirtualClock();
  const { bufferBytes } = setup;
  const links = createMemoryLinks({ clock, pieceBytes, ...(bufferBytes !== undefined && { bufferBytes }) });
  const hostArrives = (): void => {
    links.listen({ transport: "tcp", host: "127.0.0.1", port: 9_000 }, (link) =>
      host.deaf
        ? undefined
        : host.serve({ incoming: link.incoming, send: (bytes) => void link.send(bytes).catch(() => undefined) }),
    );
  };
  if (setup.hostAway !== true) hostArrives();
  const running = await runBridgeWith(store, { ...optionsOf(setup, links), clock });
  toTakeDown.push(async () => {
    await clock.runUntil(Promise.resolve(running[Symbol.asyncDispose]()));
  });
  const till = openPos(running.port);
  const laneState = () => running.bridge.status().lanes[0]?.state;

  async function until(holds: () => boolean): Promise<void> {
    for (let step = 0; !holds(); step++) {
      if (step > 36_000) throw new TypeError("It did not come to be within a virtual hour.");
      await clock.advance(step < 100 ? 1 : 100);
    }
  }
  let sales = 0;
  const sale: Counter["sale"] = (key = `order-${String((sales += 1)).padStart(4, "0")}`, amountMinor = 1_000) =>
    till.session.request(saleOf(key, amountMinor));
  if (setup.hostAway !== true) await until(() => laneState() !== "opening" && laneState() !== "lost");
  return {
    ...running,
    ...till,
    clock,
    links,
    host,
    store,
    until,
    sale,
    sold: (amountMinor) => clock.runUntil(sale(undefined, amountMinor)),
    hostArrives,
    records: () => store.entries.map(({ type }) => type),
    heard: () => paymentEvents(till.events).map(({ body }) => body.type),
    laneState,
  };
}

function optionsOf(setup: CounterSetup, links: MemoryLinks): Pick<BridgeOptions, "lanes" | "links"> {
  const { reader, gateway = {}, emvParameters, settings } = setup;
  const lane: LaneOptions = {
    reader: { plugin: scriptedReader(reader) },
    gateway: { plugin: plainGateway, settings: gateway },
    ...(emvParameters && { emvParameters }),
    ...(settings && { settings }),
  };
  const provider = defineLinkProvider({ transport: "tcp", open: (address, signal) => links.connect(address, signal) });
  return { lanes: { "till-1": lane }, links: [{ provider }] };
}

/** A virtual reader, its plugin and a network in memory between them, on one virtual clock. */
import { attemptId } from "@tillwire/plugin-api";
import type { ReaderSession, ReadRequest, ReadResult } from "@tillwire/plugin-api";
import { createDeviceContext, createMemoryLinks, createSeededRandom, createVirtualClock } from "@tillwire/plugin-test";
import type { DeviceContextOptions, MemoryLinks, TestDeviceContext, VirtualClock } from "@tillwire/plugin-test";
import { openReaderSession } from "../../src/reader-plugin/session.ts";
import { readerSettingsSchema } from "../../src/reader-plugin/settings.ts";
import { createVirtualReader, memoryReaderStore, sandboxParameters } from "../../src/virtual/index.ts";
import type { ReaderEvent, ReaderSettingsInput, ReaderStore, VirtualReader } from "../../src/virtual/index.ts";

const address = { transport: "tcp", host: "127.0.0.1", port: 7461 } as const;

export interface CounterOptions extends Pick<DeviceContextOptions, "onAsk"> {
  readonly reader?: ReaderSettingsInput;
  readonly store?: ReaderStore;
  readonly parameters?: typeof sandboxParameters | null;
  /** Every piece of bytes that passes on the wire. */
  readonly tap?: (bytes: Uint8Array) => void;
}

export interface Counter extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly links: MemoryLinks;
  readonly reader: VirtualReader;
  readonly events: readonly ReaderEvent[];
  readonly session: ReaderSession;
  readonly context: TestDeviceContext;
  read(changes?: Partial<ReadRequest>, signal?: AbortSignal): Promise<ReadResult>;
}

/** What is asked for when a test says nothing else. */
export const saleRead: ReadRequest = {
  attemptId: attemptId("attempt-1"),
  kind: "sale",
  amount: { amountMinor: 1200, currency: "EUR" },
  cashbackMinor: 0,
  entries: ["chip", "contactless", "swipe", "fallback-swipe", "manual"],
  mode: "full",
  timeoutMs: 60_000,
};

/** Opens a counter with the sandbox's parameters loaded. */
export async function openCounter(options: CounterOptions = {}): Promise<Counter> {
  const clock = createVirtualClock();
  const links = createMemoryLinks({ clock });
  const events: ReaderEvent[] = [];
  const reader = await createVirtualReader({
    clock,
    random: createSeededRandom(7),
    store: options.store ?? memoryReaderStore(),
    ...(options.reader && { settings: options.reader }),
    onEvent: (event) => void events.push(event),
  });
  links.listen(address, (link) => reader.attach(link));
  const tap = options.tap;
  const connect: DeviceContextOptions["connect"] = async (to, signal) => {
    const link = await links.connect(to, signal);
    if (tap === undefined || link.kind !== "byte") return link;
    async function* incoming(): AsyncGenerator<Uint8Array> {
      if (link.kind !== "byte") return;
      for await (const piece of link.incoming) {
        tap?.(piece);
        yield piece;
      }
    }
    return { ...link, incoming: incoming(), [Symbol.asyncDispose]: () => link[Symbol.asyncDispose]() };
  };
  const context = createDeviceContext({ clock, connect, ...(options.onAsk && { onAsk: options.onAsk }) });
  const session = await clock.runUntil(openReaderSession(context, readerSettingsSchema.parse({})));
  const { parameters = sandboxParameters } = options;
  const signal = new AbortController().signal;
  if (parameters !== null) await clock.runUntil(session.loadParameters(parameters, signal));
  return {
    clock,
    links,
    reader,
    events,
    session,
    context,
    read: (changes = {}, stop = signal) => clock.runUntil(session.read({ ...saleRead, ...changes }, stop)),
    async [Symbol.asyncDispose]() {
      context.stop();
      await session[Symbol.asyncDispose]();
      await reader[Symbol.asyncDispose]();
    },
  };
}

/** The examples of the README, as programs. */
import {
  createDeviceContext,
  createMemoryLinks,
  createSeededRandom,
  createVirtualClock,
  openTerminal,
} from "@tillwire/plugin-test";
import type { ReadResult, TerminalSession } from "@tillwire/plugin-api";
import { attemptId } from "@tillwire/plugin-api";
import plugin from "../src/index.ts";
import readerPlugin from "../src/reader.ts";
import { readerSettingsSchema } from "../src/reader-plugin/settings.ts";
import {
  createVirtualReader,
  createVirtualTerminal,
  ledgerTotals,
  listenVirtualTerminal,
  liveApprovals,
  memoryLedger,
  memoryReaderStore,
  readLedger,
  sandboxParameters,
} from "../src/virtual/index.ts";
import type { ListeningTerminal } from "../src/virtual/index.ts";

export async function listen(ledgerFile: string): Promise<ListeningTerminal> {
  // #region listen
  const listening = await listenVirtualTerminal({
    ledgerFile,
    port: Number(process.env["PORT"] ?? 7460),
    settings: { level: "B" },
    onEvent: ({ type, text }) => console.log(`${type}: ${text}`),
  });
  // #endregion
  return listening;
}

export async function openInMemory(): Promise<TerminalSession> {
  // #region memory
  const clock = createVirtualClock();
  const links = createMemoryLinks();
  const ledger = memoryLedger();
  const terminal = await createVirtualTerminal({ clock, ledger });
  links.listen({ transport: "tcp", host: "127.0.0.1", port: 7460 }, (link) => terminal.attach(link));
  const { session } = await openTerminal(plugin, { clock, connect: links.connect });
  // #endregion
  return session;
}

export async function audit(ledgerFile: string): Promise<void> {
  // #region audit
  const entries = await readLedger(ledgerFile);
  for (const { reference, authorizedMinor, currency, committed } of liveApprovals(entries)) {
    console.log(reference, authorizedMinor, currency, committed ? "kept" : "waits for its commit");
  }
  console.log(ledgerTotals(entries));
  // #endregion
}

export async function readCard(): Promise<ReadResult> {
  // #region reader
  const clock = createVirtualClock();
  const links = createMemoryLinks();
  const random = createSeededRandom(1);
  const reader = await createVirtualReader({ clock, random, store: memoryReaderStore() });
  links.listen({ transport: "tcp", host: "127.0.0.1", port: 7461 }, (link) => reader.attach(link));
  const context = createDeviceContext({ clock, connect: links.connect });
  const settings = readerSettingsSchema.parse({});
  const session = await clock.runUntil(readerPlugin.open(context, settings));

  const { signal } = new AbortController();
  await clock.runUntil(session.loadParameters(sandboxParameters, signal));
  reader.shopNext("offline-pin");
  const reading = session.read(
    {
      attemptId: attemptId("attempt-1"),
      kind: "sale",
      amount: { amountMinor: 1250, currency: "EUR" },
      cashbackMinor: 0,
      entries: ["chip"],
      mode: "full",
      timeoutMs: 60_000,
    },
    signal,
  );
  const result = await clock.runUntil(reading);
  // #endregion
  await session[Symbol.asyncDispose]();
  await reader[Symbol.asyncDispose]();
  return result;
}

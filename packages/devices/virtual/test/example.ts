/** The examples of the README, as programs. */
import { createMemoryLinks, createVirtualClock, openTerminal } from "@tillwire/plugin-test";
import type { TerminalSession } from "@tillwire/plugin-api";
import plugin from "../src/index.ts";
import {
  createVirtualTerminal,
  ledgerTotals,
  listenVirtualTerminal,
  liveApprovals,
  memoryLedger,
  readLedger,
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

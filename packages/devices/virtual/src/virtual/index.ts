/**
 * `@tillwire/device-virtual/virtual`: the terminal at the other end of the wire, for tests and demonstrations.
 *
 * @packageDocumentation
 */
export { behaviorOf, behaviors, behaviorsByDigits } from "./behaviors.ts";
export type { Behavior, BehaviorName } from "./behaviors.ts";
export type { KeyedSale } from "./core/key-in.ts";
export { ledgerTotals, liveApprovals } from "./ledger/audit.ts";
export type { LedgerTotals, LiveApproval, Total } from "./ledger/audit.ts";
export type { LedgerEntry } from "./ledger/entry.ts";
export { openLedgerFile, readLedger } from "./ledger/file.ts";
export { memoryLedger } from "./ledger/store.ts";
export type { LedgerStore } from "./ledger/store.ts";
export type { TerminalSettings, TerminalSettingsInput } from "./settings.ts";
export type { TerminalEvent } from "./shell/events.ts";
export { listenVirtualTerminal } from "./shell/listen.ts";
export type { ListeningTerminal, ListenOptions } from "./shell/listen.ts";
export { createVirtualTerminal } from "./shell/terminal.ts";
export type { VirtualTerminal, VirtualTerminalOptions } from "./shell/terminal.ts";

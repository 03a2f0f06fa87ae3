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
export { createVirtualCard, type VirtualCard } from "./card/card.ts";
export { cardImage, cardNames, type CardName } from "./card/cards.ts";
export type { CardFaults } from "./card/faults.ts";
export type { CardImage } from "./card/image.ts";
export { listenVirtualReader, type ListeningReader, type ReaderListenOptions } from "./reader/listen.ts";
export { parametersHash } from "./reader/parameters.ts";
export { createVirtualReader } from "./reader/reader.ts";
export type { ReaderEvent, VirtualReader, VirtualReaderOptions } from "./reader/reader.ts";
export { sandboxParameters } from "./reader/sandbox-parameters.ts";
export type { ReaderSettings, ReaderSettingsInput } from "./reader/settings.ts";
export { shopperPlans, type NamedPlan, type PlanName, type ShopperPlan } from "./reader/shopper.ts";
export { fileReaderStore, memoryReaderStore, type ReaderState, type ReaderStore } from "./reader/store.ts";
export type { TerminalSettings, TerminalSettingsInput } from "./settings.ts";
export type { TerminalEvent } from "./shell/events.ts";
export { listenVirtualTerminal } from "./shell/listen.ts";
export type { ListeningTerminal, ListenOptions } from "./shell/listen.ts";
export { createVirtualTerminal } from "./shell/terminal.ts";
export type { VirtualTerminal, VirtualTerminalOptions } from "./shell/terminal.ts";

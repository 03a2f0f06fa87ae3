/** A virtual terminal, the plugin and a network in memory between them, on one virtual clock. */
import type {
  AttemptOutcome,
  LookupRequest,
  References,
  ReverseRequest,
  SaleRequest,
  TerminalSession,
} from "@tillwire/plugin-api";
import { attemptId } from "@tillwire/plugin-api";
import { createMemoryLinks, createVirtualClock, openTerminal } from "@tillwire/plugin-test";
import type { DeviceContextOptions, MemoryLinks, TestTerminal, VirtualClock } from "@tillwire/plugin-test";
import plugin from "../../src/index.ts";
import { createVirtualTerminal, liveApprovals, memoryLedger } from "../../src/virtual/index.ts";
import type {
  LedgerEntry,
  LedgerStore,
  LiveApproval,
  TerminalEvent,
  TerminalSettingsInput,
  VirtualTerminal,
} from "../../src/virtual/index.ts";

import { breakingConnect } from "./faulty-links.ts";
import type { Cut } from "./faulty-links.ts";

const address = { transport: "tcp", host: "127.0.0.1", port: 7460 } as const;

/** Nobody waits for a shopper in a test. */
export const atOnce = { presentMs: 0, pinMs: 0, processMs: 0, removeMs: 0 } as const;

type Verdicts = Pick<DeviceContextOptions, "onSettle" | "seed">;

export interface WorldOptions extends Verdicts {
  readonly terminal?: TerminalSettingsInput;
  readonly link?: { readonly pieceBytes?: readonly number[]; readonly delayMs?: number };
  readonly settings?: Record<string, unknown>;
  /** Connections that break, in order; one that is undefined, and all after the last, do not. */
  readonly cuts?: readonly (Cut | undefined)[];
}

export interface World extends AsyncDisposable {
  readonly clock: VirtualClock;
  readonly links: MemoryLinks;
  readonly ledger: LedgerStore;
  readonly terminal: VirtualTerminal;
  readonly events: readonly TerminalEvent[];
  readonly opened: TestTerminal;
  readonly session: TerminalSession;
  entries(): Promise<readonly LedgerEntry[]>;
  /** Types of the entries about a reference. */
  story(reference: string): Promise<readonly string[]>;
  live(): Promise<readonly LiveApproval[]>;
  sell(request: SaleRequest, signal?: AbortSignal): Promise<AttemptOutcome>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const clock = createVirtualClock();
  const links = createMemoryLinks({ clock, ...options.link });
  const ledger = memoryLedger();
  const events: TerminalEvent[] = [];
  const terminal = await createVirtualTerminal({
    clock,
    ledger,
    settings: { pacing: atOnce, ...options.terminal },
    onEvent: (event) => void events.push(event),
  });
  links.listen(address, (link) => terminal.attach(link));
  const { onSettle, seed, settings = {} } = options;
  const opened = await openTerminal(plugin, {
    clock,
    connect: breakingConnect(links, options.cuts ?? []),
    settings: settings as never,
    ...(onSettle && { onSettle }),
    ...(seed !== undefined && { seed }),
  });
  const { session } = opened;
  return {
    clock,
    links,
    ledger,
    terminal,
    events,
    opened,
    session,
    entries: () => ledger.read(),
    story: async (reference) =>
      (await ledger.read()).flatMap((entry) =>
        "reference" in entry && entry.reference === reference ? [entry.type] : [],
      ),
    live: async () => liveApprovals(await ledger.read()),
    sell: (request, signal = new AbortController().signal) => clock.runUntil(session.execute(request, signal)),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await clock.runUntil(Promise.resolve(terminal[Symbol.asyncDispose]()));
    },
  };
}

export const never = new AbortController().signal;

let sales = 0;

function references(transaction: string): References {
  return { transaction };
}

/** A sale of that many cents, with a reference of its own. */
export function saleOf(amountMinor: number, change: Partial<SaleRequest> = {}): SaleRequest {
  sales += 1;
  return {
    operation: "sale",
    attemptId: attemptId(`at_${String(sales).padStart(8, "0")}`),
    references: references(`TX${String(sales).padStart(18, "0")}`),
    amount: { amountMinor, currency: "EUR" },
    partialApproval: false,
    ...change,
  };
}

export function referenceOf({ references: { transaction = "" } }: { readonly references: References }): string {
  return transaction;
}

export function lookupOf({ attemptId: id, references: names, amount }: SaleRequest): LookupRequest {
  return { attemptId: id, references: names, operation: "sale", amount };
}

export function reversalOf({ attemptId: id, references: names, amount }: SaleRequest): ReverseRequest {
  return { attemptId: id, references: names, amount, reason: "no-answer" };
}

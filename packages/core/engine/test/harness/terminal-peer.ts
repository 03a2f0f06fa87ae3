/** The terminal itself: what it does with a request that has arrived, and what it says when it is asked. */
import type { Approved, LookupResult, ReverseResult, SaleRequest, SettleVerdict } from "@tillwire/plugin-api";
import { approvalOf } from "./approvals.ts";
import { nameOf, outcomeOf, stateOf } from "./terminal-ledger.ts";
import type { LedgerEntry, LedgerState } from "./terminal-ledger.ts";
import type { SalePlan, TerminalTraits } from "./terminal-traits.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What a terminal says by itself. */
export interface PeerEvents {
  onCard(entry: LedgerEntry): void;
  /** Does the signature match? The answer comes by `hearSignature`, or never. */
  onSignature(entry: LedgerEntry): void;
  /** It is about to commit. False when nobody is there to hear it. */
  onAsking(entry: LedgerEntry, approval: Approved): boolean;
  onEnded(entry: LedgerEntry): void;
}

/** A terminal. */
export interface TerminalPeer {
  readonly ledger: readonly LedgerEntry[];
  arrive(request: SaleRequest, plan: SalePlan): void;
  hearSignature(entry: LedgerEntry, matches: boolean): void;
  hearVerdict(entry: LedgerEntry, verdict: SettleVerdict): void;
  /** The line broke before a verdict came. */
  hearNothing(entry: LedgerEntry): void;
  hearCancel(name: string): void;
  lookUp(name: string): LookupResult;
  undo(name: string): ReverseResult;
  reboot(): void;
  /** An approval for a request that never came from the bridge, and that the terminal asks the bridge to commit. */
  approveStray(request: SaleRequest, plan: SalePlan): void;
  /** A cashier keys a sale in by hand: charged at once, without our references. Not while the terminal works. */
  keyIn(request: SaleRequest, plan: SalePlan): void;
}

/** How long a terminal waits before it asks again whether to commit. */
const askAgainMs = 2_000;
/** How long it waits for a signature to be checked. */
const signatureWaitMs = 60_000;

/** Makes a terminal. */
export function createTerminalPeer(traits: TerminalTraits, clock: VirtualClock, events: PeerEvents): TerminalPeer {
  const ledger: LedgerEntry[] = [];
  const refused = new Set<string>();
  const find = (name: string): LedgerEntry | undefined => ledger.findLast((entry) => nameOf(entry.references) === name);
  const busy = (): boolean => ledger.some((entry) => stateOf(entry) === "working" || stateOf(entry) === "asking");

  function enter(entry: LedgerEntry, state: LedgerState): void {
    entry.history.push({ stamp: clock.stamp(), state });
  }

  function end(entry: LedgerEntry, state: LedgerState): void {
    enter(entry, state);
    events.onEnded(entry);
  }

  function open(request: SaleRequest, plan: SalePlan): LedgerEntry {
    const entry: LedgerEntry = { references: request.references, request, plan, history: [] };
    ledger.push(entry);
    return entry;
  }

  function arrive(request: SaleRequest, plan: SalePlan): void {
    const takes = !busy() && !refused.has(nameOf(request.references));
    const entry = open(request, plan);
    if (!takes) return end(entry, "failed");
    enter(entry, "working");
    events.onCard(entry);
    clock.after(plan.thinkMs, () => {
      if (stateOf(entry) !== "working") return;
      if (!plan.asksSignature) return conclude(entry);
      clock.after(signatureWaitMs, () => hearSignature(entry, false));
      events.onSignature(entry);
    });
  }

  function hearSignature(entry: LedgerEntry, matches: boolean): void {
    if (stateOf(entry) !== "working") return;
    if (matches) conclude(entry);
    else end(entry, "declined");
  }

  function conclude(entry: LedgerEntry): void {
    switch (entry.plan.outcome) {
      case "decline":
        return end(entry, "declined");
      case "shopper-cancels":
        return end(entry, "canceled");
      case "fail":
        return end(entry, "failed");
      case "approve":
      case "approve-with-tip":
      case "approve-part":
      case "approve-other-amount":
      case "approve-other-currency":
        return approve(entry);
    }
  }

  function approve(entry: LedgerEntry): void {
    entry.approval = approvalOf(entry.request, entry.plan.outcome, ledger.indexOf(entry));
    if (traits.commits === "at-once") return end(entry, "live");
    enter(entry, "asking");
    ask(entry);
  }

  function ask(entry: LedgerEntry): void {
    const { approval } = entry;
    if (approval && stateOf(entry) === "asking" && !events.onAsking(entry, approval)) hearNothing(entry);
  }

  function hearNothing(entry: LedgerEntry): void {
    if (stateOf(entry) !== "asking") return;
    if (traits.unheard === "undo") end(entry, "undone");
    else clock.after(askAgainMs, () => ask(entry));
  }

  function lookUp(name: string): LookupResult {
    if (traits.level === "D") return { kind: "cannot", reason: "This terminal keeps nothing that can be asked for." };
    const entry = traits.level === "C" ? lastEntry() : find(name);
    if (traits.level === "C" && (!entry || nameOf(entry.references) !== name)) return showLast(entry);
    if (!entry) {
      if (traits.refusesLateArrival) refused.add(name);
      return { kind: "not-found" };
    }
    const outcome = outcomeOf(entry);
    return outcome === "in-progress" ? { kind: "in-progress" } : { kind: "found", outcome };
  }

  /** A terminal of level C remembers the last sale only; one that it refused to begin does not count. */
  function lastEntry(): LedgerEntry | undefined {
    return ledger.findLast(({ history }) => history[0]?.state === "working" || history[0]?.state === "live");
  }

  function showLast(last: LedgerEntry | undefined): LookupResult {
    if (!last) return { kind: "last-is-other", reason: "It has nothing to repeat." };
    const reason = `It shows a sale of ${last.request.amount.amountMinor}.`;
    const ours = nameOf(last.references) !== "";
    return { kind: "last-is-other", reason, ...(ours && { references: last.references }) };
  }

  function undo(name: string): ReverseResult {
    const entry = find(name);
    const state = entry && stateOf(entry);
    if (!entry && traits.refusesLateArrival) refused.add(name);
    if (state === "working") return { kind: "unknown", code: "DEVICE_BUSY", message: "The terminal is still at it." };
    if (state === "reversed") return { kind: "done" };
    if (!entry || (state !== "live" && state !== "asking")) return { kind: "not-found" };
    if (traits.reverses === "refuses") return { kind: "refused", reason: "The batch is closed." };
    end(entry, "reversed");
    return { kind: "done", hostReference: "R1" };
  }

  return {
    ledger,
    arrive,
    hearSignature,
    hearNothing,
    lookUp,
    undo,
    hearVerdict(entry, verdict) {
      if (stateOf(entry) === "asking") end(entry, verdict === "keep" ? "live" : "undone");
    },
    hearCancel(name) {
      const entry = find(name);
      if (entry && stateOf(entry) === "working" && entry.plan.hearsCancel) end(entry, "canceled");
    },
    reboot() {
      for (const entry of ledger) if (stateOf(entry) === "working") enter(entry, "failed");
    },
    approveStray(request, plan) {
      const entry = open(request, plan);
      enter(entry, "working");
      approve(entry);
    },
    keyIn(request, plan) {
      if (busy()) return;
      const entry = open(request, plan);
      entry.approval = approvalOf(request, "approve", ledger.indexOf(entry));
      enter(entry, "live");
    },
  };
}

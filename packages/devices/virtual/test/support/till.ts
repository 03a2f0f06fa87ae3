/**
 * Plays the bridge as far as a terminal plugin sees it: decides approvals once for all, and asks until it knows. Then it
 * compares what it was told with the terminal's ledger, which is all that an auditor would read.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { AttemptOutcome, LookupResult, SaleRequest, SettleRequest, SettleVerdict } from "@tillwire/plugin-api";
import { expect } from "vitest";
import { liveApprovals } from "../../src/virtual/index.ts";
import type { LedgerEntry } from "../../src/virtual/index.ts";
import { lookupOf, never, referenceOf } from "./world.ts";
import type { World } from "./world.ts";

/** What a till knows of a sale. `nothing`: it could not be sent. */
export type Knowledge = AttemptOutcome | { readonly kind: "nothing" };

/** How long a till asks before it gives up: longer than any terminal here waits for a commit. */
const ASK_TIMES = 60;
const ASK_EVERY_MS = 2_000;

export interface Till {
  readonly known: ReadonlyMap<string, Knowledge>;
  decide(request: SettleRequest): SettleVerdict;
  /** Takes the answer to a sale, and asks until it is final; at level D it stays unknown. */
  conclude(world: World, request: SaleRequest, selling: Promise<AttemptOutcome>): Promise<Knowledge>;
}

export function createTill(wanted: SettleVerdict): Till {
  const known = new Map<string, Knowledge>();
  const decided = new Map<string, SettleVerdict>();

  function decide({ references, outcome }: SettleRequest): SettleVerdict {
    const reference = referenceOf({ references });
    const final = known.get(reference);
    if (final !== undefined && final.kind !== "unknown") return final.kind === "approved" ? "keep" : "undo";
    const verdict = decided.get(reference) ?? (fits(outcome) ? wanted : "undo");
    decided.set(reference, verdict);
    return verdict;
  }
  async function conclude(world: World, request: SaleRequest, selling: Promise<AttemptOutcome>): Promise<Knowledge> {
    let knowledge = await answerOf(world, selling);
    expectTrueNow(knowledge, referenceOf(request), await world.entries());
    const { level } = world.terminal.settings; // a terminal of level D cannot be asked
    for (let times = 0; knowledge.kind === "unknown" && level !== "D" && times < ASK_TIMES; times++) {
      await world.clock.advance(ASK_EVERY_MS);
      knowledge = await lookUp(world, request, known);
      expectTrueNow(knowledge, referenceOf(request), await world.entries());
    }
    known.set(referenceOf(request), knowledge);
    return knowledge;
  }
  return { known, decide, conclude };
}

/** As the engine judges: the whole amount, or a part. */
function fits(outcome: AttemptOutcome): boolean {
  return outcome.kind === "approved" && outcome.breakdown.authorizedMinor <= outcome.breakdown.requestedMinor;
}

async function answerOf(world: World, selling: Promise<AttemptOutcome>): Promise<Knowledge> {
  try {
    return await world.clock.runUntil(selling);
  } catch (thrown) {
    if (TillwireError.is(thrown) && thrown.effect === "none") return { kind: "nothing" };
    throw thrown; // a sale answers, or was not sent
  }
}

async function lookUp(world: World, request: SaleRequest, earlier: Till["known"]): Promise<Knowledge> {
  const unknown = { kind: "unknown", code: "LINK_LOST", message: "Not known yet." } as const;
  let result: LookupResult;
  try {
    result = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
  } catch (thrown) {
    if (TillwireError.is(thrown)) return unknown; // it is asked again
    throw thrown;
  }
  switch (result.kind) {
    case "found":
      return result.outcome;
    case "not-found":
      return neverCarriedOut;
    case "last-is-other": // the proof that the engine goes by: an earlier sale of ours is the last that there was
      return result.references && earlier.has(referenceOf({ references: result.references }))
        ? neverCarriedOut
        : unknown;
    case "in-progress":
    case "cannot":
      return unknown;
  }
}

const neverCarriedOut = { kind: "failed", code: "NOT_COMPLETED", message: "Never carried out." } as const;

/** What is said for certain is so in the very moment: not only because the terminal will undo it in the end. */
function expectTrueNow(knowledge: Knowledge, reference: string, entries: readonly LedgerEntry[]): void {
  const story = entries.flatMap((entry) => ("reference" in entry && entry.reference === reference ? [entry.type] : []));
  switch (knowledge.kind) {
    case "unknown":
      return;
    case "approved":
      return expect(story.at(-1), `${reference} is said to be approved`).toBe("committed");
    case "nothing":
      return expect(story, `${reference} is said not to have been sent`).toEqual([]);
    case "declined":
    case "canceled":
    case "failed":
      expect(["requested", "approved", "committed"], `${reference} is said not to be charged`).not.toContain(
        story.at(-1),
      );
  }
}

/**
 * May a sale stay unknown for good? Always where the terminal cannot be asked; and where it repeats its last one only,
 * when somebody keyed one in by hand, or when it had none to repeat: neither this one nor an earlier one of ours ran.
 */
function mayStayUnknown(reference: string, { known }: Till, entries: readonly LedgerEntry[]): boolean {
  const ran = entries.flatMap((entry) => (entry.type === "requested" ? [entry.reference] : []));
  const asked = [...known.keys()];
  const sofar = asked.slice(0, asked.indexOf(reference) + 1);
  return ran.some((name) => name.startsWith("KEYED")) || !sofar.some((name) => ran.includes(name));
}

/** Once nothing is under way any more: what was said, and what the ledger says, agree. */
export function expectAgreement(till: Till, entries: readonly LedgerEntry[], level: "B" | "C" | "D"): void {
  const live = new Map(liveApprovals(entries).map((approval) => [approval.reference, approval]));
  for (const approval of live.values()) expect(approval.committed, `${approval.reference} is still open`).toBe(true);
  for (const [reference, knowledge] of till.known) {
    const approval = live.get(reference);
    if (knowledge.kind === "approved") {
      expect(approval?.authorizedMinor, `${reference} was said to be approved`).toBe(
        knowledge.breakdown.authorizedMinor,
      );
    } else if (knowledge.kind === "unknown") {
      const may = level === "D" || (level === "C" && mayStayUnknown(reference, till, entries));
      expect(may, `${reference} stayed unknown`).toBe(true);
    } else expect(approval, `${reference} was said not to be charged (${knowledge.kind})`).toBeUndefined();
    const approvals = entries.filter((entry) => entry.type === "approved" && entry.reference === reference);
    expect(approvals.length, `${reference} was approved more than once`).toBeLessThanOrEqual(1);
  }
}

/**
 * Random trouble, many times: connections that break, bytes in odd pieces, delays, restarts, wishes to cancel, aborts,
 * and terminals that behave as badly as they can. The till's knowledge and the terminal's ledger always agree.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { behaviors } from "../../src/virtual/index.ts";
import type { BehaviorName } from "../../src/virtual/index.ts";
import type { Cut } from "../support/faulty-links.ts";
import { createTill, expectAgreement } from "../support/till.ts";
import { createWorld, saleOf } from "../support/world.ts";
import type { World } from "../support/world.ts";

const timeouts = { answerMs: 8_000, inquiryMs: 2_000, pingEveryMs: 3_000, pongMs: 1_000, reconnectLongestMs: 2_000 };

// The keys of the table, which Object.keys gives as plain strings.
const behaviorNames = Object.keys(behaviors) as BehaviorName[];

const cutArbitrary: fc.Arbitrary<Cut | undefined> = fc.option(
  fc.record({ from: fc.constantFrom("near", "far"), afterBytes: fc.integer({ min: 1, max: 5_000 }) }),
  { nil: undefined, freq: 2 },
);

const moment = fc.option(fc.integer({ min: 0, max: 9_000 }), { nil: undefined, freq: 2 });

const saleArbitrary = fc.record({
  behavior: fc.oneof({ weight: 1, arbitrary: fc.constant<BehaviorName>("approve") }, fc.constantFrom(...behaviorNames)),
  partialApproval: fc.boolean(),
  abortAfterMs: moment,
  cancelAfterMs: moment,
  rebootAfterMs: moment,
  cutAfterMs: moment,
  keyInAfterMs: moment,
});

const scheduleArbitrary = fc.record({
  level: fc.constantFrom("B" as const, "C" as const, "D" as const),
  verdict: fc.constantFrom("keep" as const, "undo" as const),
  decideMs: fc.constantFrom(0, 0, 500, 6_000),
  pieceBytes: fc.constantFrom([], [1], [3, 1, 200], [5]),
  delayMs: fc.constantFrom(0, 1, 300),
  paceMs: fc.constantFrom(0, 10, 700),
  cuts: fc.array(cutArbitrary, { maxLength: 4 }),
  sales: fc.array(saleArbitrary, { minLength: 1, maxLength: 3 }),
});

type Schedule = typeof scheduleArbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type PlannedSale = Schedule["sales"][number];

async function play({ level, verdict, decideMs, pieceBytes, delayMs, paceMs, cuts, sales }: Schedule): Promise<void> {
  const till = createTill(verdict);
  await using world: World = await createWorld({
    terminal: {
      level,
      commitTimeoutMs: 12_000,
      cardTimeoutMs: 4_000,
      lateMs: 4_000,
      hangMs: 6_000,
      pacing: { presentMs: paceMs, pinMs: paceMs, processMs: paceMs, removeMs: paceMs },
    },
    settings: { timeouts },
    link: { delayMs, pieceBytes },
    // The first connection only opens the session; the sales have the trouble.
    cuts: [undefined, ...cuts],
    onSettle: async (request) => {
      if (decideMs > 0) await world.clock.sleep(decideMs);
      return till.decide(request);
    },
  });
  world.links.pairs[0]?.cut();
  await world.clock.advance(5_000);
  for (const planned of sales) await sell(world, planned);
  await world.clock.advance(30_000);
  expectAgreement(till, await world.entries(), level);

  async function sell({ clock, session, terminal }: World, planned: PlannedSale): Promise<void> {
    await clock.runUntil(terminal.behaveNext(planned.behavior));
    const request = saleOf(1000, { partialApproval: planned.partialApproval });
    const giveUp = new AbortController();
    const done = new AbortController();
    const after = (afterMs: number | undefined, act: () => unknown): void => {
      if (afterMs !== undefined) clock.sleep(afterMs, done.signal).then(act, () => undefined); // the sale is over
    };
    const selling = session.execute(request, giveUp.signal);
    after(planned.abortAfterMs, () => giveUp.abort());
    after(planned.cancelAfterMs, () => session.cancel(request, done.signal).catch(() => undefined)); // a wish
    after(planned.rebootAfterMs, () => terminal.powerCycle());
    after(planned.keyInAfterMs, () => terminal.keyIn({ amountMinor: 700, currency: "EUR" }));
    after(planned.cutAfterMs, () => world.links.pairs.at(-1)?.cut());
    await till.conclude(world, request, selling);
    done.abort();
  }
}

test("whatever breaks, nobody is told what is not so", { timeout: 300_000 }, async () => {
  await fc.assert(fc.asyncProperty(scheduleArbitrary, play), { numRuns: 300 });
});

test("and an honest terminal on a good line is never unknown", { timeout: 60_000 }, async () => {
  await using world = await createWorld();
  for (const behavior of behaviorNames) {
    const { trouble, answering, issuer } = behaviors[behavior] as {
      trouble?: object;
      answering: string;
      issuer: unknown;
    };
    if (trouble !== undefined || !["plainly", "late", "twice"].includes(answering) || issuer === "more") continue;
    await world.terminal.behaveNext(behavior);
    expect((await world.sell(saleOf(1000))).kind, behavior).not.toBe("unknown");
  }
});

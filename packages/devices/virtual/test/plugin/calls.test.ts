/** Cancel, abort, lookup and reversal, and the levels that allow them. */
import type { ReverseResult, SaleRequest } from "@tillwire/plugin-api";
import { assert, describe, expect, test } from "vitest";
import { createWorld, lookupOf, never, referenceOf, reversalOf, saleOf } from "../support/world.ts";
import type { World } from "../support/world.ts";

const slow = { presentMs: 1_000, pinMs: 1_000, processMs: 1_000, removeMs: 1_000 } as const;

function reversing({ session }: World, request: SaleRequest): Promise<ReverseResult> {
  assert(session.reverse !== undefined);
  return session.reverse(reversalOf(request), never);
}

describe("cancel", () => {
  test("stops a sale that waits for the card", async () => {
    await using world = await createWorld({ terminal: { pacing: slow } });
    const request = saleOf(1000);
    const selling = world.session.execute(request, never);
    await world.clock.advance(500);
    await world.clock.runUntil(world.session.cancel(request, never));
    expect(await world.clock.runUntil(selling)).toEqual({ kind: "canceled", by: "pos" });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "canceled"]);
  });

  test("comes too late once the issuer was asked; the approval wins", async () => {
    await using world = await createWorld({ terminal: { pacing: slow } });
    const request = saleOf(1000);
    const selling = world.session.execute(request, never);
    await world.clock.advance(2_500);
    await world.clock.runUntil(world.session.cancel(request, never));
    expect(await world.clock.runUntil(selling)).toMatchObject({ kind: "approved" });
  });

  test("says canceled when the engine had an approval undone for it", async () => {
    await using world = await createWorld({ terminal: { pacing: slow }, onSettle: () => "undo" });
    const request = saleOf(1000);
    const selling = world.session.execute(request, never);
    await world.clock.advance(2_500);
    await world.clock.runUntil(world.session.cancel(request, never));
    expect(await world.clock.runUntil(selling)).toEqual({ kind: "canceled", by: "pos" });
    expect(await world.live()).toEqual([]);
  });

  test("before the sale was sent: it never is", async () => {
    await using world = await createWorld({ link: { delayMs: 50 } });
    world.links.pairs[0]?.cut();
    const request = saleOf(1000);
    await world.clock.advance(0);
    const selling = world.session.execute(request, never);
    await world.session.cancel(request, never);
    expect(await world.clock.runUntil(selling)).toEqual({ kind: "canceled", by: "pos" });
    expect(await world.story(referenceOf(request))).toEqual([]);
  });

  test("without a connection: rejects without effect", async () => {
    await using world = await createWorld();
    world.links.pairs[0]?.cut();
    await world.clock.advance(0);
    await expect(world.session.cancel(saleOf(1000), never)).rejects.toMatchObject({
      code: "LINK_LOST",
      effect: "none",
    });
  });
});

describe("abort", () => {
  test("before anything was sent: rejects without effect", async () => {
    await using world = await createWorld();
    const request = saleOf(1000);
    await expect(world.sell(request, AbortSignal.abort())).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
    expect(await world.story(referenceOf(request))).toEqual([]);
  });

  test("asks the terminal to stop, and takes its answer", async () => {
    await using world = await createWorld({ terminal: { pacing: slow } });
    const request = saleOf(1000);
    const controller = new AbortController();
    const selling = world.session.execute(request, controller.signal);
    await world.clock.advance(500);
    controller.abort();
    expect(await world.clock.runUntil(selling)).toEqual({ kind: "canceled", by: "pos" });
  });

  test("ends as unknown, in time, when the terminal says nothing", async () => {
    await using world = await createWorld({ settings: { timeouts: { abortGraceMs: 2_000 } } });
    const controller = new AbortController();
    const selling = world.session.execute(saleOf(1061), controller.signal);
    await world.clock.advance(500);
    controller.abort();
    const abortedMs = world.clock.monotonicMs();
    expect(await world.clock.runUntil(selling)).toMatchObject({ kind: "unknown", code: "ABORTED" });
    expect(world.clock.monotonicMs() - abortedMs).toBe(2_000);
  });

  test("of a lookup: rejects; asked again it answers", async () => {
    await using world = await createWorld({ link: { delayMs: 1_000 } });
    const request = saleOf(1000);
    await world.sell(request);
    const controller = new AbortController();
    const looking = world.session.lookup(lookupOf(request), controller.signal);
    controller.abort();
    await expect(world.clock.runUntil(looking)).rejects.toMatchObject({ code: "ABORTED" });
    const found = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(found).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
  });
});

describe("level B", () => {
  test("not found is said once for all: the reference is barred", async () => {
    await using world = await createWorld();
    const request = saleOf(1000);
    const lookUp = () => world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(await lookUp()).toEqual({ kind: "not-found" });
    expect(await lookUp()).toEqual({ kind: "not-found" });
    expect(await world.story(referenceOf(request))).toEqual(["barred"]);
  });

  test("a reversal undoes a committed sale, once, and says done each time", async () => {
    await using world = await createWorld();
    const request = saleOf(1000);
    await world.sell(request);
    const reverse = () => world.clock.runUntil(reversing(world, request));
    expect(await reverse()).toEqual({ kind: "done" });
    expect(await reverse()).toEqual({ kind: "done" });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "committed", "reversed"]);
    const found = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(found).toMatchObject({ kind: "found", outcome: { kind: "failed", code: "REVERSED" } });
  });

  test("a reversal of what never came bars it", async () => {
    await using world = await createWorld();
    const request = saleOf(1000);
    expect(await world.clock.runUntil(reversing(world, request))).toEqual({ kind: "not-found" });
    expect(await world.sell(request)).toMatchObject({ kind: "failed", code: "DEVICE_REFUSED" });
  });

  test("a reversal stops a sale that runs", async () => {
    await using world = await createWorld({ terminal: { pacing: slow } });
    const request = saleOf(1000);
    const selling = world.session.execute(request, never);
    await world.clock.advance(2_500);
    expect(await world.clock.runUntil(reversing(world, request))).toEqual({ kind: "done" });
    expect(await world.clock.runUntil(selling)).toEqual({ kind: "canceled", by: "pos" });
  });

  test("a reversal that does not get through is unknown", async () => {
    await using world = await createWorld({ settings: { timeouts: { inquiryMs: 500 } } });
    world.links.pairs[0]?.silence();
    expect(await world.clock.runUntil(reversing(world, saleOf(1000)))).toMatchObject({
      kind: "unknown",
      code: "LINK_TIMEOUT",
    });
  });
});

describe("levels C and D", () => {
  test("C repeats the last one, if it is ours", async () => {
    await using world = await createWorld({ terminal: { level: "C" } });
    const [first, last] = [saleOf(1072), saleOf(1001)];
    await world.sell(first);
    const lookUp = (request: typeof first) => world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(await lookUp(first)).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
    await world.sell(last);
    expect(await lookUp(last)).toMatchObject({ kind: "found", outcome: { kind: "declined" } });
  });

  test("C never says that it was not found: it shows what it has, and a sale keyed in by hand hides ours", async () => {
    await using world = await createWorld({ terminal: { level: "C" } });
    const [first, hidden, lost] = [saleOf(1000), saleOf(1072), saleOf(1000)];
    const lookUp = (request: typeof first) => world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(await lookUp(first)).toEqual({ kind: "last-is-other", reason: "It has nothing to repeat." });
    await world.sell(first);
    expect(await lookUp(lost)).toMatchObject({ kind: "last-is-other", references: first.references });
    await world.sell(hidden);
    await world.clock.advance(1_000);
    await world.terminal.keyIn({ amountMinor: 725, currency: "EUR" });
    expect(await lookUp(hidden)).toEqual({
      kind: "last-is-other",
      references: { transaction: "KEYED000000003" },
      reason: "It shows KEYED000000003, 7.25 EUR, approved (VT000001-3).",
    });
  });

  test("C shows a foreign sale that it is at", async () => {
    await using world = await createWorld({ terminal: { level: "C", pacing: slow } });
    const running = saleOf(1000);
    const selling = world.session.execute(running, never);
    await world.clock.advance(500);
    const shown = await world.clock.runUntil(world.session.lookup(lookupOf(saleOf(1000)), never));
    expect(shown).toMatchObject({ kind: "last-is-other", references: running.references });
    await world.clock.runUntil(selling);
  });

  test("C says that it is in progress", async () => {
    await using world = await createWorld({ terminal: { level: "C", pacing: slow } });
    const request = saleOf(1000);
    const selling = world.session.execute(request, never);
    await world.clock.advance(500);
    expect(await world.clock.runUntil(world.session.lookup(lookupOf(request), never))).toEqual({ kind: "in-progress" });
    expect(await world.clock.runUntil(selling)).toMatchObject({ kind: "approved" });
  });

  test("D cannot tell", async () => {
    await using world = await createWorld({ terminal: { level: "D" } });
    expect(await world.session.lookup(lookupOf(saleOf(1000)), never)).toMatchObject({ kind: "cannot" });
  });

  test.each([
    ["B", true, { horizonMs: 0, refusesLateArrival: true }],
    ["C", false, { horizonMs: 0, refusesLateArrival: false }],
    ["D", false, { horizonMs: 0, refusesLateArrival: false }],
  ] as const)("level %s says what it can do", async (level, reverses, recovery) => {
    await using world = await createWorld({ terminal: { level }, settings: { level } });
    const { operations } = world.session.capabilities;
    expect(operations.sale).toEqual({ support: "native", recovery: { level, ...recovery } });
    expect(operations.reverse !== undefined).toBe(reverses);
    expect(world.session.reverse !== undefined).toBe(reverses);
  });

  test("a terminal of another level than the settings say is refused", async () => {
    await expect(createWorld({ terminal: { level: "C" }, settings: { level: "B" } })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      effect: "none",
    });
  });
});

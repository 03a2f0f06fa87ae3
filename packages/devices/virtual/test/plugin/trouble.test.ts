/** What a sale comes to when the connection or the terminal breaks, and that a lookup finds the truth afterwards. */
import { describe, expect, test } from "vitest";
import { createWorld, lookupOf, never, referenceOf, saleOf } from "../support/world.ts";
import type { World } from "../support/world.ts";

function lookUp(world: World, request: ReturnType<typeof saleOf>) {
  return world.clock.runUntil(world.session.lookup(lookupOf(request), never));
}

describe("the connection breaks", () => {
  test.each([
    [1071, ["requested", "approved", "committed"]],
    [1072, ["requested", "approved", "committed"]],
    [1073, ["requested", "approved", "committed"]],
  ])("%i cents: unknown, and the lookup finds the approval", async (amountMinor, story) => {
    await using world = await createWorld();
    const request = saleOf(amountMinor);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown", code: "LINK_LOST" });
    expect(await lookUp(world, request)).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
    expect(await world.story(referenceOf(request))).toEqual(story);
  });

  test("a lookup in the middle says that it is in progress", async () => {
    await using world = await createWorld({ terminal: { pacing: { processMs: 2_000 } } });
    const request = saleOf(1071);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown" });
    expect(await lookUp(world, request)).toEqual({ kind: "in-progress" });
    await world.clock.advance(2_000);
    expect(await lookUp(world, request)).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
  });

  test("tells that the device is lost, and that it is back", async () => {
    await using world = await createWorld();
    world.links.pairs[0]?.cut();
    await world.clock.advance(1_000);
    expect(world.opened.context.events).toEqual([
      expect.objectContaining({ type: "device-lost", code: "LINK_LOST" }),
      { type: "device-ready" },
    ]);
    expect(await world.sell(saleOf(1000))).toMatchObject({ kind: "approved" });
  });

  test("a cable that is pulled without a word is noticed by a ping", async () => {
    await using world = await createWorld({ settings: { timeouts: { pingEveryMs: 1_000, pongMs: 500 } } });
    world.links.pairs[0]?.silence();
    await world.clock.advance(1_500);
    expect(world.opened.context.events).toMatchObject([{ type: "device-lost", code: "LINK_TIMEOUT" }]);
  });

  test("what waits for its commit is settled as soon as the terminal is back, once", async () => {
    await using world = await createWorld();
    const request = saleOf(1072);
    await world.sell(request);
    await world.clock.advance(1_000);
    expect(world.opened.context.settled).toHaveLength(1);
    expect(await world.live()).toMatchObject([{ reference: referenceOf(request), committed: true }]);
  });

  test("what nobody wants any more is undone as soon as the terminal is back", async () => {
    await using world = await createWorld({ onSettle: () => "undo" });
    const request = saleOf(1072);
    await world.sell(request);
    await world.clock.advance(1_000);
    expect(await world.live()).toEqual([]);
    expect(await lookUp(world, request)).toMatchObject({
      kind: "found",
      outcome: { kind: "failed", code: "REVERSED" },
    });
  });
});

describe("the terminal breaks", () => {
  test("a restart before the issuer answered: nothing happened", async () => {
    await using world = await createWorld();
    const request = saleOf(1074);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown" });
    await expect(lookUp(world, request)).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE" });
    await world.clock.advance(10_000);
    expect(await lookUp(world, request)).toMatchObject({
      kind: "found",
      outcome: { kind: "failed", code: "NOT_COMPLETED" },
    });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "canceled"]);
  });

  test("a restart after the approval: it is still there", async () => {
    await using world = await createWorld();
    const request = saleOf(1076);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown" });
    await world.clock.advance(10_000);
    expect(await lookUp(world, request)).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "committed"]);
    expect((await world.entries()).filter(({ type }) => type === "booted")).toHaveLength(2);
  });

  test("a terminal that hangs is dropped by the ping; its approval is found when it is back", async () => {
    await using world = await createWorld({ settings: { timeouts: { pingEveryMs: 1_000, pongMs: 500 } } });
    const request = saleOf(1077);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown", code: "LINK_TIMEOUT" });
    await expect(lookUp(world, request)).rejects.toMatchObject({ effect: "none" });
    await world.clock.advance(40_000);
    expect(await lookUp(world, request)).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
  });

  test("an approval that nobody commits is undone, and a lookup says so", async () => {
    await using world = await createWorld({ onSettle: () => new Promise(() => undefined) });
    const request = saleOf(1000);
    const aborted = new AbortController();
    const selling = world.session.execute(request, aborted.signal);
    await world.clock.advance(1_000);
    aborted.abort();
    expect(await world.clock.runUntil(selling)).toMatchObject({ kind: "unknown", code: "ABORTED" });
    await world.clock.advance(60_000);
    expect(await lookUp(world, request)).toMatchObject({
      kind: "found",
      outcome: { kind: "failed", code: "REVERSED" },
    });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "reversed"]);
  });
});

/** What a sale comes to, for each way in which a shopper, an issuer and a terminal can behave. */
import { describe, expect, test } from "vitest";
import { createWorld, lookupOf, never, referenceOf, saleOf } from "../support/world.ts";

describe("a sale", () => {
  test("is approved once the terminal has committed it", async () => {
    await using world = await createWorld();
    const request = saleOf(1250);
    const outcome = await world.sell(request);
    expect(outcome).toMatchObject({
      kind: "approved",
      breakdown: { currency: "EUR", requestedMinor: 1250, authorizedMinor: 1250 },
      authorizationCode: "000001",
      hostReference: "VT000001-1",
      card: { entry: "chip", pan: "411111******1111", brand: "Visa" },
    });
    expect(outcome).toHaveProperty("receipts.merchant");
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "committed"]);
    expect(world.opened.context.settled).toEqual([{ references: request.references, outcome }]);
  });

  test("shows what the terminal shows, in order", async () => {
    await using world = await createWorld({
      terminal: { pacing: { presentMs: 5, pinMs: 5, processMs: 5, removeMs: 5 } },
    });
    const request = saleOf(1044);
    await world.sell(request);
    const shown = world.opened.context.events.map((event) => ("promptId" in event ? event.promptId : event.type));
    expect(shown).toEqual([
      "present-card",
      "card-presented",
      "enter-pin",
      "enter-pin-again",
      "processing",
      "approved",
      "remove-card",
    ]);
    for (const event of world.opened.context.events) expect(event).toHaveProperty("attemptId", request.attemptId);
  });

  test("takes about as long as it says when nobody changes the pace", async () => {
    await using world = await createWorld({ terminal: { pacing: {} } });
    const startMs = world.clock.monotonicMs();
    await world.sell(saleOf(1000));
    expect(world.clock.monotonicMs() - startMs).toBe(1400); // and 300 until the card is out
  });

  test.each([
    [1001, { kind: "declined", reason: "insufficient-funds", hostCode: "51" }],
    [1002, { kind: "declined", reason: "unspecified", hostCode: "05" }],
    [1003, { kind: "declined", reason: "expired-card", hostCode: "54" }],
    [1004, { kind: "declined", reason: "lost-or-stolen", hostCode: "41" }],
    [1005, { kind: "declined", reason: "call-issuer", hostCode: "01" }],
    [1006, { kind: "declined", reason: "issuer-unavailable", hostCode: "91" }],
    [1007, { kind: "declined", reason: "limit-exceeded", hostCode: "61" }],
    [1008, { kind: "declined", reason: "suspected-fraud", hostCode: "59" }],
    [1009, { kind: "declined", reason: "not-permitted", hostCode: "57" }],
    [1045, { kind: "declined", reason: "pin-tries-exceeded", hostCode: "75" }],
    [1041, { kind: "canceled", by: "shopper" }],
    [1042, { kind: "canceled", by: "shopper" }],
    [1043, { kind: "canceled", by: "timeout" }],
  ])("of %i cents is no approval", async (amountMinor, expected) => {
    await using world = await createWorld();
    const request = saleOf(amountMinor);
    expect(await world.sell(request)).toMatchObject(expected);
    expect(await world.live()).toEqual([]);
    expect(await world.story(referenceOf(request))).toEqual(["requested", expected.kind]);
    expect(world.opened.context.settled).toEqual([]);
  });

  test("can be approved in part, where that is allowed", async () => {
    await using world = await createWorld();
    const part = await world.sell(saleOf(1046, { partialApproval: true }));
    expect(part).toMatchObject({ kind: "approved", breakdown: { requestedMinor: 1046, authorizedMinor: 523 } });
    expect(await world.sell(saleOf(1046))).toMatchObject({ kind: "declined", reason: "insufficient-funds" });
  });

  test("is undone when nobody wants it", async () => {
    await using world = await createWorld({ onSettle: () => "undo" });
    const request = saleOf(1000);
    expect(await world.sell(request)).toMatchObject({ kind: "failed", code: "REVERSED" });
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "reversed"]);
  });

  test("is undone by the terminal when the commit comes too late", async () => {
    await using world = await createWorld({
      terminal: { commitTimeoutMs: 1_000 },
      onSettle: async () => {
        await world.clock.sleep(1_001);
        return "keep" as const;
      },
    });
    expect(await world.sell(saleOf(1000))).toMatchObject({ kind: "failed", code: "REVERSED" });
    expect(await world.live()).toEqual([]);
  });

  test("is unknown when the bridge stops before it has decided, and is not committed", async () => {
    const undecided = Promise.withResolvers<"keep">();
    await using world = await createWorld({ onSettle: () => undecided.promise });
    const selling = world.session.execute(saleOf(1000), never);
    await world.clock.advance(10);
    world.opened.context.stop();
    undecided.resolve("keep");
    expect(await selling).toMatchObject({ kind: "unknown" });
    await world.clock.advance(60_000);
    expect(await world.live()).toEqual([]);
  });
});

describe("a terminal that answers badly", () => {
  test("never: the outcome is unknown, and a lookup finds the approval and commits it", async () => {
    await using world = await createWorld({ settings: { timeouts: { answerMs: 1_000 } } });
    const request = saleOf(1061);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown", code: "LINK_TIMEOUT" });
    expect(await world.live()).toMatchObject([{ committed: false }]);
    const found = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(found).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
    expect(await world.live()).toMatchObject([{ committed: true }]);
  });

  test("never: by default it is found out while the approval can still be committed", async () => {
    await using world = await createWorld();
    const request = saleOf(1061);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown", code: "LINK_TIMEOUT" });
    expect(world.clock.monotonicMs()).toBe(45_000);
    const found = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(found).toMatchObject({ kind: "found", outcome: { kind: "approved" } });
  });

  test("a slow shopper is not silence", async () => {
    const pacing = { presentMs: 29_000, pinMs: 40_000, processMs: 40_000, removeMs: 0 };
    await using world = await createWorld({ terminal: { pacing } });
    expect(await world.sell(saleOf(1044))).toMatchObject({ kind: "approved" });
    expect(world.clock.monotonicMs()).toBe(149_000);
  });

  test("late: the outcome is the answer's", async () => {
    await using world = await createWorld({ terminal: { lateMs: 7_000 } });
    const startMs = world.clock.monotonicMs();
    expect(await world.sell(saleOf(1062))).toMatchObject({ kind: "approved" });
    expect(world.clock.monotonicMs() - startMs).toBe(7_000);
  });

  test("later than the plugin waits: unknown, and then settled without being asked", async () => {
    await using world = await createWorld({ terminal: { lateMs: 7_000 }, settings: { timeouts: { answerMs: 1_000 } } });
    expect(await world.sell(saleOf(1062))).toMatchObject({ kind: "unknown", code: "LINK_TIMEOUT" });
    await world.clock.advance(6_000);
    expect(world.opened.context.settled).toHaveLength(1);
    expect(await world.live()).toMatchObject([{ committed: true }]);
  });

  test("twice: it counts once", async () => {
    await using world = await createWorld();
    const request = saleOf(1063);
    expect(await world.sell(request)).toMatchObject({ kind: "approved" });
    await world.clock.advance(100);
    expect(world.opened.context.settled).toHaveLength(1);
    expect(await world.story(referenceOf(request))).toEqual(["requested", "approved", "committed"]);
  });

  test.each([
    [1047, "another amount than was asked for"],
    [1064, "another amount in the answer"],
  ])("%i cents, %s: unknown, and nothing is committed on its word", async (amountMinor) => {
    await using world = await createWorld();
    expect(await world.sell(saleOf(amountMinor))).toMatchObject({ kind: "unknown", code: "ANSWER_MISMATCH" });
    expect(world.opened.context.settled).toEqual([]);
    expect(await world.live()).toMatchObject([{ committed: false }]);
  });

  test("an approved other amount goes to the engine by a lookup, which has it undone", async () => {
    await using world = await createWorld({
      onSettle: ({ outcome }) =>
        outcome.kind === "approved" && outcome.breakdown.authorizedMinor !== outcome.breakdown.requestedMinor
          ? "undo"
          : "keep",
    });
    const request = saleOf(1047);
    await world.sell(request);
    const found = await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(found).toMatchObject({ kind: "found", outcome: { kind: "failed", code: "REVERSED" } });
    expect(await world.live()).toEqual([]);
  });

  test("another reference: unknown, and the session ends", async () => {
    await using world = await createWorld();
    expect(await world.sell(saleOf(1065))).toMatchObject({ kind: "unknown", code: "ANSWER_MISMATCH" });
    expect(world.opened.context.events).toContainEqual(
      expect.objectContaining({ type: "device-lost", code: "ANSWER_MISMATCH" }),
    );
  });

  test("garbage: unknown, and the session ends; the next one settles what waits", async () => {
    await using world = await createWorld();
    const request = saleOf(1066);
    expect(await world.sell(request)).toMatchObject({ kind: "unknown", code: "FRAME_INVALID" });
    await world.clock.advance(1_000);
    expect(world.opened.context.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["device-lost", "device-ready"]),
    );
    expect(await world.live()).toMatchObject([{ reference: referenceOf(request), committed: true }]);
  });
});

describe("a sale that cannot be", () => {
  test.each([
    ["another operation", { operation: "authorize" }],
    ["a tip", { tipMinor: 100 }],
    ["cashback", { cashbackMinor: 100 }],
    ["nothing", { amount: { amountMinor: 0, currency: "EUR" } }],
    ["no reference", { references: { other: "TX000000000000000001" } }],
  ] as const)("%s: is refused before anything is sent", async (_, change) => {
    await using world = await createWorld();
    await expect(world.sell(saleOf(1000, change))).rejects.toMatchObject({ effect: "none" });
    expect((await world.entries()).map(({ type }) => type)).toEqual(["booted"]);
  });

  test("without a terminal: fails without effect", async () => {
    await using world = await createWorld({ terminal: { rebootMs: 3_600_000 } });
    const down = world.terminal.powerCycle();
    await world.clock.advance(100);
    await expect(world.sell(saleOf(1000))).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
    await world.clock.runUntil(down);
  });

  test("that the terminal refuses: fails, for good", async () => {
    await using world = await createWorld();
    const request = saleOf(1000);
    await world.clock.runUntil(world.session.lookup(lookupOf(request), never));
    expect(await world.sell(request)).toMatchObject({ kind: "failed", code: "DEVICE_REFUSED" });
    expect(await world.story(referenceOf(request))).toEqual(["barred", "refused"]);
  });
});

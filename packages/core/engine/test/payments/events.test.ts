/** Events: numbered upwards for ever, facts from the journal, progress only while it is true. */
import { describe, expect, test } from "vitest";
import type { PaymentEvent } from "@tillwire/plugin-api";
import { attemptId, paymentKey } from "@tillwire/plugin-api";
import { factEvents } from "../../src/index.ts";
import { answerOf, errorIn, front, key, openShop, paymentIn } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

function numbers(shop: Shop): readonly number[] {
  return shop.world.sent.map(({ event }) => event.seq);
}

function watch(shop: Shop, afterSeq = 0): readonly PaymentEvent[] {
  const asked = shop.ask({ type: "payment.watch", key, afterSeq });
  shop.run(10);
  const reply = answerOf(asked);
  if (reply.kind === "result" && "events" in reply.result) return reply.result.events;
  throw new Error("The watch was refused.");
}

const isRising = (values: readonly number[]): boolean =>
  values.every((value, at) => at === 0 || value > (values[at - 1] ?? 0));

test("numbers rise strictly, across restarts and blocks", () => {
  const shop = openShop({ sales: Array.from({ length: 6 }, () => ({ thinkMs: 1_000 })) });
  for (const at of [1, 2, 3, 4, 5, 6]) {
    shop.sale({ key: paymentKey(`order-100${at}`) });
    shop.run(500);
    for (let line = 0; line < 300; line += 1) {
      const named = shop.effects("execute").at(-1)?.request.attemptId ?? attemptId("at_nobody");
      shop.world.dispatch({
        type: "progress",
        lane: front,
        event: { type: "terminal-text", attemptId: named, text: `${line}` },
      });
    }
    if (at % 2 === 0) shop.restart();
    shop.run(10_000);
  }
  expect(numbers(shop).length).toBeGreaterThan(1_800);
  expect(isRising(numbers(shop))).toBe(true);
  expect(new Set(shop.records())).toContain("numbers");
});

test("a crash before the block of numbers is durable loses no number that was told", () => {
  const shop = openShop({ syncMs: () => 100 });
  shop.run(1_000);
  shop.sale();
  shop.run(50);
  shop.restart();
  shop.run(1_000);
  shop.sale();
  shop.run(10_000);
  expect(numbers(shop)[0]).toBe(1);
  expect(isRising(numbers(shop))).toBe(true);
});

describe("payment.watch", () => {
  test("gives the facts as they were told, from a number on, also after a restart", () => {
    const shop = openShop();
    shop.sale();
    shop.run(10_000);
    const told = shop.till.events.map(({ event }) => event).filter(({ body }) => body.type !== "card-presented");
    expect(watch(shop)).toEqual(told);
    const [, second] = told;
    expect(watch(shop, second?.seq)).toEqual(told.slice(2));
    shop.restart();
    expect(watch(shop)).toEqual(told);
  });

  test("of an undoing that went on after the outcome: every step, in order", () => {
    const shop = openShop({ sales: [{ outcome: "approve-other-amount" }] });
    shop.sale();
    shop.run(10_000);
    const events = watch(shop);
    expect(events.map(({ body }) => body.type)).toEqual(["accepted", "sent", "reversing", "completed", "reversed"]);
    expect(isRising(events.map(({ seq }) => seq))).toBe(true);
    expect(events.at(3)?.body).toMatchObject({ payment: { outcome: { reversal: "done" } } }); // as it is now
  });

  test("of a key that nobody knows", () => {
    const shop = openShop();
    const asked = shop.ask({ type: "payment.watch", key, afterSeq: 0 });
    shop.run(10);
    expect(errorIn(asked).code).toBe("NOT_FOUND");
    expect(shop.payment()).toBeUndefined();
  });
});

test("facts are the journal's: the same from a state that was folded anew", () => {
  const shop = openShop({ sales: [{ outcome: "approve-other-currency" }] });
  shop.sale();
  shop.run(10_000);
  const before = shop.payment();
  if (!before) throw new Error("There is no payment.");
  const facts = factEvents(shop.world.host().durable(), before);
  shop.restart();
  const after = shop.payment();
  if (!after) throw new Error("There is no payment.");
  expect(factEvents(shop.world.host().durable(), after)).toEqual(facts);
});

describe("what comes from a device", () => {
  test("progress of an attempt that is over, or of another, is dropped", () => {
    const shop = openShop();
    const sale = shop.sale();
    shop.run(100);
    const text = (of: ReturnType<typeof attemptId>): void =>
      shop.world.dispatch({
        type: "progress",
        lane: front,
        event: { type: "terminal-text", attemptId: of, text: "Hello" },
      });
    text(attemptId("at_somebody_else"));
    expect(shop.heard()).not.toContain("terminal-text");
    const own = shop.effects("execute")[0]?.attempt.attemptId ?? attemptId("at_nobody");
    text(own);
    expect(shop.heard()).toContain("terminal-text");
    expect(shop.till.events.at(-1)?.event.body).toEqual({ type: "terminal-text", text: "Hello" });
    shop.run(10_000);
    const count = shop.heard().length;
    text(own);
    expect(shop.heard()).toHaveLength(count);
    expect(paymentIn(sale).outcome?.kind).toBe("approved");
  });

  test("a lane is told to look different when it does, and only then", () => {
    const shop = openShop();
    const states = (): readonly string[] =>
      shop.effects("notify").flatMap(({ event }) => (event.type === "lane.event" ? [event.lane.state] : []));
    expect(states()).toEqual(["ready"]);
    shop.sale();
    shop.run(10_000);
    expect(states()).toEqual(["ready", "busy", "ready"]);
    shop.terminal.disconnect();
    shop.run(10);
    expect(states().at(-1)).toBe("lost");
    const asked = shop.ask({ type: "lane.status", lane: front });
    shop.run(10);
    expect(answerOf(asked)).toMatchObject({
      result: { lane: { state: "lost", reason: "The connection to the terminal broke." } },
    });
  });
});

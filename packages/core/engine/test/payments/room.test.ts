/** A disk that is nearly full: nothing new is taken, what is open comes to its end, and then it goes on (P7). */
import { expect, test } from "vitest";
import { paymentKey } from "@tillwire/plugin-api";
import { answerQuery } from "../../src/index.ts";
import { errorIn, front, key, openShop, paymentIn } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";

const otherKey = paymentKey("order-0002");
const facts = { version: "1.0.0", mode: "demo", startedAtMs: 0 } as const;

function laneOf({ world }: Shop) {
  const command = { type: "lane.status", lane: front } as const;
  const reply = answerQuery(world.host().durable(), command, facts);
  return reply.kind === "result" && "lane" in reply.result ? reply.result.lane : undefined;
}

test("a new payment is refused by name, and nothing is written down", () => {
  const shop = openShop();
  shop.world.dispatch({ type: "room", room: "short" });
  const before = shop.records();
  const sale = shop.sale();
  shop.run(1);
  expect(errorIn(sale)).toMatchObject({ code: "STORAGE_LOW", effect: "none", retry: true });
  expect(shop.records()).toEqual(before);
  expect(laneOf(shop)).toMatchObject({ state: "paused", reason: errorIn(sale).message });
});

test("an open payment comes to its end, and is acknowledged", () => {
  const shop = openShop();
  const sale = shop.sale();
  shop.run(1_000);
  shop.world.dispatch({ type: "room", room: "short" });
  shop.run(1);
  expect(laneOf(shop)?.state).toBe("busy");
  const refused = shop.sale({ key: otherKey });
  const again = shop.sale(); // the same payment is not a new one
  shop.run(10_000);
  expect(errorIn(refused).code).toBe("STORAGE_LOW");
  expect(paymentIn(sale).outcome?.kind).toBe("approved");
  expect(paymentIn(again).id).toBe(paymentIn(sale).id);
  const acknowledged = shop.ask({ type: "payment.acknowledge", key });
  const closed = shop.ask({ type: "payment.close", key: otherKey, keyCreatedAt: 1, lane: front });
  shop.run(1);
  expect(paymentIn(acknowledged).acknowledged).toBe(true);
  expect(closed.replies).toHaveLength(1);
  expect(laneOf(shop)?.state).toBe("paused");
});

test("what was in doubt when the bridge died is settled", () => {
  const shop = openShop({ sales: [{ thinkMs: 1_000, answerLost: true }] });
  shop.sale();
  shop.run(2_000);
  shop.restart();
  shop.world.dispatch({ type: "room", room: "short" });
  shop.ask({ type: "payment.get", payment: { key } });
  shop.run(10_000);
  expect(shop.payment()?.outcome?.kind).toBe("approved");
});

test("with room again the next payment is taken; every POS hears of both", () => {
  const shop = openShop();
  shop.world.dispatch({ type: "room", room: "short" });
  shop.world.dispatch({ type: "room", room: "short" });
  shop.world.dispatch({ type: "room", room: "enough" });
  const told = shop.effects("notify").flatMap(({ event }) => (event.type === "lane.event" ? [event.lane.state] : []));
  expect(told.slice(-2)).toEqual(["paused", "ready"]);
  const sale = shop.sale();
  shop.run(10_000);
  expect(paymentIn(sale).outcome?.kind).toBe("approved");
});

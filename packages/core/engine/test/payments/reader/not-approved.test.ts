/** What else a read and a host can come to: the shopper is not charged, and the host's books say so too. */
import { describe, expect, test } from "vitest";
import { openCounter } from "../../harness/counter.ts";
import { errorIn, key, paymentIn } from "../../harness/shop.ts";

describe("before anything is sent", () => {
  test.each([
    ["offline-declined", { kind: "declined", reason: "offline-declined", card: { entry: "chip" } }],
    ["offline-approved", { kind: "failed", code: "OPERATION_UNSUPPORTED" }],
    ["shopper-cancels", { kind: "canceled", by: "shopper" }],
    ["fails", { kind: "failed", code: "LINK_LOST" }],
  ] as const)("%s", (ends, expected) => {
    const shop = openCounter({ reads: [{ ends }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale)).toMatchObject({ state: "final", outcome: expected });
    expect(paymentIn(sale).outcome).not.toHaveProperty("reversal");
    expect(shop.books()).toEqual([]);
    expect(shop.records()).toEqual(["numbers", "intent", "outcome"]);
  });

  test("nobody presents a card: the read is given up in time", () => {
    const shop = openCounter({ reads: [{ ends: "never" }] });
    const sale = shop.sale();
    shop.run(91_000);
    expect(paymentIn(sale)).toMatchObject({ state: "unknown" }); // the till had its answer in time
    expect(shop.payment()?.outcome).toMatchObject({ kind: "canceled" });
    expect(shop.books()).toEqual([]);
  });

  test("the payment host cannot be reached: nothing left, so it has failed for certain", () => {
    const shop = openCounter({ messages: [{ unreachable: true }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "failed", code: "DEVICE_UNREACHABLE" });
    expect(shop.effects("abandon-card")).toHaveLength(1);
    expect(shop.records()).not.toContain("sent");
  });

  test("a lane whose payment host is lost takes no payment, and says why", () => {
    const shop = openCounter();
    const error = { code: "LINK_LOST", message: "The line is down.", effect: "none", retry: true } as const;
    shop.world.dispatch({ type: "gateway-lost", lane: shop.world.configs[0]?.lane as never, error });
    expect(errorIn(shop.sale())).toMatchObject({ code: "LANE_NOT_READY", message: "Host: The line is down." });
    shop.run(1_000);
    expect(shop.effects("read-card")).toEqual([]);
  });
});

describe("declined by the host", () => {
  test("final, and the card hears it", () => {
    const shop = openCounter({ messages: [{ says: "insufficient-funds" }] });
    const sale = shop.sale();
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "declined", reason: "insufficient-funds" });
    expect(shop.effects("finish-card").map(({ request }) => request.answer.verdict)).toEqual(["declined"]);
    expect(shop.books()).toEqual(["declined"]);
  });

  test("a wrong PIN, then the right one: two attempts, one approval", () => {
    const shop = openCounter({ messages: [{ says: "wrong-pin" }] });
    const sale = shop.sale();
    shop.run(20_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved" });
    expect(shop.books()).toEqual(["declined", "live"]);
    const again = shop.effects("read-card").map(({ request }) => request.again);
    expect(again).toEqual([undefined, "wrong-pin"]);
    const attempts = new Set(shop.effects("read-card").map(({ attempt }) => attempt.attemptId));
    expect(attempts.size).toBe(2);
    expect(shop.records()).toEqual([
      "numbers",
      "intent",
      "prepared",
      "sent",
      "refused",
      "prepared",
      "sent",
      "settled",
      "outcome",
    ]);
  });

  test("a PIN that stays wrong ends after the third try", () => {
    const wrong = { says: "wrong-pin" } as const;
    const shop = openCounter({ messages: [wrong, wrong, wrong] });
    const sale = shop.sale();
    shop.run(30_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "declined", reason: "wrong-pin" });
    expect(shop.books()).toEqual(["declined", "declined", "declined"]);
  });

  test("insert after a tap: the chip is read next, and nothing else", () => {
    const shop = openCounter({
      reads: [{ ends: "final", entry: "contactless" }],
      messages: [{ says: "contact-required" }],
    });
    const sale = shop.sale();
    shop.run(20_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved", card: { entry: "chip" } });
    expect(shop.effects("read-card").map(({ request }) => request.entries)).toEqual([
      ["chip", "contactless", "fallback-swipe"],
      ["chip"],
    ]);
  });

  test("a chip that is told to insert is declined", () => {
    const shop = openCounter({ messages: [{ says: "contact-required" }] });
    const sale = shop.sale();
    shop.run(20_000);
    expect(paymentIn(sale).outcome).toMatchObject({ kind: "declined", reason: "contact-required" });
  });

  test("between two attempts a restart tells the decline there was", () => {
    const shop = openCounter({ messages: [{ says: "wrong-pin" }], reads: [{}, { ends: "never" }] });
    shop.sale();
    shop.run(10_000);
    shop.restart();
    shop.run(1_000);
    expect(shop.payment()?.outcome).toMatchObject({ kind: "declined", reason: "wrong-pin" });
    expect(shop.effects("ask-gateway")).toHaveLength(1);
  });
});

test("a card that has to be used in another way is read again, a few times", () => {
  const other = { ends: "other-interface" } as const;
  const shop = openCounter({ reads: [other, {}] });
  const sale = shop.sale();
  shop.run(20_000);
  expect(paymentIn(sale).outcome).toMatchObject({ kind: "approved" });
  expect(shop.effects("read-card").map(({ request }) => request.again)).toEqual([undefined, "other-interface"]);

  const hopeless = openCounter({ reads: Array.from({ length: 20 }, () => other) });
  hopeless.sale();
  hopeless.run(60_000);
  expect(hopeless.payment()?.outcome).toMatchObject({ kind: "failed", code: "DEVICE_REFUSED" });
  expect(hopeless.effects("read-card")).toHaveLength(6);
});

describe("canceled by the POS", () => {
  test.each([
    ["while the reader waits for a card", 1_000, "canceling", []],
    ["while the host is asked", 2_100, "canceling", ["reversed"]],
    ["while the card has its last word", 2_700, "too-late", ["live"]],
  ] as const)("%s", (_, afterMs, expected, books) => {
    const shop = openCounter();
    const sale = shop.sale();
    shop.run(afterMs);
    const cancel = shop.ask({ type: "payment.cancel", key });
    shop.run(10_000);
    expect(cancel.replies[0]?.reply).toMatchObject({ result: { cancel: expected } });
    expect(paymentIn(sale).outcome?.kind).toBe(expected === "too-late" ? "approved" : "canceled");
    expect(shop.books()).toEqual(books);
  });

  test("a wish that comes between the card and the first byte keeps the byte here", () => {
    const shop = openCounter();
    const sale = shop.sale();
    shop.run(1_999);
    shop.ask({ type: "payment.cancel", key });
    shop.run(10_000);
    expect(paymentIn(sale).outcome).toEqual({ kind: "canceled", by: "pos" });
    expect(shop.books()).toEqual([]);
  });
});

/** A terminal is about to commit, perhaps something that nobody has asked for: what it is told. */
import { describe, expect, test } from "vitest";
import type { Approved, AttemptOutcome, References } from "@tillwire/plugin-api";
import { attemptId, plainBreakdown } from "@tillwire/plugin-api";
import { front, key, openShop, saleCommand } from "../harness/shop.ts";
import type { Shop } from "../harness/shop.ts";
import { plainSale } from "../harness/terminal-traits.ts";

const approval: Approved = { kind: "approved", breakdown: plainBreakdown(saleCommand.amount), hostReference: "H9" };
const unknown: AttemptOutcome = { kind: "unknown", code: "LINK_LOST", message: "Who knows." };
const declined: AttemptOutcome = { kind: "declined", reason: "unspecified" };
const stranger: References = { "service-id": "NOBODYKNOWSTHIS00001", trace: "000077" };

function settle(shop: Shop, references: References, outcome: AttemptOutcome) {
  shop.world.dispatch({ type: "settle-asked", lane: front, settleId: "asked", request: { references, outcome } });
  shop.run(10);
  return shop.effects("settle").findLast(({ settleId }) => settleId === "asked")?.verdict;
}

const ours = (shop: Shop): References => shop.payment()?.attempt?.references ?? {};

describe("what the journal knows nothing of", () => {
  test.each([
    ["an approval is undone", approval, "undo"],
    ["so is what might be one", unknown, "undo"],
    ["a refusal may be acknowledged", declined, "keep"],
  ] as const)("%s", (_, outcome, verdict) => {
    const shop = openShop();
    expect(settle(shop, stranger, outcome)).toBe(verdict);
    expect(shop.records()).toEqual([]);
  });

  test("references of two payments, or none at all, name no payment", () => {
    const shop = openShop();
    shop.sale();
    shop.run(1_000);
    expect(settle(shop, {}, approval)).toBe("undo");
    expect(settle(shop, { ...ours(shop), trace: "000077" }, approval)).toBe("undo");
    expect(shop.payment()?.reversal).toBeUndefined();
  });
});

describe("a payment that is under way", () => {
  test("the verdict is given only when the approval is durable", () => {
    const shop = openShop({ sales: [{ thinkMs: 60_000 }], syncMs: () => 500 });
    shop.run(1_000);
    shop.sale();
    shop.run(2_000);
    shop.world.dispatch({
      type: "settle-asked",
      lane: front,
      settleId: "asked",
      request: { references: ours(shop), outcome: approval },
    });
    shop.run(490);
    expect(shop.effects("settle")).toEqual([]);
    shop.run(20);
    expect(shop.effects("settle")).toHaveLength(1);
    expect(shop.records().at(-1)).toBe("settled");
  });

  test("what nobody knows yet may not be committed", () => {
    const shop = openShop();
    shop.sale();
    shop.run(1_000);
    expect(settle(shop, ours(shop), unknown)).toBe("undo");
    shop.run(10_000);
    expect(shop.payment()?.outcome?.kind).toBe("approved");
  });

  test("part of the references is enough", () => {
    const shop = openShop({ sales: [{ thinkMs: 60_000 }] });
    shop.sale();
    shop.run(1_000);
    const { trace = "" } = ours(shop);
    expect(settle(shop, { trace }, approval)).toBe("keep");
    expect(shop.payment()?.held).toEqual(approval);
  });
});

describe("a payment that is final", () => {
  test("declined: nothing may be committed, after a restart neither", () => {
    const shop = openShop({ sales: [{ outcome: "decline" }] });
    shop.sale();
    shop.run(10_000);
    expect(settle(shop, ours(shop), approval)).toBe("undo");
    shop.restart();
    expect(settle(shop, ours(shop), approval)).toBe("undo");
  });

  test("approved: the same approval is kept again, after a restart too; another one is undone", () => {
    const shop = openShop();
    shop.sale();
    shop.run(10_000);
    const told = shop.payment()?.outcome;
    if (told?.kind !== "approved") throw new Error("It was not approved.");
    const more = { ...told.breakdown, authorizedMinor: told.breakdown.authorizedMinor + 1 };
    for (let life = 0; life < 2; life += 1) {
      expect(settle(shop, ours(shop), told)).toBe("keep");
      expect(settle(shop, ours(shop), { ...told, hostReference: "ANOTHER" })).toBe("undo");
      expect(settle(shop, ours(shop), { ...told, breakdown: more })).toBe("undo");
      shop.restart();
    }
  });

  test("an approval that was reversed never comes back", () => {
    const shop = openShop({ sales: [{ outcome: "approve-other-amount" }] });
    shop.sale();
    shop.run(10_000);
    expect(settle(shop, ours(shop), approval)).toBe("undo");
    expect(settle(shop, ours(shop), unknown)).toBe("undo");
    expect(shop.payment()?.outcome).toMatchObject({ kind: "failed", reversal: "done" });
  });

  test("a parked one is undone: money that did not move is simplest", () => {
    const shop = openShop({ traits: { level: "D" }, sales: [{ requestLost: true }] });
    shop.sale();
    shop.run(100_000);
    expect(shop.payment()?.parked).toBeDefined();
    expect(settle(shop, ours(shop), approval)).toBe("undo");
  });
});

test("on its own after a restart: kept, looked up, and told to the POS that asks", () => {
  const shop = openShop({ traits: { unheard: "ask-again" }, syncMs: () => 10 });
  shop.sale();
  shop.run(5_015); // it has asked, and the bridge dies before the answer
  shop.restart();
  const watching = shop.ask({ type: "payment.watch", key, afterSeq: 0 });
  shop.run(20_000);
  expect(watching.replies).toHaveLength(1);
  expect(shop.payment()?.outcome?.kind).toBe("approved");
  expect(shop.ledger()).toEqual(["live"]);
  expect(shop.heard().at(-1)).toBe("resolved");
});

test("a terminal that was used without the bridge is told to undo", () => {
  const shop = openShop();
  const named = { operation: "sale", attemptId: attemptId("at_stray_1"), references: stranger } as const;
  shop.terminal.peer.approveStray({ ...named, amount: saleCommand.amount, partialApproval: false }, plainSale);
  shop.run(100);
  expect(shop.ledger()).toEqual(["undone"]);
});

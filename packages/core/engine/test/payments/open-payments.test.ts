/** What a POS is told first when it connects. */
import { expect, test } from "vitest";
import type { PaymentKey } from "@tillwire/plugin-api";
import { attemptId, laneId, paymentId, paymentKey, plainBreakdown } from "@tillwire/plugin-api";
import type { EngineRecord } from "../../src/index.ts";
import { applyRecord, initialState, openPayments } from "../../src/index.ts";

const lane = laneId("front");
const amount = { amountMinor: 1_000, currency: "EUR" };
const breakdown = plainBreakdown(amount);

function recordsOf(key: PaymentKey, approved: boolean): readonly EngineRecord[] {
  const terms = { parts: {}, partialApproval: false };
  const plugin = { id: "example", version: "1.0.0" };
  const intent = { id: paymentId(`pm_${key}`), lane, kind: "sale", amount, terms, keyCreatedAt: 0, plugin } as const;
  const recovery = { level: "B", horizonMs: 0, refusesLateArrival: true } as const;
  const attempt = { attemptId: attemptId(`at_${key}`), references: { stan: key.slice(-6) }, recovery, counters: {} };
  const sent = { ...attempt, canReverse: true, tipOnDevice: false };
  const outcome = { kind: "approved", breakdown, hostReference: "H1" } as const;
  return [
    { type: "intent", key, pos: "till", seq: 1, ...intent },
    { type: "sent", key, seq: 2, ...sent },
    ...(approved ? [{ type: "outcome", key, outcome, resolved: false, seq: 3 } as const] : []),
  ];
}

test("a payment that is still going on is not hidden behind a hundred that nobody acknowledged", () => {
  const numbers = Array.from({ length: 150 }, (_, index) => paymentKey(`order-${String(index).padStart(6, "0")}`));
  const [running, ...done] = numbers;
  if (!running) throw new Error("There is one.");
  const records = [...recordsOf(running, false), ...done.flatMap((key) => recordsOf(key, true))];
  const state = records.reduce((before, record, atMs) => applyRecord(before, { lane, atMs, record }), initialState([]));
  const told = openPayments(state);
  expect(told).toHaveLength(100);
  expect(told[0]).toMatchObject({ key: running, state: "unknown" });
  expect(told[1]?.key).toBe(done.at(-1));
});

/**
 * Whatever breaks, in whatever order: one key reaches the bridge, the terminal is asked at most once, and the POS hears
 * the bridge's own outcome, which is then acknowledged.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PaymentOutcome } from "@tillwire/protocol/wire";
import type { FinalResult } from "../src/index.ts";
import { approved, endsIn } from "./support/fake-bridge.ts";
import type { FrameFate } from "./support/fake-network.ts";
import { clean, sale, Till } from "./support/till.ts";

interface Fault {
  readonly atFrame: number;
  readonly does: Exclude<FrameFate, "arrives"> | "bridge-restarts" | "till-crashes";
}

const fault: fc.Arbitrary<Fault> = fc.record({
  atFrame: fc.nat({ max: 60 }),
  does: fc.constantFrom("lost", "last", "late", "twice", "bridge-restarts", "till-crashes"),
});

const outcome = fc.constantFrom<PaymentOutcome>(
  approved,
  { kind: "declined", reason: "unspecified" },
  { kind: "canceled", by: "shopper" },
  { kind: "failed", code: "NOT_COMPLETED", message: "No." },
);

/** The bridge comes back, the till is opened again: nobody stays away for good. */
const backAfterMs = 900;
const crashedForMs = 400;

async function runSale(faults: readonly Fault[], ends: PaymentOutcome, answerWithinMs: number): Promise<void> {
  const delivered: FinalResult[] = [];
  const till = new Till({ onOutcome: (result) => void delivered.push(result) });
  till.bridge.script = () => endsIn(ends);
  till.bridge.answerWithinMs = answerWithinMs;
  const key = "order-4711-a";
  let isDown = false;
  const request = { ...sale, key, submitWithinMs: Infinity };
  let finish = (_result: FinalResult): void => undefined;
  const finished = new Promise<FinalResult>((resolve) => (finish = resolve));

  /** A POS that keeps its key with the order: after a crash it asks for the same again. */
  function ask(): void {
    till.client.sale(request).then(
      (result) => result.state === "final" && finish(result),
      () => undefined, // this run of the client is over; the next one asks again
    );
  }

  till.network.fate = (_frame, index) => {
    const found = faults.find(({ atFrame }) => atFrame === index);
    if (found?.does === "bridge-restarts") {
      queueMicrotask(() => till.bridge.kill());
      till.clock.after(backAfterMs, () => till.bridge.start());
      return "arrives";
    }
    if (found?.does === "till-crashes" && !isDown) {
      isDown = true;
      queueMicrotask(() => till.crash());
      till.clock.after(crashedForMs, () => {
        isDown = false;
        till.reopen();
        ask();
      });
      return "arrives";
    }
    return found && found.does !== "till-crashes" ? found.does : "arrives";
  };

  ask();
  const result = await till.clock.runUntil(finished);
  await till.clock.advance(120_000);
  expect(result.outcome).toEqual(till.bridge.viewOf(key).outcome);
  expect(result.outcome).toEqual(ends);
  expect(delivered.length).toBeGreaterThan(0);
  for (const each of delivered) expect(each).toMatchObject({ key, outcome: ends });
  expect(new Set(till.bridge.salesSeen)).toEqual(new Set([key]));
  expect(till.bridge.starts).toBe(1);
  expect(till.bridge.closedKeys.size).toBe(0);
  expect(till.bridge.viewOf(key).acknowledged).toBe(true);
  expect(await till.storage.list()).toEqual(new Map());
  expect(await till.shutDown()).toEqual(clean);
}

test("whatever the faults, the POS hears the bridge's outcome, once it is stored it is acknowledged, and no second payment runs", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 12 }), outcome, fc.constantFrom(200, 60_000), runSale),
    { numRuns: 300 },
  );
}, 60_000);

test("whenever it is canceled, and whatever breaks, the result is what happened", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 6 }), fc.nat({ max: 1_500 }), async (faults, cancelAfterMs) => {
      const till = new Till();
      const connectionFaults = faults.filter(({ does }) => does !== "till-crashes" && does !== "bridge-restarts");
      till.network.fate = (_frame, index) => {
        const found = connectionFaults.find(({ atFrame }) => atFrame === index);
        return found ? (found.does as FrameFate) : "arrives";
      };
      const payment = till.client.sale(sale);
      till.clock.after(cancelAfterMs, () => void payment.cancel());
      const result = await till.clock.runUntil(payment);
      await till.clock.advance(120_000);
      const entry = till.bridge.payments.get(payment.key);
      const truth = entry ? entry.view.outcome : { kind: "canceled", by: "pos" };
      expect(result).toMatchObject({ state: "final", outcome: truth });
      expect(till.bridge.starts).toBeLessThanOrEqual(1);
      expect(await till.storage.list()).toEqual(new Map());
      expect(await till.shutDown()).toEqual(clean);
    }),
    { numRuns: 200 },
  );
}, 60_000);

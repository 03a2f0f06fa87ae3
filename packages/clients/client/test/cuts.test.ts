/** The connection breaks at every frame of a sale, in every way, and the till crashes at every frame of it. */
import { describe, expect, test } from "vitest";
import type { PaymentOutcome } from "@tillwire/protocol/wire";
import { approved, endsIn } from "./support/fake-bridge.ts";
import type { FrameFate } from "./support/fake-network.ts";
import { clean, sale, Till } from "./support/till.ts";

const outcomes: readonly PaymentOutcome[] = [approved, { kind: "declined", reason: "wrong-pin" }];

/** The frames of a sale when nothing breaks, from hello to the answer of the acknowledgement. */
async function framesOfSale(): Promise<number> {
  const till = new Till();
  await till.clock.runUntil(till.client.sale(sale));
  await till.clock.advance(100);
  const { length } = till.network.frames;
  expect(await till.shutDown()).toEqual(clean);
  return length;
}

const frames = await framesOfSale();
const points = Array.from({ length: frames }, (_, index) => index);

test("a sale has the frames that the protocol says", () => {
  // hello, open and its answer; sale; accepted, sent, prompt, card; answer, completed; acknowledge and its answer
  expect(frames).toBe(12);
});

describe.each<FrameFate>(["lost", "last", "twice"])("a frame that is %s", (fate) => {
  test.each(points)("at frame %i changes nothing about the result", async (point) => {
    for (const outcome of outcomes) {
      const till = new Till();
      till.bridge.script = () => endsIn(outcome);
      till.network.fate = (_frame, index) => (index === point ? fate : "arrives");
      const payment = till.client.sale(sale);
      expect(await till.clock.runUntil(payment)).toMatchObject({ state: "final", key: payment.key, outcome });
      await till.clock.advance(30_000);
      expect(new Set(till.bridge.salesSeen)).toEqual(new Set([payment.key]));
      expect(till.bridge.starts).toBe(1);
      expect(till.bridge.viewOf(payment.key)).toMatchObject({ acknowledged: true });
      expect(await till.storage.list()).toEqual(new Map());
      expect(await till.shutDown()).toEqual(clean);
    }
  });
});

describe("every second frame is the last of its connection", () => {
  test("and still the sale ends", async () => {
    const till = new Till();
    till.network.fate = (_frame, index) => (index % 7 === 6 ? "last" : "arrives");
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(till.bridge.starts).toBe(1);
    expect(await till.shutDown()).toEqual(clean);
  });
});

describe("the till crashes", () => {
  test.each(points)("at frame %i, and finds its payment again", async (point) => {
    const till = new Till();
    let isCrashed = false;
    till.network.fate = (_frame, index) => {
      if (index !== point || isCrashed) return "arrives";
      isCrashed = true;
      queueMicrotask(() => till.crash());
      return "arrives";
    };
    const first = till.client.sale(sale);
    await till.clock.advance(3_000);
    expect(isCrashed).toBe(true);

    const payments = await till.clock.runUntil(till.reopen().resume());
    const results = await till.clock.runUntil(Promise.all(payments));
    for (const result of results) expect(result).toMatchObject({ key: first.key, outcome: approved });
    await till.clock.advance(1_000);
    // Only before the sale was stored, or after it was acknowledged, there is nothing to find.
    if (payments.length === 0) {
      const [result] = await Promise.allSettled([first]);
      expect(result.status === "fulfilled" || till.bridge.starts === 0).toBe(true);
    }
    expect(till.bridge.starts).toBeLessThanOrEqual(1);
    expect(new Set(till.bridge.salesSeen).size).toBe(till.bridge.starts);
    for (const { view } of till.bridge.payments.values()) expect(view.acknowledged).toBe(true);
    expect(await till.storage.list()).toEqual(new Map());
    expect(await till.shutDown()).toEqual(clean);
  });
});

describe("the bridge is killed", () => {
  test.each(points)("at frame %i and started again: the result is the bridge's", async (point) => {
    const till = new Till();
    till.network.fate = (_frame, index) => {
      if (index === point) {
        queueMicrotask(() => {
          till.bridge.kill();
          till.clock.after(700, () => till.bridge.start());
        });
      }
      return "arrives";
    };
    const payment = till.client.sale(sale);
    const result = await till.clock.runUntil(payment);
    expect(result).toMatchObject({ state: "final", outcome: till.bridge.viewOf(payment.key).outcome });
    await till.clock.advance(30_000);
    expect(till.bridge.starts).toBe(1);
    expect(till.bridge.viewOf(payment.key).acknowledged).toBe(true);
    expect(await till.storage.list()).toEqual(new Map());
    expect(await till.shutDown()).toEqual(clean);
  });
});

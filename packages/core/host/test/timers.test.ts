/** The engine's timers: at most one of a name, and none after it was stopped. */
import { expect, test } from "vitest";
import { laneId, paymentKey } from "@tillwire/plugin-api";
import type { Clock } from "@tillwire/plugin-api";
import type { Timer } from "@tillwire/engine";
import { createVirtualClock } from "@tillwire/plugin-test";
import { createTimers } from "../src/timers.ts";

const timer: Timer = { lane: laneId("front"), key: paymentKey("order-0001"), kind: "answer-within" };

test("one that is set anew runs from then on, and fires once", async () => {
  const clock = createVirtualClock();
  const fired: number[] = [];
  using timers = createTimers(clock, () => fired.push(clock.monotonicMs()));
  timers.start(timer, 100);
  await clock.advance(60);
  timers.start(timer, 100);
  await clock.advance(1_000);
  expect(fired).toEqual([160]);
  expect(clock.pending).toBe(0);
});

test("one that is stopped does not fire, not even when it was due in that very moment", async () => {
  const sleeps: (() => void)[] = [];
  const clock: Clock = { ...createVirtualClock(), sleep: () => new Promise((resolve) => sleeps.push(resolve)) };
  const fired: Timer[] = [];
  using timers = createTimers(clock, (one) => fired.push(one));
  timers.start(timer, 100);
  sleeps[0]?.();
  timers.stop(timer);
  timers.start(timer, 100);
  sleeps[1]?.();
  await new Promise(setImmediate);
  expect(fired).toEqual([timer]);
});

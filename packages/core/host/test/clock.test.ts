/** The real clock, as far as it can be seen without waiting for it. */
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { systemClock, systemRandom } from "../src/clock.ts";

const clock = systemClock();

describe("the system clock", () => {
  test("tells the time, and time that never goes back", () => {
    expect(Math.abs(clock.nowMs() - Date.now())).toBeLessThan(1_000);
    const first = clock.monotonicMs();
    expect(clock.monotonicMs()).toBeGreaterThanOrEqual(first);
  });

  test("sleeps, also for no time at all", async () => {
    const before = clock.monotonicMs();
    await clock.sleep(5);
    expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(4);
    await clock.sleep(0);
    await clock.sleep(-1);
  });

  test("a sleep is aborted with ABORTED and the reason as cause, before and while it runs", async () => {
    const controller = new AbortController();
    const sleeping = clock.sleep(60_000, controller.signal);
    controller.abort(new Error("enough"));
    for (const aborted of [sleeping, clock.sleep(60_000, controller.signal)]) {
      const error: unknown = await aborted.catch((thrown: unknown) => thrown);
      expect(TillwireError.is(error) && error.code === "ABORTED" && error.effect === "none").toBe(true);
      expect(error).toMatchObject({ cause: { message: "enough" } });
    }
  });

  test("a sleep that is longer than Node's timers count does not end at once", async () => {
    const controller = new AbortController();
    let ended = false;
    const sleeping = clock.sleep(2 ** 40, controller.signal).then(
      () => (ended = true),
      () => undefined,
    );
    await clock.sleep(20);
    expect(ended).toBe(false);
    controller.abort();
    await sleeping;
    expect(ended).toBe(false);
  });
});

test("random bytes come in the length asked for and differ", () => {
  expect(systemRandom(0)).toHaveLength(0);
  expect(systemRandom(100_000)).toHaveLength(100_000);
  expect(systemRandom(16)).not.toEqual(systemRandom(16));
});

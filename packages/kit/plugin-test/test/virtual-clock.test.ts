import { expect, test } from "vitest";
import { createVirtualClock } from "../src/index.ts";

test("nothing passes unless told", async () => {
  const clock = createVirtualClock();
  const before = clock.nowMs();
  await clock.advance(0);
  expect([clock.nowMs(), clock.monotonicMs(), clock.pending]).toEqual([before, 0, 0]);
});

test("sleepers wake when due, in order, each at its own time", async () => {
  const clock = createVirtualClock();
  const woken: string[] = [];
  const sleeper = async (name: string, durationMs: number): Promise<void> => {
    await clock.sleep(durationMs);
    woken.push(`${name}@${clock.monotonicMs()}`);
  };
  void sleeper("late", 30);
  void sleeper("first", 10);
  void sleeper("second", 10);
  await clock.advance(9);
  expect(woken).toEqual([]);
  await clock.advance(20);
  expect(woken).toEqual(["first@10", "second@10"]);
  await clock.advance(1);
  expect(woken).toEqual(["first@10", "second@10", "late@30"]);
  expect(clock.pending).toBe(0);
});

test("a sleep that begins while time passes ends within the same step", async () => {
  const clock = createVirtualClock();
  const ticks: number[] = [];
  const ticker = async (): Promise<void> => {
    for (let count = 0; count < 5; count++) {
      await clock.sleep(10);
      ticks.push(clock.monotonicMs());
    }
  };
  void ticker();
  await clock.advance(35);
  expect(ticks).toEqual([10, 20, 30]);
  expect(clock.monotonicMs()).toBe(35);
});

test("an aborted sleep rejects at once, before and while it sleeps, and leaves nothing behind", async () => {
  const clock = createVirtualClock();
  const controller = new AbortController();
  const sleeping = clock.sleep(1_000, controller.signal);
  controller.abort();
  await expect(sleeping).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
  await expect(clock.sleep(1, controller.signal)).rejects.toMatchObject({ code: "ABORTED" });
  expect(clock.pending).toBe(0);
});

test("no time at all is no sleep", async () => {
  const clock = createVirtualClock();
  await clock.sleep(0);
  await clock.sleep(-5);
  expect(clock.pending).toBe(0);
});

test("runUntil passes exactly the time that is needed", async () => {
  const clock = createVirtualClock();
  const slow = async (): Promise<string> => {
    await clock.sleep(90_000);
    return "done";
  };
  await expect(clock.runUntil(slow())).resolves.toBe("done");
  expect(clock.monotonicMs()).toBe(90_000);
});

test("runUntil passes a rejection on", async () => {
  const clock = createVirtualClock();
  await expect(clock.runUntil(Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

test("runUntil tells when nothing will ever settle the promise, also while somebody ticks", async () => {
  const clock = createVirtualClock();
  const never = new Promise<void>(() => undefined);
  await expect(clock.runUntil(never)).rejects.toMatchObject({ code: "LINK_TIMEOUT" });
  const ticker = async (): Promise<void> => {
    for (;;) await clock.sleep(3_600_000);
  };
  void ticker();
  await expect(clock.runUntil(never)).rejects.toMatchObject({ code: "LINK_TIMEOUT" });
});

test("the time of day jumps alone", async () => {
  const clock = createVirtualClock();
  const before = clock.nowMs();
  clock.jump(-60_000);
  expect([clock.nowMs(), clock.monotonicMs()]).toEqual([before - 60_000, 0]);
});

test("runUntil waits no longer than it is told", async () => {
  const clock = createVirtualClock();
  const slow = clock.sleep(1_000);
  await expect(clock.runUntil(slow, 999)).rejects.toMatchObject({ code: "LINK_TIMEOUT" });
  expect(clock.monotonicMs()).toBe(0);
  await expect(clock.runUntil(slow, 1_000)).resolves.toBeUndefined();
});

test("something that is to run takes its turn among the sleepers, unless it is called off", async () => {
  const clock = createVirtualClock();
  const seen: string[] = [];
  void clock.sleep(10).then(() => seen.push("sleeper"));
  clock.after(10, () => seen.push("after"));
  clock.after(5, () => seen.push("never"))();
  await clock.advance(10);
  expect(seen).toEqual(["sleeper", "after"]);
});

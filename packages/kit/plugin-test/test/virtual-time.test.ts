import fc from "fast-check";
import { expect, test } from "vitest";
import { createVirtualTime } from "../src/index.ts";

test("what is due runs in order, each at its own moment, all within the call", () => {
  const time = createVirtualTime();
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name}@${time.monotonicMs()}`);
  time.after(20, note("late"));
  time.after(10, note("first"));
  time.after(10, note("second"));
  time.after(-5, note("at once"));
  expect(seen).toEqual([]);
  time.advance(15);
  expect(seen).toEqual(["at once@0", "first@10", "second@10"]);
  expect([time.monotonicMs(), time.pending]).toEqual([15, 1]);
  time.advance(5);
  expect(seen.at(-1)).toBe("late@20");
});

test("what is called off does not run, and calling off twice harms nobody", () => {
  const time = createVirtualTime();
  const seen: string[] = [];
  const callOff = time.after(10, () => seen.push("called off"));
  time.after(10, () => seen.push("kept"));
  callOff();
  callOff();
  time.advance(10);
  callOff();
  expect([seen, time.pending]).toEqual([["kept"], 0]);
});

test("the next thing runs, however far away, unless a bound says otherwise", () => {
  const time = createVirtualTime();
  time.after(86_400_000, () => undefined);
  expect([time.runNext(86_399_999), time.monotonicMs()]).toEqual([false, 0]);
  expect([time.runNext(), time.monotonicMs()]).toEqual([true, 86_400_000]);
  expect(time.runNext()).toBe(false);
});

test("the time of day jumps alone", () => {
  const time = createVirtualTime();
  const before = time.nowMs();
  const seen: number[] = [];
  time.after(10, () => seen.push(time.nowMs() - before));
  time.jump(-60_000);
  time.advance(10);
  expect(seen).toEqual([-59_990]);
});

test("what sets itself off again and again is told", () => {
  const time = createVirtualTime();
  const again = (): void => void time.after(0, again);
  again();
  expect(() => time.advance(1)).toThrow(expect.objectContaining({ code: "INTERNAL" }));
});

test("whatever is set and called off, the order is that of the moments, then of age", () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: 20 }), callsOff: fc.option(fc.nat(30)) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const time = createVirtualTime();
      const seen: number[] = [];
      const calledOff = new Set<number>();
      const callOffs: (() => void)[] = [];
      for (const [number, { afterMs, callsOff }] of steps.entries()) {
        callOffs.push(time.after(afterMs, () => seen.push(number)));
        if (callsOff === null || callsOff > number) continue;
        callOffs[callsOff]?.();
        calledOff.add(callsOff);
      }
      time.advance(20);
      const expected = [...steps.entries()]
        .filter(([number]) => !calledOff.has(number))
        .toSorted(([one, { afterMs }], [other, later]) => afterMs - later.afterMs || one - other)
        .map(([number]) => number);
      expect(seen).toEqual(expected);
    }),
  );
});

/** What is done about room, on disks of all kinds. */
import { expect, test } from "vitest";
import { roomOf, stepFor } from "../src/room.ts";
import type { Disk, Room } from "../src/room.ts";

const reserveBytes = 1_000;
const rooms: readonly Room[] = ["kept", "short", "released", "missing"];

/** Every disk of a grid that is fine enough to stand on both sides of each border. */
const disks: readonly Disk[] = upTo(6_000).flatMap((freeBytes) =>
  [0, 1, 500, reserveBytes].flatMap((heldBytes) =>
    upTo(3_000).map((neededBytes) => ({ freeBytes, heldBytes, neededBytes, reserveBytes })),
  ),
);

function upTo(most: number): readonly number[] {
  return Array.from({ length: most / 125 + 1 }, (_, index) => index * 125).flatMap((value) => [value, value + 1]);
}

test("room is kept only with a whole reserve, and as much beside it", () => {
  const kept = disks.filter((disk) => rooms.some((before) => roomOf(disk, before) === "kept"));
  expect(kept.length).toBeGreaterThan(1_000);
  const without = kept.filter(
    ({ freeBytes, heldBytes, neededBytes }) =>
      heldBytes < reserveBytes || freeBytes < reserveBytes || freeBytes < neededBytes,
  );
  expect(without).toEqual([]);
});

test("a reserve that was just made is kept at once, and is not let go for the next write", () => {
  const filled = disks.filter((disk) => stepFor(disk) === "fill");
  expect(filled.length).toBeGreaterThan(1_000);
  const made = filled.map((disk) => ({
    ...disk,
    heldBytes: reserveBytes,
    freeBytes: disk.freeBytes + disk.heldBytes - reserveBytes,
  }));
  const undecided = made.filter(
    (disk) => stepFor(disk) !== "hold" || rooms.some((before) => roomOf(disk, before) !== "kept"),
  );
  expect(undecided).toEqual([]);
});

test("a whole reserve is let go only for a write that would not fit", () => {
  for (const disk of disks.filter(({ heldBytes }) => heldBytes === reserveBytes)) {
    expect(stepFor(disk)).toBe(disk.freeBytes < disk.neededBytes ? "release" : "hold");
  }
});

test("a disk at the border does not change its mind with every byte", () => {
  const at = (freeBytes: number): Disk => ({ freeBytes, heldBytes: reserveBytes, neededBytes: 0, reserveBytes });
  expect(roomOf(at(1_000), "kept")).toBe("kept");
  expect(roomOf(at(999), "kept")).toBe("short");
  expect(roomOf(at(1_249), "short")).toBe("short");
  expect(roomOf(at(1_250), "short")).toBe("kept");
});

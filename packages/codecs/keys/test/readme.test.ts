import { expect, test, vi } from "vitest";

async function said(run: () => Promise<unknown>): Promise<unknown[][]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await run();
  const calls = log.mock.calls.map((parts) => parts as unknown[]);
  log.mockRestore();
  return calls;
}

test("the README's example of DUKPT says what it says", async () => {
  expect(await said(() => import("./readme-dukpt.ts"))).toEqual([
    ["FFFF9876543210E00001", "1B9C1845EB993A7A"],
    [";4012345678909=2512"],
    ["1234"],
  ]);
});

test("the README's example of a chip says what it says", async () => {
  expect(await said(() => import("./readme-chip.ts"))).toEqual([
    ["C20039270FE384D5"],
    [true],
    ["90EF477F00820000"],
    [2],
  ]);
});

test("the README's example of key blocks and offline authentication says what it says", async () => {
  expect(await said(() => import("./readme-offline.ts"))).toEqual([
    ["D0112P0AE00N0000", "pin", 128],
    [{ kind: "failed", reason: "format" }],
  ]);
});

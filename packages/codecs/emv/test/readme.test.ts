import { expect, test, vi } from "vitest";

async function said(run: () => Promise<unknown>): Promise<unknown[][]> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await run();
  const calls = log.mock.calls.map((parts) => parts as unknown[]);
  log.mockRestore();
  return calls;
}

test("the README's first example says what it says", async () => {
  expect(await said(() => import("./readme-example.ts"))).toEqual([
    [6],
    [{ "82": "5900", "94": "08010401" }],
    ["000000001050000000000000040000"],
    [
      [
        "5A     Application Primary Account Number (PAN): 476173******0119",
        "95     Terminal Verification Results: 0000048000",
        "       - Online CVM captured",
        "       - Transaction exceeds floor limit",
      ].join("\n"),
    ],
  ]);
});

test("the README's second example says what it says", async () => {
  expect(await said(() => import("./readme-masking.ts"))).toEqual([
    ["2212", "Visa", "476173******0119"],
    [["International interchange", "Integrated circuit card", "Authorization: normal", "No restrictions"]],
    [{ "9F26": "A1B2C3D4E5F60708" }],
  ]);
});

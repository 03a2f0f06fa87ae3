import { expect, test, vi } from "vitest";

test("the README's example says what it says", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("./readme-example.ts");
  const said = log.mock.calls.map(([line]) => line as unknown);
  log.mockRestore();
  expect(said).toEqual(["31323334353637383073", { terminalId: "12345678" }, "111e"]);
});

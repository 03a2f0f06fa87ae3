import { expect, test, vi } from "vitest";

test("the README's example says what it says", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("./readme-example.ts");
  const said = log.mock.calls.map(([line]) => line as unknown);
  log.mockRestore();
  expect(said).toEqual([{ type: "lane.list" }, '{"jsonrpc":"2.0","id":1,"result":{"lanes":[]}}']);
});

import { expect, test, vi } from "vitest";

test("the README's example says what it says, and a described message shows no card data", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await import("./readme-example.ts");
  const said = log.mock.calls.map((words) => words.join(" "));
  log.mockRestore();
  expect(said[0]).toBe("iso8583 tillwire-p2pe");
  expect(said.join("\n")).toContain("0200");
  expect(said.join("\n")).not.toContain("ABABABAB");
});

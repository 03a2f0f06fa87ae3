import { createRecordingLogger } from "@tillwire/plugin-test";
import { expect, test } from "vitest";
import { createRefusalLog } from "../src/refusals.ts";

test("so many lines a minute; the others are counted, and told in the next minute", () => {
  let nowMs = 0;
  const log = createRecordingLogger();
  const refusals = createRefusalLog(log, 2, () => nowMs);
  const knock = (): void => refusals.note(403, "origin", { address: "127.0.0.1" });
  for (let count = 0; count < 5; count++) knock();
  expect(log.lines.map(({ event }) => event)).toEqual(["refused-at-the-door", "refused-at-the-door"]);
  nowMs = 60_000;
  knock();
  expect(log.lines.slice(2)).toEqual([
    { level: "warn", event: "refusals-not-logged", fields: { count: 3 } },
    {
      level: "warn",
      event: "refused-at-the-door",
      fields: { status: 403, reason: "origin", address: "127.0.0.1", origin: "" },
    },
  ]);
  nowMs = 120_000;
  knock();
  expect(log.lines).toHaveLength(5);
});

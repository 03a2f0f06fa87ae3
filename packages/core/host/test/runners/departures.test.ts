import { expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { createDepartures } from "../../src/runners/plugin-side/departures.ts";

const refused = (effect: "none" | "possible") =>
  Promise.reject(new TillwireError("LINK_LOST", { message: "Gone.", effect }));

test("what certainly did not leave does not count, all else does", async () => {
  const { count, watch } = createDepartures();
  const since = watch();
  await count(() => refused("none")).catch(() => undefined);
  expect(since()).toBe(false);
  await count(() => refused("possible")).catch(() => undefined);
  expect(since()).toBe(true);
  const later = watch();
  expect(later()).toBe(false);
  await count(() => Promise.resolve());
  expect(later()).toBe(true);
});

test("what is still on its way may have left", async () => {
  const { count, watch } = createDepartures();
  const since = watch();
  const { promise, reject } = Promise.withResolvers<void>();
  const sending = count(() => promise);
  expect(since()).toBe(true);
  reject(new TillwireError("LINK_LOST", { message: "Gone.", effect: "none" }));
  await sending.catch(() => undefined);
  expect(since()).toBe(false);
});

/** Runs the examples of the README as they stand there, in what looks to them like a browser. */
import { IDBFactory } from "fake-indexeddb";
import { afterAll, expect, test, vi } from "vitest";
import { createVirtualClock } from "@tillwire/plugin-test";
import { FakeBridge } from "./support/fake-bridge.ts";
import { FakeNetwork } from "./support/fake-network.ts";

const clock = createVirtualClock();
const network = new FakeNetwork(clock);
const bridge = new FakeBridge(network).start();
const printed: string[] = [];
const saved: string[] = [];

vi.stubGlobal("WebSocket", network.poweredBy(new AbortController().signal));
vi.stubGlobal("indexedDB", new IDBFactory());
vi.stubGlobal("print", (text: string) => void printed.push(text));
vi.stubGlobal("confirm", () => true);
vi.stubGlobal("saveOutcome", async (key: string) => void saved.push(key));
afterAll(() => void vi.unstubAllGlobals());

test("the examples run to their end", async () => {
  let isOver = false;
  const running = import("./readme-examples.ts").finally(() => (isOver = true));
  await expect.poll(async () => (await clock.advance(100), isOver), { timeout: 10_000 }).toBe(true);
  await running;
  expect(printed).toContain("card-presented");
  expect(printed.filter((text) => text === "Paid, A1B2C3")).toHaveLength(1);
  await expect.poll(async () => (await clock.advance(100), bridge.acknowledgedKeys.length)).toBe(2);
  expect(saved).toEqual(bridge.salesSeen.slice(1));
  expect(bridge.badFrames).toEqual([]);
});

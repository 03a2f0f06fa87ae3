/** A start with ten thousand open payments (P9): every step is taken in time that grows with their number, not its square. */
import { expect, test } from "vitest";
import { attemptId, paymentId, paymentKey } from "@tillwire/plugin-api";
import { applyRecord, decide, initialState, skipReservedNumbers } from "../src/index.ts";
import type { EngineState, Input, LaneRecord } from "../src/index.ts";
import { createEntropy } from "./harness/entropy.ts";
import { ableTerminal, capabilitiesOf } from "./harness/terminal-traits.ts";
import { configOf } from "./harness/world.ts";

const count = 10_000;
const config = configOf({ name: "front" });
const { lane } = config;
const recovery = { level: "B", horizonMs: 0, refusesLateArrival: true } as const;

function recordsOf(number: number): readonly LaneRecord[] {
  const digits = String(number).padStart(8, "0");
  const [key, id, attempt] = [paymentKey(`order-${digits}`), paymentId(`pm_${digits}`), attemptId(`at_${digits}`)];
  const terms = { parts: {}, partialApproval: false };
  const intent = {
    kind: "sale",
    amount: { amountMinor: 1, currency: "EUR" },
    terms,
    keyCreatedAt: 1,
    pos: "till",
  } as const;
  const plugin = { id: "virtual", version: "1.0.0" };
  const references = { references: { trace: digits }, counters: { "device virtual trace": number + 1 } };
  const abilities = { recovery, canReverse: true, tipOnDevice: false };
  return [
    { lane, atMs: 1, record: { type: "intent", key, id, lane, plugin, ...intent, seq: 2 * number + 1 } },
    {
      lane,
      atMs: 1,
      record: { type: "sent", key, attemptId: attempt, ...references, ...abilities, seq: 2 * number + 2 },
    },
  ];
}

test("10,000 open payments are folded, taken up and looked up", { timeout: 60_000 }, () => {
  const entropy = createEntropy(3);
  const startedAt = process.cpuUsage();
  const records = Array.from({ length: count }, (_, number) => recordsOf(number)).flat();
  let state: EngineState = skipReservedNumbers(records.reduce(applyRecord, initialState([config])));
  const next = (input: Input) => {
    const decision = decide(state, { input, atMs: 2, entropy: entropy() });
    ({ state } = decision);
    return decision.effects;
  };
  next({ type: "started" });
  const lookups = next({ type: "device-ready", lane, capabilities: capabilitiesOf(ableTerminal) });
  expect(state.open.size).toBe(count);
  const asked = lookups.flatMap((effect) => (effect.type === "look-up" ? [effect.attempt] : []));
  expect(asked.map(({ key }) => key)).toEqual(asked.map(({ key }) => key).toSorted()); // the oldest first
  for (const attempt of asked) next({ type: "looked-up", attempt, answer: { result: { kind: "not-found" } } });
  expect(state.open.size).toBe(0);
  const { user, system } = process.cpuUsage(startedAt);
  expect((user + system) / 1_000_000).toBeLessThan(20); // about two seconds; squared it would be a minute and more
});

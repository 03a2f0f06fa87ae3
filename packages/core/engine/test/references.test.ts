/** References: unique in their scope, across lanes and restarts, whatever their form. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { laneId, paymentKey } from "@tillwire/plugin-api";
import type { LaneId, ReferenceDeclaration, References } from "@tillwire/plugin-api";
import { applyRecord, decide, initialState, skipReservedNumbers } from "../src/index.ts";
import type { EngineState, LaneConfig, LaneRecord } from "../src/index.ts";
import { createEntropy } from "./harness/entropy.ts";
import { ableTerminal, capabilitiesOf } from "./harness/terminal-traits.ts";
import { configOf } from "./harness/world.ts";

const lanes = [laneId("front"), laneId("side")] as const;

function configsWith(declarations: readonly ReferenceDeclaration[]): readonly LaneConfig[] {
  return lanes.map((name) => {
    const config = configOf({ name });
    return { ...config, device: { ...config.device, references: declarations } };
  });
}

const entropy = createEntropy(7);

/** Takes a sale on a lane and has the terminal decline it; gives back the references that it was sent with. */
function sell(state: EngineState, lane: LaneId, count: number) {
  const records: LaneRecord[] = [];
  let references: References = {};
  let now = state;
  const next = (input: Parameters<typeof decide>[1]["input"]): void => {
    const decision = decide(now, { input, atMs: 1, entropy: entropy() });
    now = decision.state;
    records.push(...decision.records);
    for (const effect of decision.effects) {
      if (effect.type !== "execute") continue;
      ({ references } = effect.request);
      const { attempt } = effect;
      next({ type: "executed", attempt, answer: { result: { kind: "declined", reason: "unspecified" } } });
    }
  };
  next({ type: "device-ready", lane, capabilities: capabilitiesOf(ableTerminal) });
  const key = paymentKey(`order-${String(count).padStart(8, "0")}`);
  const amount = { amountMinor: 1, currency: "EUR" };
  const pos = { sessionId: "s", name: "till", asks: [] };
  next({ type: "command", requestId: "r", pos, command: { type: "payment.sale", key, keyCreatedAt: 1, lane, amount } });
  return { state: now, records, references };
}

const declaration: fc.Arbitrary<ReferenceDeclaration> = fc.record({
  name: fc.constantFrom("stan", "order-id", "service-id"),
  alphabet: fc.constantFrom("digits", "alphanumeric", "hexadecimal"),
  length: fc.integer({ min: 4, max: 40 }),
  scope: fc.constantFrom("lane", "device", "gateway"),
  uniqueForMs: fc.constant(1_000),
});
const declarations = fc.uniqueArray(declaration, { minLength: 1, maxLength: 3, selector: ({ name }) => name });
/** On which lane the next sale is, and whether the bridge was started anew before it. */
const sales = fc.array(fc.record({ lane: fc.nat(1), restart: fc.boolean() }), { minLength: 2, maxLength: 12 });

test("no reference comes twice in its scope, and each has the form that was asked for", () => {
  fc.assert(
    fc.property(declarations, sales, (wanted, plan) => {
      const configs = configsWith(wanted);
      const journal: LaneRecord[] = [];
      const given = new Set<string>();
      let state = initialState(configs);
      for (const [count, { lane, restart }] of plan.entries()) {
        if (restart) state = refold(configs, journal);
        const name = lanes[lane] ?? lanes[0];
        const sold = sell(state, name, count);
        state = sold.state;
        journal.push(...sold.records);
        for (const { name: reference, alphabet, length, scope } of wanted) {
          const value = sold.references[reference] ?? "";
          expect(value).toMatch(forms[alphabet]);
          expect(value).toHaveLength(length);
          const place = `${scope === "lane" ? name : "device"} ${reference} ${value}`;
          expect(given, place).not.toContain(place);
          given.add(place);
        }
      }
    }),
  );
});

const forms = { digits: /^\d+$/, alphanumeric: /^[0-9A-Z]+$/, hexadecimal: /^[0-9A-F]+$/ };

/** As a host does it: a lane after the other. */
function refold(configs: readonly LaneConfig[], journal: readonly LaneRecord[]): EngineState {
  const inOrder = lanes.flatMap((name) => journal.filter(({ lane }) => lane === name));
  return skipReservedNumbers(inOrder.reduce(applyRecord, initialState(configs)));
}

test("a short counter comes round after the last number that fits", () => {
  const wanted = [{ name: "stan", alphabet: "digits", length: 4, scope: "device", uniqueForMs: 1_000 }] as const;
  const base = initialState(configsWith(wanted));
  const counters = new Map([["device virtual stan", 9_998]]);
  const last = sell({ ...base, counters }, lanes[0], 1);
  const first = sell(last.state, lanes[1], 2);
  expect([last.references, first.references]).toEqual([{ stan: "9999" }, { stan: "0001" }]);
});

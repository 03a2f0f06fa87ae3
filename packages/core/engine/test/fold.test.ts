/** Decisions are pure, states are values, and the journal alone gives the state back. */
import fc from "fast-check";
import { isDeepStrictEqual } from "node:util";
import { serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import type { PaymentKey } from "@tillwire/plugin-api";
import { laneId, paymentId, paymentKey } from "@tillwire/plugin-api";
import {
  applyRecord,
  bridgeStatus,
  decide,
  factEvents,
  findPayment,
  initialState,
  openPayments,
  unattendedLanes,
} from "../src/index.ts";
import type { EngineState, LaneRecord } from "../src/index.ts";
import { emptyTable, lookUp, valuesOf, withEntry, withoutEntry } from "../src/table.ts";
import type { Table } from "../src/table.ts";
import { configOf } from "./harness/world.ts";
import { scenarios } from "./simulation/scenario.ts";
import { simulate } from "./simulation/simulate.ts";

const runs = 60;

test("the same arguments give the same decision, and leave the state that they were given as it was", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const broken: string[] = [];
      simulate(scenario, {
        decide: (state, occasion) => {
          const before = serialize(state);
          const [first, second] = [decide(state, occasion), decide(state, occasion)];
          if (!isDeepStrictEqual(first, second)) broken.push(`${occasion.input.type} is decided in two ways.`);
          if (!serialize(state).equals(before)) broken.push(`${occasion.input.type} changes the state it was given.`);
          return first;
        },
      });
      expect(broken).toEqual([]);
    }),
    { numRuns: runs },
  );
});

test("old snapshots stay true to the end of the day", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const snapshots: { readonly state: EngineState; readonly bytes: Buffer }[] = [];
      simulate(scenario, {
        decide: (state, occasion) => {
          if (snapshots.length < 100) snapshots.push({ state, bytes: serialize(state) });
          return decide(state, occasion);
        },
      });
      expect(snapshots.every(({ state, bytes }) => serialize(state).equals(bytes))).toBe(true);
    }),
    { numRuns: runs },
  );
});

const facts = { version: "1.0.0", mode: "demo", startedAtMs: 0 } as const;
const keys: readonly PaymentKey[] = [0, 1, 2, 3].map((at) => paymentKey(`order-000${at}`));

/** What a state says of its payments, in a form that can be compared. What is only of one run is left out. */
function said(state: EngineState) {
  const { openPayments: open, parkedPayments, undeliveredPayments } = bridgeStatus(state, facts);
  const payments = keys.map((key) => findPayment(state, { key }));
  const events = payments.flatMap((payment) => (payment ? factEvents(state, payment) : []));
  return { open, parkedPayments, undeliveredPayments, payments, events, counters: new Map(state.counters) };
}

test("folding the journal gives what the engine knew, whatever happened", () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      let last: EngineState | undefined;
      const { journal } = simulate(scenario, {
        decide: (state, occasion) => {
          const decision = decide(state, occasion);
          last = decision.state;
          return decision;
        },
      });
      const configs = ["front", "side"].map((name) => configOf({ name }));
      const lanes = [laneId("side"), laneId("front")]; // a lane after the other, in whatever order
      const records = lanes.flatMap((lane) => journal.filter((record) => record.lane === lane));
      const folded = records.reduce(applyRecord, initialState(configs));
      expect(last && said(folded)).toEqual(last && said(last));
    }),
    { numRuns: 200 },
  );
});

describe("lanes that are not configured any more", () => {
  const config = configOf({ name: "front" });
  const { lane } = config;
  const key = paymentKey("order-0001");
  const terms = { parts: {}, partialApproval: false };
  const intent: LaneRecord = {
    lane,
    atMs: 5,
    record: {
      type: "intent",
      key,
      id: paymentId("pm_00000001"),
      lane,
      kind: "sale",
      amount: { amountMinor: 1, currency: "EUR" },
      terms,
      keyCreatedAt: 1,
      plugin: { id: "virtual", version: "1.0.0" },
      pos: "till",
      seq: 1,
    },
  };

  test("are named while something is open on them, and their finals are still told", () => {
    const open = applyRecord(initialState([]), intent);
    expect(unattendedLanes(open)).toEqual(["front"]);
    expect(openPayments(open)).toMatchObject([{ key, state: "accepted" }]);
    const outcome = { kind: "canceled", by: "pos" } as const;
    const record = { type: "outcome", key, outcome, resolved: false, seq: 2 } as const;
    const closed = applyRecord(open, { lane, atMs: 6, record });
    expect(unattendedLanes(closed)).toEqual([]);
    expect(openPayments(closed)).toMatchObject([{ key, state: "final", finalAt: "1970-01-01T00:00:00.006Z" }]);
  });

  test("an intent that was never sent is final at the start: nothing was sent", () => {
    const state = applyRecord(initialState([config]), intent);
    const { records, effects } = decide(state, { input: { type: "started" }, atMs: 9, entropy: "00".repeat(32) });
    expect(records.map(({ record }) => record.type)).toEqual(["numbers", "outcome"]);
    expect(records[1]?.record).toMatchObject({ outcome: { kind: "failed", code: "NEVER_SENT" } });
    expect(effects.some(({ type }) => type === "look-up" || type === "execute")).toBe(false);
  });

  test("a record of a payment that is not there changes nothing", () => {
    const state = initialState([config]);
    const record = { type: "acknowledged", key, pos: "till" } as const;
    expect(applyRecord(state, { lane, atMs: 1, record })).toBe(state);
  });
});

test("a table is a map that never changes", () => {
  const changes = fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.option(fc.nat(9))), { maxLength: 60 });
  fc.assert(
    fc.property(changes, (list) => {
      const map = new Map<string, number>();
      let table: Table<number> = emptyTable();
      const history: { readonly table: Table<number>; readonly held: readonly (readonly [string, number])[] }[] = [];
      for (const [name, value] of list) {
        history.push({ table, held: [...map] });
        if (value === null) map.delete(name);
        else map.set(name, value);
        table = value === null ? withoutEntry(table, name) : withEntry(table, name, value);
      }
      expect(table.size).toBe(map.size);
      expect(sorted(valuesOf(table))).toEqual(sorted(map.values()));
      for (const { table: old, held } of history) {
        expect(old.size).toBe(held.length);
        for (const [name, value] of held) expect(lookUp(old, name)).toBe(value);
      }
    }),
  );
});

function sorted(values: Iterable<number>): readonly number[] {
  return [...values].toSorted((one, other) => one - other);
}

/** Records on their way into the journal and back: nothing is lost, and nothing is read that was never written. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JournalRecord, JsonValue } from "@tillwire/plugin-api";
import { attemptId, laneId, paymentId, paymentKey, TillwireError } from "@tillwire/plugin-api";
import { decodeRecord, encodeRecord } from "../src/index.ts";
import type { EngineRecord } from "../src/index.ts";

const seq = fc.integer({ min: 1 });
const amountMinor = fc.nat(999_999_999_999);
const name = fc.string({ minLength: 1, maxLength: 200 });
const text = fc.string({ maxLength: 4_000 });
const key = fc.stringMatching(/^[A-Za-z0-9._:-]{8,64}$/).map(paymentKey);
const lane = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,39}$/).map(laneId);
const references = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/), fc.stringMatching(/^[0-9A-Z]{4,40}$/), {
  maxKeys: 4,
  noNullPrototype: true,
});
const base = fc.record({ horizonMs: fc.nat(1_000_000), refusesLateArrival: fc.boolean() });
const recovery = fc.oneof(
  base.map((rest) => ({ level: "A" as const, windowMs: 60_000, ...rest })),
  fc.tuple(fc.constantFrom("B", "C", "D"), base).map(([level, rest]) => ({ level, ...rest })),
);
const breakdown = fc.record({
  currency: fc.constantFrom("EUR", "USD"),
  requestedMinor: amountMinor,
  tipMinor: amountMinor,
  surchargeMinor: amountMinor,
  cashbackMinor: amountMinor,
  authorizedMinor: amountMinor,
});
const approved = fc.record(
  { kind: fc.constant("approved" as const), breakdown, hostReference: name, authorizationCode: name },
  { requiredKeys: ["kind", "breakdown", "hostReference"] },
);
const undone = fc.record({ reversal: fc.constantFrom("pending", "done", "parked") }, { requiredKeys: [] });
const outcome = fc.oneof(
  approved,
  undone.map((rest) => ({ kind: "canceled" as const, by: "timeout" as const, ...rest })),
  fc
    .tuple(text, undone)
    .map(([message, rest]) => ({ kind: "failed" as const, code: "REVERSED" as const, message, ...rest })),
  fc
    .tuple(name, undone)
    .map(([hostCode, rest]) => ({ kind: "declined" as const, reason: "wrong-pin" as const, hostCode, ...rest })),
);
const hostReference = fc.record({ hostReference: name }, { requiredKeys: [] });

const records: fc.Arbitrary<EngineRecord> = fc.oneof(
  fc.record({
    type: fc.constant("intent" as const),
    key,
    id: fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/).map(paymentId),
    lane,
    kind: fc.constant("sale" as const),
    amount: fc.record({ amountMinor, currency: fc.constantFrom("EUR", "JPY") }),
    terms: fc.record(
      {
        parts: fc.record({ tip: amountMinor, tax: amountMinor, cashback: amountMinor }, { requiredKeys: [] }),
        partialApproval: fc.boolean(),
        orderReference: name,
      },
      { requiredKeys: ["parts", "partialApproval"] },
    ),
    keyCreatedAt: fc.nat(),
    plugin: fc.record({ id: name, version: name }),
    pos: name,
    seq,
  }),
  fc.record({
    type: fc.constant("sent" as const),
    key,
    attemptId: fc.stringMatching(/^[A-Za-z0-9_-]{8,64}$/).map(attemptId),
    references,
    counters: fc.dictionary(fc.string({ maxLength: 300 }), seq, { maxKeys: 3, noNullPrototype: true }),
    recovery,
    canReverse: fc.boolean(),
    tipOnDevice: fc.boolean(),
    seq,
  }),
  fc.record({ type: fc.constant("cancel-wanted" as const), key, seq }),
  fc.record({ type: fc.constant("settled" as const), key, outcome: approved, seq }),
  fc.record({ type: fc.constant("outcome" as const), key, outcome, resolved: fc.boolean(), seq }),
  fc.tuple(key, hostReference, seq).map(([of, rest, number]) => ({
    type: "reversal" as const,
    key: of,
    reason: "mismatch" as const,
    ...rest,
    seq: number,
  })),
  fc
    .tuple(key, hostReference, seq)
    .map(([of, rest, number]) => ({ type: "reversed" as const, key: of, ...rest, seq: number })),
  fc.record({ type: fc.constant("acknowledged" as const), key, pos: name }),
  fc.record({ type: fc.constant("closed" as const), key, lane, keyCreatedAt: fc.nat() }),
  fc.record({
    type: fc.constant("parked" as const),
    key,
    reversal: fc.boolean(),
    reason: text,
    instruction: text,
    seq,
  }),
  fc.record({ type: fc.constant("numbers" as const), until: seq }),
);

function throughText(record: EngineRecord, atMs: number): JournalRecord {
  return JSON.parse(JSON.stringify(encodeRecord(record, atMs))) as JournalRecord;
}

test("every record comes back as it went, through text", () => {
  fc.assert(
    fc.property(records, fc.nat(), (record, atMs) => {
      const stored = throughText(record, atMs);
      expect(stored).toMatchObject({ type: record.type, at: atMs });
      expect(decodeRecord(stored)).toEqual(record);
    }),
  );
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return TillwireError.is(thrown) ? thrown.code : "a stranger";
  }
  return "nothing was thrown";
}

describe("what was never written is not read", () => {
  test("any junk", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (type, data) => {
        // fast-check's JSON values are the same as ours, but for being mutable.
        expect(codeOf(() => decodeRecord({ type, at: 0, data: data as JsonValue }))).toBe("JOURNAL_CORRUPT");
      }),
    );
  });

  test("a record with one thing changed", () => {
    fc.assert(
      fc.property(records, fc.constantFrom("gone", "other", "more"), fc.nat(), (record, change, at) => {
        const { type, data } = throughText(record, 1);
        const changed = { ...(data as Record<string, JsonValue>) };
        const names = Object.keys(changed).filter((member) => member !== "hostReference");
        const member = names[at % names.length] ?? "key";
        if (change === "gone") delete changed[member];
        else if (change === "other") changed[member] = { nonsense: true };
        else changed["extra"] = 1;
        expect(codeOf(() => decodeRecord({ type, at: 1, data: changed }))).toBe("JOURNAL_CORRUPT");
      }),
    );
  });

  test.each([
    ["a form of the future", { until: 5, version: 2 }],
    ["no form at all", { until: 5 }],
    [
      "a type inside that says otherwise",
      { type: "closed", key: "order-0001", lane: "front", keyCreatedAt: 1, version: 1 },
    ],
    ["nothing", null],
    ["a list", [1, 2, 3]],
  ])("%s", (_, data) => {
    expect(codeOf(() => decodeRecord({ type: "numbers", at: 1, data }))).toBe("JOURNAL_CORRUPT");
  });

  test("the message names the type and what to do", () => {
    const data = { key: "order-0001", pos: "", version: 1 };
    expect(() => decodeRecord({ type: "acknowledged", at: 1, data })).toThrow(
      "A record of type acknowledged cannot be read: pos must not be empty. Keep the journal, and start the version that wrote it.",
    );
  });

  test("of a later form says which form it is", () => {
    const data = { key: "order-0001", pos: "till", version: 2 };
    expect(() => decodeRecord({ type: "acknowledged", at: 1, data })).toThrow(
      /its form is version 2, and this bridge knows version 1\. Keep the journal, and start the version that wrote it/,
    );
    expect(() => decodeRecord({ type: "tipped", at: 1, data: { ...data, version: 1 } })).toThrow(
      /type tipped cannot be read: type must be "intent", /,
    );
  });
});

test("what could not be read again is not written", () => {
  const record = { type: "acknowledged", key: paymentKey("order-0001"), pos: "" } as const;
  expect(codeOf(() => encodeRecord(record, 1))).toBe("INTERNAL");
});

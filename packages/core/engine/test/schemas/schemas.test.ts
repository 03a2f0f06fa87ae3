/** What the schemas of the vocabulary take and what they refuse, through the schemas themselves. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AMOUNT_MINOR_MAX, errorCatalog, prompts } from "@tillwire/plugin-api";
import type { AttemptOutcome } from "@tillwire/plugin-api";
import {
  attemptOutcomeSchema,
  cardSummarySchema,
  deviceEventSchema,
  emvTagsSchema,
  lookupResultSchema,
  moneySchema,
  paymentOutcomeSchema,
  questionAnswerSchema,
  questionSchema,
  recoverySchema,
  referencesSchema,
  reverseResultSchema,
  settleRequestSchema,
  terminalCapabilitiesSchema,
  terminalRequestSchema,
  TEXT_LENGTH_MAX,
} from "../../src/schemas/index.ts";

const breakdown = {
  currency: "EUR",
  requestedMinor: 1050,
  tipMinor: 0,
  surchargeMinor: 0,
  cashbackMinor: 0,
  authorizedMinor: 1050,
};
const approved = { kind: "approved", breakdown, hostReference: "4711" } as const satisfies AttemptOutcome;

const amount = fc.integer({ min: 0, max: AMOUNT_MINOR_MAX });
const errorCode = fc.constantFrom(...(Object.keys(errorCatalog) as (keyof typeof errorCatalog)[])); // the table's own keys
const outcomes: fc.Arbitrary<AttemptOutcome> = fc.oneof(
  amount.map((authorizedMinor) => ({ ...approved, breakdown: { ...breakdown, authorizedMinor } })),
  fc.record({
    kind: fc.constant("declined" as const),
    reason: fc.constantFrom("unspecified", "wrong-pin", "call-issuer"),
    message: fc.string({ maxLength: TEXT_LENGTH_MAX }),
  }),
  fc.record({ kind: fc.constant("canceled" as const), by: fc.constantFrom("shopper", "pos", "timeout") }),
  fc.record({ kind: fc.constantFrom("failed", "unknown"), code: errorCode, message: fc.string() }),
);

function accepts(schema: { safeParse(value: unknown): { success: boolean } }, value: unknown): boolean {
  return schema.safeParse(value).success;
}

describe("outcomes", () => {
  test("every outcome of the vocabulary is taken as it is", () => {
    fc.assert(
      fc.property(outcomes, (outcome) => {
        expect(attemptOutcomeSchema.parse(outcome)).toEqual(outcome);
      }),
    );
  });

  test("nothing that is not an outcome is taken, and nothing throws", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withMap: true, withDate: true }), (value) => {
        expect(accepts(attemptOutcomeSchema, value)).toBe(false);
      }),
    );
  });

  test.each([
    ["a member that the type does not have", { ...approved, extra: 1 }],
    ["a broken amount", { ...approved, breakdown: { ...breakdown, authorizedMinor: 10.5 } }],
    ["a negative amount", { ...approved, breakdown: { ...breakdown, authorizedMinor: -1 } }],
    [
      "an amount of more than twelve digits",
      { ...approved, breakdown: { ...breakdown, tipMinor: AMOUNT_MINOR_MAX + 1 } },
    ],
    ["no host reference", { kind: "approved", breakdown }],
    ["an endless message", { kind: "failed", code: "LINK_LOST", message: "x".repeat(TEXT_LENGTH_MAX + 1) }],
    ["a code that is not in the catalog", { kind: "failed", code: "toString", message: "x" }],
    ["a member that is there but undefined", { ...approved, authorizationCode: undefined }],
  ])("an outcome with %s is refused", (_, outcome) => {
    expect(accepts(attemptOutcomeSchema, outcome)).toBe(false);
  });

  test("a payment's outcome is never unknown and may say how far an undoing is", () => {
    expect(accepts(paymentOutcomeSchema, { kind: "unknown", code: "LINK_LOST", message: "x" })).toBe(false);
    expect(accepts(paymentOutcomeSchema, { kind: "canceled", by: "pos", reversal: "pending" })).toBe(true);
    expect(accepts(paymentOutcomeSchema, { ...approved, reversal: "done" })).toBe(false);
  });
});

describe("card data", () => {
  test("a card number is taken truncated only", () => {
    for (const pan of ["411111******1111", "************1111", "**********0004"]) {
      expect(accepts(cardSummarySchema, { entry: "chip", pan })).toBe(true);
    }
    for (const pan of ["4111111111111111", "4111111*****1111", "411111******11111", "411111*1111", "**"]) {
      expect(accepts(cardSummarySchema, { entry: "chip", pan }), pan).toBe(false);
    }
  });

  test.each(["57", "5A", "56", "9F6B", "9F20", "5F20", "9F46", "9F2D", "99"])(
    "EMV element %s is refused: it holds card data",
    (tag) => {
      expect(accepts(emvTagsSchema, { "9F26": "A1B2C3D4E5F60718" })).toBe(true);
      expect(accepts(emvTagsSchema, { "9F26": "A1B2C3D4E5F60718", [tag]: "00" })).toBe(false);
    },
  );
});

describe("the rest of the vocabulary", () => {
  test("amounts are bounded whole numbers with a currency code", () => {
    fc.assert(fc.property(amount, (amountMinor) => accepts(moneySchema, { amountMinor, currency: "USD" })));
    for (const value of [{ amountMinor: 1, currency: "eur" }, { amountMinor: Number.NaN, currency: "EUR" }, null]) {
      expect(accepts(moneySchema, value)).toBe(false);
    }
  });

  test("every prompt of the list can be an event, no other can", () => {
    for (const promptId of Object.keys(prompts)) {
      expect(accepts(deviceEventSchema, { type: "prompt", attemptId: "attempt-1", promptId })).toBe(true);
    }
    expect(accepts(deviceEventSchema, { type: "prompt", attemptId: "attempt-1", promptId: "say-your-pin" })).toBe(
      false,
    );
    expect(accepts(deviceEventSchema, { type: "prompt", attemptId: "attempt-1", promptId: "constructor" })).toBe(false);
  });

  test("questions and answers", () => {
    expect(accepts(questionSchema, { kind: "signature", image: { format: "png", bytes: new Uint8Array(8) } })).toBe(
      true,
    );
    expect(accepts(questionSchema, { kind: "signature", image: { format: "png", bytes: [1, 2] } })).toBe(false);
    expect(
      accepts(questionSchema, { kind: "signature", image: { format: "png", bytes: new Uint8Array(1 << 20) } }),
    ).toBe(false);
    expect(accepts(questionSchema, { kind: "application", labels: [] })).toBe(false);
    expect(accepts(questionAnswerSchema, { kind: "tip", tipMinor: null })).toBe(true);
    expect(accepts(questionAnswerSchema, { kind: "tip", tipMinor: -1 })).toBe(false);
  });

  test("recovery of level A has a window, the others have none", () => {
    const horizon = { horizonMs: 0, refusesLateArrival: true };
    expect(accepts(recoverySchema, { level: "A", windowMs: 1000, ...horizon })).toBe(true);
    expect(accepts(recoverySchema, { level: "A", ...horizon })).toBe(false);
    expect(accepts(recoverySchema, { level: "B", windowMs: 1000, ...horizon })).toBe(false);
  });

  test("references have names and alphabets that the engine can allocate", () => {
    expect(accepts(referencesSchema, { stan: "000001", "service-id": "AB12CD34EF" })).toBe(true);
    expect(accepts(referencesSchema, { stan: "1 or 2" })).toBe(false);
    expect(accepts(referencesSchema, { STAN: "000001" })).toBe(false);
  });

  test("what is settled, looked up and reversed", () => {
    expect(accepts(settleRequestSchema, { references: { stan: "000001" }, outcome: approved })).toBe(true);
    expect(accepts(settleRequestSchema, { references: { stan: "000001" }, outcome: {} })).toBe(false);
    expect(accepts(lookupResultSchema, { kind: "found", outcome: approved })).toBe(true);
    expect(accepts(lookupResultSchema, { kind: "found" })).toBe(false);
    expect(accepts(reverseResultSchema, { kind: "done" })).toBe(true);
    expect(accepts(reverseResultSchema, { kind: "perhaps" })).toBe(false);
  });

  test("requests say exactly what their operation needs", () => {
    const attempt = { attemptId: "attempt-1", references: { stan: "000001" } };
    const money = { amountMinor: 1050, currency: "EUR" };
    expect(
      accepts(terminalRequestSchema, { ...attempt, operation: "sale", amount: money, partialApproval: false }),
    ).toBe(true);
    expect(accepts(terminalRequestSchema, { ...attempt, operation: "sale", amount: money })).toBe(false);
    expect(accepts(terminalRequestSchema, { ...attempt, operation: "void", amount: money })).toBe(false);
    expect(accepts(terminalRequestSchema, { ...attempt, operation: "verify", currency: "EUR" })).toBe(true);
  });

  test("capabilities name known operations only", () => {
    const capabilities = {
      operations: { sale: { support: "native", recovery: { level: "B", horizonMs: 0, refusesLateArrival: true } } },
      entries: ["chip"],
      currencies: "any",
      cancel: true,
      partialApproval: false,
      tipOnDevice: false,
      amountParts: [],
      receipts: "none",
      questions: [],
    };
    expect(accepts(terminalCapabilitiesSchema, capabilities)).toBe(true);
    expect(accepts(terminalCapabilitiesSchema, { ...capabilities, operations: { steal: { support: "native" } } })).toBe(
      false,
    );
    expect(accepts(terminalCapabilitiesSchema, { ...capabilities, operations: { sale: { support: "native" } } })).toBe(
      false,
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AMOUNT_MINOR_MAX,
  attemptId,
  defaultAnswer,
  defineJournal,
  defineLinkProvider,
  isPromptId,
  laneId,
  money,
  paymentId,
  paymentKey,
  plainBreakdown,
  prompts,
  supportOf,
  truncatePan,
  truncatedPan,
} from "../src/index.ts";
import type { Question } from "../src/index.ts";

describe("money", () => {
  test("is a bounded integer with a currency", () => {
    expect(money(0, "EUR")).toEqual({ amountMinor: 0, currency: "EUR" });
    expect(money(AMOUNT_MINOR_MAX, "JPY").amountMinor).toBe(999_999_999_999);
    for (const amount of [-1, 0.5, Number.NaN, AMOUNT_MINOR_MAX + 1, Number.POSITIVE_INFINITY]) {
      expect(() => money(amount, "EUR")).toThrow(/minor units/);
    }
    for (const currency of ["eur", "EU", "EURO", "", "E1R"]) expect(() => money(1, currency)).toThrow(/currency/);
  });

  test("of a plain approval adds up", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: AMOUNT_MINOR_MAX }), (amountMinor) => {
        const parts = plainBreakdown({ amountMinor, currency: "EUR" });
        const sum = parts.requestedMinor + parts.tipMinor + parts.surchargeMinor + parts.cashbackMinor;
        expect(parts.authorizedMinor).toBe(sum);
      }),
    );
  });
});

describe("identifiers", () => {
  test("have a form each, and say what it is", () => {
    expect(paymentKey("order-1042.till:2")).toBe("order-1042.till:2");
    expect(laneId("till-1")).toBe("till-1");
    expect(paymentId("pm_0123456789")).toBe("pm_0123456789");
    expect(attemptId("at_0123456789")).toBe("at_0123456789");
    expect(() => paymentKey("short")).toThrow(/8 to 64/);
    expect(() => paymentKey("with a blank")).toThrow(/8 to 64/);
    expect(() => laneId("Till 1")).toThrow(/1 to 40/);
    expect(() => attemptId("a".repeat(65))).toThrow(/8 to 64/);
  });
});

describe("card numbers", () => {
  test("are shown with first six and last four at most", () => {
    expect(truncatePan("4111111111111111")).toBe("411111******1111");
    expect(truncatePan("41111112")).toBe("****1112");
    for (const digits of ["411", "4111 1111 1111 1111", "x".repeat(16), "4".repeat(20)]) {
      expect(() => truncatePan(digits)).toThrow(/8 to 19 digits/);
    }
  });

  test("in clear never pass as truncated, and are never repeated in the message", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{8,19}$/), (digits) => {
        expect(() => truncatedPan(digits)).toThrow(/mask it/);
        expect(() => truncatedPan(digits)).not.toThrow(new RegExp(digits));
        const hidden = [...truncatePan(digits)].filter((character) => character === "*").length;
        expect(digits.length - hidden).toBeLessThanOrEqual(10);
        expect(hidden).toBeGreaterThanOrEqual(2);
      }),
    );
  });

  test("with too many digits in clear are refused", () => {
    for (const text of ["4111111*****1111", "411111*****11111", "411111*1234", "411111******1111x"]) {
      expect(() => truncatedPan(text)).toThrow(/mask it/);
    }
  });
});

describe("tables", () => {
  test("an operation that is left out is unsupported", () => {
    const sale = { support: "native", recovery: { level: "B", horizonMs: 0, refusesLateArrival: true } } as const;
    expect(supportOf({ sale }, "sale")).toBe(sale);
    expect(supportOf<"sale" | "refund">({ sale }, "refund")).toEqual({ support: "unsupported" });
  });

  test("every question has a default that commits to nothing", () => {
    const breakdown = plainBreakdown({ amountMinor: 1, currency: "EUR" });
    const stated = { amountMinor: 1, currency: "EUR" };
    const questions: readonly Question[] = [
      { kind: "signature" },
      { kind: "partial-approval", breakdown },
      { kind: "application", labels: ["Debit", "Credit"] },
      { kind: "amount", stated },
      { kind: "tip", stated },
      { kind: "surcharge", surcharge: stated },
      { kind: "referral" },
    ];
    expect(questions.map(defaultAnswer)).toEqual([
      { kind: "signature", matches: false },
      { kind: "partial-approval", accept: false },
      { kind: "application", index: 0 },
      { kind: "amount", amountMinor: null },
      { kind: "tip", tipMinor: null },
      { kind: "surcharge", accept: false },
      { kind: "referral", authorizationCode: null },
    ]);
  });

  test("prompts are a closed list with a text each", () => {
    expect(isPromptId("enter-pin")).toBe(true);
    expect(isPromptId("tell-us-your-pin")).toBe(false);
    for (const { english } of Object.values(prompts)) expect(english.length).toBeGreaterThan(3);
  });
});

describe("plugins", () => {
  test("are frozen, with kind and spec filled in", () => {
    const journal = defineJournal({
      id: "example",
      displayName: "Example",
      version: "1.0.0",
      settings: {
        "~standard": {
          version: 1,
          vendor: "example",
          validate: (value) => ({ value }),
          jsonSchema: { input: () => ({}) },
        },
      },
      open: () => Promise.reject(new TypeError("not opened here")),
    });
    expect(journal).toMatchObject({ kind: "journal", spec: "journal/v1" });
    expect(Object.isFrozen(journal)).toBe(true);
    const link = defineLinkProvider({ transport: "tcp", open: () => Promise.reject(new TypeError("not opened here")) });
    expect(link.spec).toBe("link/v1");
    expect(Object.isFrozen(link)).toBe(true);
  });
});

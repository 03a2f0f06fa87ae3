/** Card numbers: published test numbers, and what holds for all of them. */
import { truncatePan } from "@tillwire/plugin-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { brandRules, findBrand, findPanFault, isLuhnValid, isPan, luhnCheckDigit, maskPan } from "../src/index.ts";
import { vectors } from "./support/vectors.ts";

test.each(vectors<{ pan: string }, { valid: boolean }>("pan", "luhn"))("$id", ({ inputs, expected }) => {
  expect(isLuhnValid(inputs.pan)).toBe(expected.valid);
});

test.each(vectors<{ payload: string }, { digit: string }>("pan", "check-digit"))("$id", ({ inputs, expected }) => {
  expect(luhnCheckDigit(inputs.payload)).toBe(expected.digit);
});

test.each(vectors<{ pan: string }, { brand: string }>("pan", "brand"))("$id", ({ inputs, expected }) => {
  expect(findBrand(inputs.pan)?.brand).toBe(expected.brand);
  // The brand is known from the digits that may be shown, too, for these numbers.
  expect(findBrand(inputs.pan.slice(0, 6))?.brand).toBe(expected.brand);
});

/** Two tables disagree about Visa's lengths (13 against 18); both are taken. */
test.each(
  vectors<{ brand: string }, { prefixes: (number | [number, number])[]; lengths: number[] }>("pan", "brand-rule"),
)("$id", ({ inputs, expected }) => {
  const rule = [...brandRules.values()].find(({ brand }) => brand === inputs.brand);
  const prefixes = expected.prefixes.map((prefix) => (Array.isArray(prefix) ? prefix.join("-") : String(prefix)));
  expect(rule?.prefixes).toEqual(prefixes);
  expect(rule?.lengths).toEqual(expect.arrayContaining(expected.lengths));
});

test.each(vectors<{ brand: string }, { lengths: number[] }>("pan", "brand-length"))("$id", ({ inputs, expected }) => {
  const rule = [...brandRules.values()].find(({ brand }) => brand === inputs.brand);
  expect(rule?.lengths).toEqual(expect.arrayContaining(expected.lengths));
});

test.each(vectors<{ pan: string; first: number; last: number; maskChar: string }, { masked: string }>("pan", "mask"))(
  "$id",
  ({ inputs: { pan, first, last, maskChar: character }, expected }) => {
    expect(maskPan(pan, { first, last, character })).toBe(expected.masked);
    if (first === 6 && character === "*") expect(truncatePan(pan)).toBe(expected.masked);
  },
);

test.each(vectors<{ pan: string; digits: number }, { bin: string }>("pan", "bin"))("$id", ({ inputs, expected }) => {
  expect(inputs.pan.slice(0, inputs.digits)).toBe(expected.bin);
  expect(findBrand(expected.bin)?.brand).toBe(findBrand(inputs.pan)?.brand);
});

/** Publishers name a brand in their own way, or two brands, or none. */
test.each(vectors<{ pan: string }, { length: number; luhnValid: boolean; brand?: string }>("testcards", "test-pan"))(
  "$id",
  ({ inputs, expected }) => {
    expect(inputs.pan).toHaveLength(expected.length);
    expect(isLuhnValid(inputs.pan)).toBe(expected.luhnValid);
    expect(isPan(inputs.pan)).toBe(true);
    if (brandRules.has(expected.brand as never)) expect(findBrand(inputs.pan)?.brand).toBe(expected.brand);
  },
);

const digits = (length: fc.Arbitrary<number>): fc.Arbitrary<string> =>
  length.chain((count) =>
    fc.string({ unit: fc.constantFrom(..."0123456789".split("")), minLength: count, maxLength: count }),
  );

test("one wrong digit never keeps the check digit right", () => {
  fc.assert(
    fc.property(
      digits(fc.integer({ min: 7, max: 18 })),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (payload, place, by) => {
        const pan = payload + luhnCheckDigit(payload);
        expect(isLuhnValid(pan)).toBe(true);
        const index = place % pan.length;
        const wrong = String((Number(pan[index]) + by) % 10);
        expect(isLuhnValid(pan.slice(0, index) + wrong + pan.slice(index + 1))).toBe(false);
      },
    ),
  );
  expect(isLuhnValid("")).toBe(false);
  expect(isLuhnValid("4111 1111 1111 1111")).toBe(false);
  expect(() => luhnCheckDigit("41x")).toThrow("over digits only");
});

test("a mask hides everything but what it says, and never shows more than six and four", () => {
  const counts = fc.record({ first: fc.integer({ min: -1, max: 8 }), last: fc.integer({ min: -1, max: 6 }) });
  fc.assert(
    fc.property(digits(fc.integer({ min: 8, max: 19 })), counts, (pan, { first, last }) => {
      const mask = (): string => maskPan(pan, { first, last, character: "x" });
      if (first < 0 || first > 6 || last < 0 || last > 4 || first + last >= pan.length) {
        expect(mask).toThrow(/card number/i);
        return;
      }
      const hidden = "x".repeat(pan.length - first - last);
      expect(mask()).toBe(pan.slice(0, first) + hidden + (last === 0 ? "" : pan.slice(-last)));
    }),
  );
  expect(() => maskPan("1234567", { first: 0, last: 4, character: "*" })).toThrow("8 to 19 digits");
  expect(() => maskPan("4111111111111111", { first: 6, last: 4, character: "" })).toThrow("first six and last four");
});

test("what is odd about a number is named", () => {
  expect(findPanFault("4761739001010119")).toBeUndefined();
  expect(findPanFault("4761739001010118")).toBe("luhn");
  expect(findPanFault("42424242424242")).toBe("length");
  expect(findPanFault("4761 7390 0101 0119")).toBe("form");
  expect(findPanFault("0000000000")).toBeUndefined();
});

test("a brand is found by its longest prefix", () => {
  expect(findBrand("6500330000000000")?.brand).toBe("elo");
  expect(findBrand("6500000000000000")?.brand).toBe("discover");
  expect(findBrand("1800000000000000")?.brand).toBe("jcb");
  expect(findBrand("5061000000000000")?.brand).toBe("verve");
  expect(findBrand("9")).toBeUndefined();
  expect(findBrand("x4")).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => void findBrand(text)));
});

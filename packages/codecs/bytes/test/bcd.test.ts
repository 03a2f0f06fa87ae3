import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packDigits, toHex, unpackDigits, type BcdPadding } from "../src/index.ts";

const digits = fc.string({ unit: fc.constantFrom(...Array.from("0123456789ABCDEF")), maxLength: 40 });
const paddings = fc.record<BcdPadding>({ side: fc.constantFrom("left", "right"), nibble: fc.constantFrom("0", "F") });

test("digits come back under every padding", () => {
  fc.assert(
    fc.property(digits, paddings, (text, padding) => {
      expect(unpackDigits(packDigits(text, padding), text.length, padding.side)).toBe(text);
    }),
  );
});

test("the four conventions for an odd count", () => {
  expect(toHex(packDigits("123"))).toBe("0123");
  expect(toHex(packDigits("123", { side: "left", nibble: "F" }))).toBe("F123");
  expect(toHex(packDigits("123", { side: "right", nibble: "0" }))).toBe("1230");
  expect(toHex(packDigits("123", { side: "right", nibble: "F" }))).toBe("123F");
});

test("other characters and wrong lengths are refused", () => {
  expect(() => packDigits("12a4")).toThrow("Character 2 is not a digit.");
  expect(() => packDigits("1")).not.toThrow();
  expect(() => unpackDigits(Uint8Array.of(0x12), 3)).toThrow("3 digits need 2 bytes, there are 1.");
});

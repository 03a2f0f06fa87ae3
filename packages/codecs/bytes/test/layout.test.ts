import { TillwireError } from "@tillwire/plugin-api";
import * as fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";
import { binary, constant, defineLayout, digits, packedDigits, text, toHex, unsigned } from "../src/index.ts";

const everything = defineLayout([
  digits("terminalId", 8),
  constant("0"),
  constant(Uint8Array.of(0x1c)),
  packedDigits("amountMinor", 11),
  text("message", 20),
  binary("mac", 4),
  unsigned("count", 2),
]);

const number = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from("0123456789")), minLength: length, maxLength: length });
const values = fc.record({
  terminalId: number(8),
  amountMinor: number(11),
  message: fc.string({ unit: "binary-ascii", maxLength: 20 }).map((line) => line.replace(/ +$/, "")),
  mac: fc.uint8Array({ minLength: 4, maxLength: 4 }),
  count: fc.integer({ min: 0, max: 65_535 }),
});

test("a value comes back from its bytes", () => {
  expect(everything.byteCount).toBe(8 + 1 + 1 + 6 + 20 + 4 + 2);
  fc.assert(
    fc.property(values, (value) => {
      expect(everything.decode(everything.encode(value))).toEqual(value);
    }),
  );
});

test("the members have the types of their fields", () => {
  expectTypeOf(everything.decode).returns.toEqualTypeOf<{
    readonly terminalId: string;
    readonly amountMinor: string;
    readonly message: string;
    readonly mac: Uint8Array;
    readonly count: number;
  }>();
});

test("short numbers and texts are filled up", () => {
  const layout = defineLayout([digits("a", 4), packedDigits("b", 3), text("c", 3)]);
  expect(toHex(layout.encode({ a: "7", b: "7", c: "x" }))).toBe("303030370007782020");
});

test("any bytes give a value that is written the same way, or an error of ours", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      try {
        expect(everything.encode(everything.decode(bytes))).toEqual(bytes);
      } catch (error) {
        if (!TillwireError.is(error)) throw error;
        expect(error).toMatchObject({ code: "FRAME_INVALID", effect: "possible" });
      }
    }),
  );
});

test("an error names the field and the byte, never the value", () => {
  const layout = defineLayout([text("name", 2), digits("number", 4), constant("s")]);
  const decode = (message: string) => () => layout.decode(new TextEncoder().encode(message));
  expect(decode("ab12x4s")).toThrow("number at byte 2: There is something else than digits.");
  expect(decode("ab1234t")).toThrow("A constant at byte 6: Something else stands where a constant belongs.");
  expect(decode("ab1234")).toThrow("A constant at byte 6: 1 bytes are wanted at byte 6, 0 are left.");
  expect(decode("ab1234ss")).toThrow("1 bytes are left over at byte 7.");
  const refused = (value: { name: string; number: string }) => () => layout.encode(value);
  expect(refused({ name: "abc", number: "1" })).toThrow("name at byte 0: 3 characters do not fit in 2.");
  expect(refused({ name: "a", number: "12345" })).toThrow("number at byte 2: 5 digits do not fit in 4.");
  expect(refused({ name: "a", number: "1-" })).toThrow("number at byte 2: There is something else than digits.");
});

test("a packed number of an odd count has a zero in front, and nothing else", () => {
  const layout = defineLayout([packedDigits("number", 3)]);
  expect(layout.decode(Uint8Array.of(0x01, 0x23))).toEqual({ number: "123" });
  expect(() => layout.decode(Uint8Array.of(0x11, 0x23))).toThrow("The number has more than 3 digits.");
  expect(() => layout.decode(Uint8Array.of(0x01, 0xa3))).toThrow("something else than digits");
});

test("two fields of one name, and constants that are no bytes, are refused when the layout is made", () => {
  expect(() => defineLayout([digits("a", 1), text("a", 1)])).toThrow("Two fields of a layout have one name.");
  expect(() => constant("€")).toThrow("does not fit in one byte");
});

import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  aesKey,
  decodeFormat4PinField,
  decodePinBlock,
  decryptPin,
  encodePinBlock,
  encryptPin,
  format4PanField,
  tdesKey,
  type ClearPin,
  type PinBlockLayout,
} from "../src/index.ts";

const malformed: unknown = expect.objectContaining({ code: "FRAME_INVALID", effect: "possible" });
const refusal: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });

const digits = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((numbers) => numbers.join(""));
const pins = digits(4, 12);
const pans = digits(8, 19);
const formats = fc.constantFrom(0, 1, 2, 3);
const seeds = fc.uint8Array({ minLength: 16, maxLength: 16 });

function clearPin(format: 0 | 1 | 2 | 3, pin: string, { pan, seed }: { pan: string; seed: Uint8Array }): ClearPin {
  const random = (length: number) => seed.slice(0, length);
  return format === 0 || format === 2 ? { format, pin, pan } : { format, pin, pan, random };
}

const layoutOf = (format: 0 | 1 | 2 | 3, pan: string): PinBlockLayout =>
  format === 0 || format === 3 ? { format, pan } : { format };

test("a PIN comes back from every format, whatever fills it up", () => {
  fc.assert(
    fc.property(formats, pins, pans, seeds, (format, pin, pan, seed) => {
      const block = encodePinBlock(clearPin(format, pin, { pan, seed }));
      expect(block).toHaveLength(8);
      expect(decodePinBlock(block, layoutOf(format, pan))).toBe(pin);
    }),
  );
});

test("a PIN comes back from under a key, in the formats that travel", () => {
  const tdes = tdesKey("pin", fromHex("0123456789ABCDEFFEDCBA9876543210"));
  const aes = aesKey("pin", fromHex("00112233445566778899AABBCCDDEEFF"));
  fc.assert(
    fc.property(pins, pans, seeds, fc.constantFrom("full", "account-digits"), (pin, pan, seed, panRule) => {
      const random = (length: number) => seed.slice(0, length);
      for (const clear of [
        { format: 0, pin, pan },
        { format: 1, pin, random },
        { format: 3, pin, pan, random },
      ] as const) {
        expect(decryptPin(tdes, encryptPin(tdes, clear), clear)).toBe(pin);
      }
      const layout = { format: 4, pan, panRule } as const;
      expect(decryptPin(aes, encryptPin(aes, { ...layout, pin, random }), layout)).toBe(pin);
    }),
  );
});

test("any bytes are either a PIN block, which is then the only one of its PIN, or refused with one and the same error", () => {
  fc.assert(
    fc.property(formats, fc.uint8Array({ minLength: 6, maxLength: 17 }), pans, (format, bytes, pan) => {
      let pin: string;
      try {
        pin = decodePinBlock(bytes, layoutOf(format, pan));
      } catch (error) {
        expect(error).toMatchObject({
          code: "FRAME_INVALID",
          message: `This is not a PIN block of format ${format} for this card number and key.`,
        });
        return;
      }
      expect(pin).toMatch(/^[0-9]{4,12}$/);
      if (format === 0 || format === 2) expect(encodePinBlock({ format, pin, pan })).toEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});

test("a format 4 field with one nibble wrong says no more than that it is none", () => {
  fc.assert(
    fc.property(pins, fc.nat({ max: 15 }), fc.integer({ min: 10, max: 15 }), (pin, place, nibble) => {
      const text = `4${pin.length.toString(16).toUpperCase()}${pin.padEnd(14, "A")}0011223344556677`;
      expect(decodeFormat4PinField(fromHex(text))).toBe(pin);
      const wrong = text.slice(0, place) + nibble.toString(16).toUpperCase() + text.slice(place + 1);
      fc.pre(wrong !== text && place !== 1);
      expect(() => decodeFormat4PinField(fromHex(wrong))).toThrow(
        "This is not a PIN block of format 4 for this card number and key.",
      );
    }),
  );
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 20 }).filter(({ length }) => length !== 16),
      (bytes) => {
        expect(() => decodeFormat4PinField(bytes)).toThrow(malformed);
      },
    ),
  );
});

test("another card number, another key or a cut block is no PIN block", () => {
  const key = tdesKey("pin", fromHex("0123456789ABCDEFFEDCBA9876543210"));
  const block = encryptPin(key, { format: 0, pin: "1234", pan: "4012345678909" });
  const layout = { format: 0, pan: "4012345678909" } as const;
  // The first two account digits meet PIN digits, so a mistake in them alone gives another PIN; the rest meets the fill.
  expect(decryptPin(key, block, { format: 0, pan: "4112345678909" })).toBe("1235");
  expect(() => decryptPin(key, block, { format: 0, pan: "4013345678909" })).toThrow(malformed);
  expect(() => decryptPin(tdesKey("pin", new Uint8Array(16)), block, layout)).toThrow(malformed);
  expect(() => decryptPin(key, block.slice(0, 7), layout)).toThrow(malformed);
  const aes = aesKey("pin", new Uint8Array(16));
  expect(() => decryptPin(aes, block, { format: 4, pan: "4012345678909" })).toThrow(malformed);
});

test("PINs and card numbers that are none are refused without being repeated", () => {
  fc.assert(
    fc.property(
      formats,
      fc.oneof(digits(0, 3), digits(13, 20), fc.constantFrom("12a4", "12 4", "١٢٣٤")),
      seeds,
      (format, pin, seed) => {
        expect(() => encodePinBlock(clearPin(format, pin, { pan: "4012345678909", seed }))).toThrow(refusal);
      },
    ),
  );
  for (const pan of ["", "1234567", "40123456789x9", "40123456789012345678"]) {
    expect(() => encodePinBlock({ format: 0, pin: "1234", pan })).toThrow("A card number has 8 to 19 digits.");
  }
  for (const pan of ["", "4012345678901234567890", "4x"]) expect(() => format4PanField(pan)).toThrow(refusal);
});

test("the account digits of a format 4 block are the twelve before the check digit", () => {
  expect(toHex(format4PanField("4000001234567899", "account-digits"))).toBe("00001234567890000000000000000000");
  expect(toHex(format4PanField("4000001234567899"))).toBe("44000001234567899000000000000000");
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader, ByteWriter } from "../src/index.ts";

test("what is written is read again, beyond the first buffer too", () => {
  const widths = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, 6 as const);
  const numbers = widths.chain((width) =>
    fc.tuple(
      fc.constant(width),
      fc.maxSafeNat().map((n) => n % 256 ** width),
    ),
  );
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 200 }), fc.uint8Array({ maxLength: 900 }), (values, bytes) => {
      const writer = new ByteWriter();
      for (const [width, value] of values) writer.unsigned(value, width);
      const reader = new ByteReader(writer.bytes(bytes).finish());
      for (const [width, value] of values) expect(reader.unsigned(width)).toBe(value);
      expect(reader.rest()).toEqual(bytes);
    }),
  );
});

test("each kind of number stands as its name says", () => {
  const written = new ByteWriter().uint8(1).uint16(0x0203).uint16LittleEndian(0x0405).uint32(0x0607_0809).latin1("Aä");
  expect(written.length).toBe(11);
  expect(written.finish()).toEqual(Uint8Array.of(1, 2, 3, 5, 4, 6, 7, 8, 9, 0x41, 0xe4));
  expect(written.length).toBe(0);
});

test("a length that is known only afterwards is patched in", () => {
  const writer = new ByteWriter().uint16(0).latin1("abc");
  expect(writer.patch(0, Uint8Array.of(0, 3)).finish()).toEqual(Uint8Array.of(0, 3, 0x61, 0x62, 0x63));
  expect(() => writer.uint8(1).patch(0, Uint8Array.of(1, 2))).toThrow("have not been written yet");
});

test("what was finished does not change when the writer is used again", () => {
  const writer = new ByteWriter();
  const first = writer.uint8(1).finish();
  writer.uint8(2).finish();
  expect(first).toEqual(Uint8Array.of(1));
});

test("what does not fit is refused with effect none, and leaves nothing behind", () => {
  const refused: unknown = expect.objectContaining({ code: "REQUEST_INVALID", effect: "none" });
  for (const value of [-1, 256, 1.5, Number.NaN]) expect(() => new ByteWriter().uint8(value)).toThrow(refused);
  expect(() => new ByteWriter().uint16LittleEndian(65_536)).toThrow(refused);
  expect(() => new ByteWriter().latin1("€")).toThrow("Character 0 of the text does not fit in one byte.");
  const small = new ByteWriter(2).uint8(1);
  expect(() => small.bytes(new Uint8Array(2))).toThrow("longer than 2 bytes");
  expect(small.finish()).toEqual(Uint8Array.of(1));
});

import { TillwireError } from "@tillwire/plugin-api";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ByteReader } from "../src/index.ts";

test("reads front to back and says where it is", () => {
  const reader = new ByteReader(Uint8Array.of(0x01, 0x02, 0x03, 0x34, 0x12, 0xff, 0xff, 0xff, 0xff, 0x41, 0xe4, 0x00));
  expect(reader.peek()).toBe(0x01);
  expect(reader.uint8()).toBe(0x01);
  expect(reader.uint16()).toBe(0x0203);
  expect(reader.uint16LittleEndian()).toBe(0x1234);
  expect(reader.uint32()).toBe(0xffff_ffff);
  expect(reader.latin1(2)).toBe("Aä");
  expect([reader.position, reader.remaining]).toEqual([11, 1]);
  expect(() => reader.expectEnd()).toThrow("1 bytes are left over at byte 11.");
  expect(reader.rest()).toEqual(Uint8Array.of(0));
  expect(reader.peek()).toBeUndefined();
  reader.expectEnd();
});

test("six bytes are a whole number, as exact as a number can be", () => {
  expect(new ByteReader(new Uint8Array(6).fill(0xff)).unsigned(6)).toBe(2 ** 48 - 1);
});

test("a read that asks for more than there is, or for nonsense, throws and does not move", () => {
  const lengths = fc.oneof(fc.integer({ min: -3, max: 20 }), fc.constantFrom(Number.NaN, Infinity, 1.5));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 16 }), lengths, (bytes, length) => {
      const reader = new ByteReader(bytes);
      if (Number.isInteger(length) && length >= 0 && length <= bytes.length) {
        expect(reader.bytes(length)).toEqual(bytes.subarray(0, length));
        return;
      }
      expect(() => reader.bytes(length)).toThrow(TillwireError);
      expect(() => reader.latin1(length)).toThrow("are wanted at byte 0");
      expect(reader.position).toBe(0);
    }),
  );
});

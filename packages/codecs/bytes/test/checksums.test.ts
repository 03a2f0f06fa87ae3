/** The check values are those of the catalog of parametrised CRC algorithms, for the digits 1 to 9. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { crc16CcittFalse, crc16Kermit, crc16Xmodem, defineCrc16, lrc, type Crc16Parameters } from "../src/index.ts";

const nine = new TextEncoder().encode("123456789");

test("the check values of the named CRCs", () => {
  expect(crc16Xmodem(nine)).toBe(0x31c3);
  expect(crc16Kermit(nine)).toBe(0x2189);
  expect(crc16CcittFalse(nine)).toBe(0x29b1);
});

test.each<[string, Crc16Parameters, number]>([
  ["ARC", { polynomial: 0x8005, initial: 0, reflected: true, xorOut: 0 }, 0xbb3d],
  ["MODBUS", { polynomial: 0x8005, initial: 0xffff, reflected: true, xorOut: 0 }, 0x4b37],
  ["X-25", { polynomial: 0x1021, initial: 0xffff, reflected: true, xorOut: 0xffff }, 0x906e],
  ["GENIBUS", { polynomial: 0x1021, initial: 0xffff, reflected: false, xorOut: 0xffff }, 0xd64e],
  ["TMS37157", { polynomial: 0x1021, initial: 0x89ec, reflected: true, xorOut: 0 }, 0x26b1],
])("CRC-16/%s from its parameters", (_, parameters, check) => {
  expect(defineCrc16(parameters)(nine)).toBe(check);
});

test("a CRC in pieces is the CRC of the whole, and one wrong bit changes it", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 100 });
  const crcs = fc.constantFrom(
    crc16CcittFalse,
    crc16Kermit,
    defineCrc16({ polynomial: 0x1021, initial: 0xffff, reflected: true, xorOut: 0xffff }),
  );
  fc.assert(
    fc.property(bytes, fc.nat(), crcs, (message, place, crc) => {
      const cut = place % message.length;
      expect(crc(message.subarray(cut), crc(message.subarray(0, cut)))).toBe(crc(message));
      const wrong = message.map((byte, index) => (index === cut ? byte ^ (1 << (place % 8)) : byte));
      expect(crc(wrong)).not.toBe(crc(message));
    }),
  );
});

/** ECR17 (Nexi developer pages): the confirmations `06 03 79` and `15 03 6A`; the LRC starts at 7F, without the ETX. */
test("the LRC of published packets", () => {
  expect(lrc(Uint8Array.of(0x06), 0x7f)).toBe(0x79);
  expect(lrc(Uint8Array.of(0x15), 0x7f)).toBe(0x6a);
  expect(lrc(Uint8Array.of())).toBe(0);
});

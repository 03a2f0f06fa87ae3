import { equalBytes, fromHex, toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { compileDialect, iso87Ascii, iso87AsciiHex, iso87BcdTpdu } from "../src/index.ts";
import { bytesOf, dialectOf, vectors } from "./support/vectors.ts";

const withMac = vectors.filter(({ fields }) => fields[64] !== undefined || fields[128] !== undefined);

describe("messages with a MAC", () => {
  test("eight are among the published and generated ones", () => {
    expect(withMac.map(({ name }) => name)).toHaveLength(8);
  });

  test.each(withMac.map((vector) => [vector.name, vector] as const))(
    "%s is read and written in two steps",
    (_, vector) => {
      const codec = compileDialect(dialectOf(vector));
      const { message, mac } = codec.decodeWithMac(bytesOf(vector));
      expect(message).toEqual(codec.decode(bytesOf(vector)));
      if (vector.fields[90] !== undefined && vector.fields[128] === undefined) {
        expect(mac).toBeUndefined(); // field 64 is not the last one, so it is no MAC over what follows
        return;
      }
      const number = vector.fields[128] === undefined ? 64 : 128;
      if (mac === undefined || typeof mac.mac === "string") throw new Error("no MAC found");
      expect(mac.number).toBe(number);
      expect(toHex(mac.covered)).toBe(vector.hex.slice(0, vector.hex.length - macHexLength(vector.name)));
      const { [number]: _mac, ...fields } = message.fields;
      const unsealed = codec.encodeForMac({ ...message, fields });
      expect(unsealed.number).toBe(number);
      expect(toHex(unsealed.covered)).toBe(toHex(mac.covered));
      expect(toHex(unsealed.seal(mac.mac))).toBe(vector.hex);
    },
  );
});

/** jPOS writes the MAC as hexadecimal text. */
function macHexLength(name: string): number {
  return name.startsWith("jpos-iso87a") ? 32 : 16;
}

describe("encodeForMac", () => {
  const message = { mti: "0200", fields: { 3: "000000", 11: "000001" } };
  const mac = fromHex("0102030405060708");

  test("the covered bytes and the message are one buffer", () => {
    const unsealed = compileDialect(iso87Ascii).encodeForMac(message);
    const sealed = unsealed.seal(mac);
    expect(unsealed.covered.buffer).toBe(sealed.buffer);
    expect(equalBytes(sealed.subarray(0, unsealed.covered.length), unsealed.covered)).toBe(true);
    expect(toHex(sealed.subarray(unsealed.covered.length))).toBe(toHex(mac));
  });

  test("the header is not covered, and is there for hosts that cover it", () => {
    const codec = compileDialect(iso87BcdTpdu);
    const unsealed = codec.encodeForMac({ ...message, header: fromHex("6000010000") });
    expect(toHex(unsealed.header)).toBe("6000010000");
    expect(toHex(unsealed.covered)).toBe("02002020000000000001000000000001");
    const received = codec.decodeWithMac(unsealed.seal(mac)).mac;
    expect([toHex(received?.header ?? mac), toHex(received?.covered ?? mac)]).toEqual([
      "6000010000",
      "02002020000000000001000000000001",
    ]);
  });

  test("hexadecimal text as well", () => {
    const codec = compileDialect(iso87AsciiHex);
    const sealed = codec.encodeForMac(message).seal(mac);
    expect(new TextDecoder().decode(sealed)).toMatch(/0000000000010102030405060708$/);
    expect(codec.decodeWithMac(sealed).mac?.mac).toEqual(mac);
  });

  test("goes to 128 when something is above 64, or when told", () => {
    const codec = compileDialect(iso87Ascii);
    expect(codec.encodeForMac({ mti: "0800", fields: { 70: "301" } }).number).toBe(128);
    expect(codec.decode(codec.encodeForMac(message, 128).seal(mac)).fields[128]).toEqual(mac);
  });

  test("refuses what cannot be", () => {
    const codec = compileDialect(iso87Ascii);
    const beyond = { mti: "0800", fields: { 70: "301" } };
    expect(() => codec.encodeForMac(beyond, 64)).toThrow("Field 70 cannot be there: field 64, the MAC, is the last.");
    expect(() => codec.encodeForMac({ ...message, fields: { 64: mac } })).toThrow("Field 64 cannot be there");
    expect(() => codec.encodeForMac(message).seal(mac.subarray(4))).toThrow(
      "Field 64 (message authentication code): The length is 4",
    );
    const text64 = { ...iso87Ascii, fields: { 64: { name: "x", encoding: "ascii", length: 8 } } } as const;
    expect(() => compileDialect(text64).encodeForMac({ mti: "0200", fields: {} })).toThrow("cannot hold a MAC");
    const none = { ...iso87Ascii, fields: {} };
    expect(() => compileDialect(none).encodeForMac({ mti: "0200", fields: {} })).toThrow("cannot hold a MAC");
  });

  test("a message that ends with another field has no MAC", () => {
    const codec = compileDialect(iso87Ascii);
    expect(codec.decodeWithMac(codec.encode(message))).toEqual({ message });
    expect(codec.decodeWithMac(codec.encode({ mti: "0800", fields: {} })).mac).toBeUndefined();
  });
});

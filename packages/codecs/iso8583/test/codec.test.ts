import { fromHex, toHex } from "@tillwire/bytes";
import { TillwireError } from "@tillwire/plugin-api";
import { describe, expect, test } from "vitest";
import {
  buildTpdu,
  compileDialect,
  iso87Ascii,
  iso87AsciiFixed128,
  iso87Bcd,
  iso87BcdTpdu,
  parseTpdu,
  swapTpdu,
} from "../src/index.ts";

const ascii = compileDialect(iso87Ascii);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (message: Uint8Array): string => new TextDecoder("latin1").decode(message);

function thrownBy(work: () => unknown): TillwireError {
  try {
    work();
  } catch (error) {
    if (TillwireError.is(error)) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("bitmap", () => {
  test("grows only when a field above 64 is there", () => {
    expect(text(ascii.encode({ mti: "0800", fields: { 11: "000001" } }))).toBe("08000020000000000000000001");
    expect(text(ascii.encode({ mti: "0800", fields: { 11: "000001", 70: "301" } }))).toBe(
      "080080200000000000000400000000000000000001301",
    );
  });

  test("with bit 1 set for nothing is read, and written shorter", () => {
    const message = ascii.decode(bytes("080080200000000000000000000000000000000001"));
    expect(message).toEqual({ mti: "0800", fields: { 11: "000001" } });
    expect(text(ascii.encode(message))).toBe("08000020000000000000000001");
  });

  test("in lower case is read, and written in upper case", () => {
    expect(text(ascii.encode(ascii.decode(bytes("08000020000000c00000000001TERM0001MERCHANT0000001"))))).toBe(
      "08000020000000C00000000001TERM0001MERCHANT0000001",
    );
    expect(ascii.decode(bytes("08000020000000c00000000001TERM0001MERCHANT0000001"))).toEqual({
      mti: "0800",
      fields: { 11: "000001", 41: "TERM0001", 42: "MERCHANT0000001" },
    });
  });

  test("of fixed length never sets bit 1, and does not look at it", () => {
    const fixed = compileDialect(iso87AsciiFixed128);
    const written = text(fixed.encode({ mti: "0800", fields: { 11: "000001", 70: "301" } }));
    expect(written).toBe("080000200000000000000400000000000000000001301");
    expect(fixed.decode(bytes(written.replace("08000020", "08008020")))).toEqual(fixed.decode(bytes(written)));
  });

  test("that names a field without a format ends the reading, with its number", () => {
    const error = thrownBy(() => ascii.decode(bytes("08008000000000000000800000000000000000000001")));
    expect([error.code, error.effect]).toEqual(["FRAME_INVALID", "possible"]);
    expect(error.message).toBe("Field 65 is present, and the dialect has no format for it. Add one to its fields.");
  });
});

describe("encode", () => {
  test("writes fields in their order, whatever the order they were given in", () => {
    const fields = { 41: "TERM0001", 11: "000001", 3: "000000" };
    expect(text(ascii.encode({ mti: "0200", fields }))).toBe("02002020000000800000000000000001TERM0001");
  });

  test.each([
    ["a field without a format", { 65: "1" }, "Field 65 is present, and the dialect has no format for it."],
    ["field 1", { 1: "1" }, '"1" is not the number of a field, 2 to 128.'],
    ["field 129", { 129: "1" }, '"129" is not the number of a field'],
    ["field 1.5", { 1.5: "1" }, '"1.5" is not the number of a field'],
    [
      "a value that is too long",
      { 11: "1234567" },
      "Field 11 (systems trace audit number): The length is 7, it has to be 6.",
    ],
    ["a character that is no byte", { 42: "€" }, "Field 42 (card acceptor identification code): Character 0"],
  ])("refuses %s", (_, fields, message) => {
    const error = thrownBy(() => ascii.encode({ mti: "0200", fields }));
    expect([error.code, error.effect]).toEqual(["REQUEST_INVALID", "none"]);
    expect(error.message).toContain(message);
  });

  test("refuses what JavaScript may put in a field", () => {
    const fields = { 11: undefined } as unknown as Record<number, string>;
    expect(() => ascii.encode({ mti: "0200", fields })).toThrow("Field 11 is undefined. Leave it out instead.");
    const number = { 11: 7 } as unknown as Record<number, string>;
    expect(() => ascii.encode({ mti: "0200", fields: number })).toThrow(
      "Field 11 (systems trace audit number): Text belongs",
    );
  });

  test.each(["020", "02000", "02A0", ""])("refuses the message type %j", (mti) => {
    expect(() => ascii.encode({ mti, fields: {} })).toThrow("The message type is not four digits.");
  });

  test("says nothing of the value", () => {
    const error = thrownBy(() => ascii.encode({ mti: "0200", fields: { 2: "54133300890200115413330089020011" } }));
    expect(error.message).toBe("Field 2 (primary account number): The length is 32, at most 19 is allowed.");
  });
});

describe("decode", () => {
  test.each([
    ["nothing", "", "The message type: 4 bytes are wanted at byte 0, 0 are left."],
    ["half a message type", "08", "4 bytes are wanted"],
    ["no message type", "08G00000000000000000", "The message type: It is not four digits."],
    ["half a bitmap", "080000200000", "The bitmap: 16 bytes are wanted at byte 4, 8 are left."],
    ["a bitmap that is none", "08000020000000X00000000001", "The bitmap: Not a hexadecimal digit"],
    ["no second bitmap", "08008020000000000000", "The bitmap: 16 bytes are wanted at byte 20, 0 are left."],
    [
      "half a field",
      "0800002000000000000000001",
      "Field 11 (systems trace audit number) at byte 20: 6 bytes are wanted",
    ],
    ["something behind", "08000020000000000000000001X", "1 bytes are left over at byte 26."],
  ])("refuses %s", (_, message, reason) => {
    const error = thrownBy(() => ascii.decode(bytes(message)));
    expect([error.code, error.effect]).toEqual(["FRAME_INVALID", "possible"]);
    expect(error.message).toContain(reason);
  });

  test("refuses what is too long for any message", () => {
    expect(() => ascii.decode(new Uint8Array(65_536))).toThrow(
      "The message has 65536 bytes, at most 65535 are allowed.",
    );
  });

  test("gives copies: a buffer can be used again", () => {
    const buffer = ascii.encode({ mti: "0200", fields: { 52: fromHex("0123456789ABCDEF") } });
    const message = ascii.decode(buffer);
    buffer.fill(0);
    expect(message.fields[52]).toEqual(fromHex("0123456789ABCDEF"));
  });

  test("reads from the middle of a buffer", () => {
    const written = ascii.encode({ mti: "0800", fields: { 11: "000001" } });
    const buffer = new Uint8Array(written.length + 20);
    buffer.set(written, 7);
    expect(ascii.decode(buffer.subarray(7, 7 + written.length)).fields).toEqual({ 11: "000001" });
  });
});

describe("header", () => {
  const request = { mti: "0800", fields: { 3: "920000" } };

  test("TPDU: read with the message, exchanged for the reply", () => {
    const codec = compileDialect(iso87BcdTpdu);
    const header = buildTpdu({ id: "60", destination: "0001", source: "0000" });
    const received = codec.decode(codec.encode({ ...request, header }));
    expect(toHex(received.header ?? Uint8Array.of())).toBe("6000010000");
    expect(parseTpdu(swapTpdu(header))).toEqual({ id: "60", destination: "0000", source: "0001" });
    expect(toHex(swapTpdu(header))).toBe("6000000001");
    expect(swapTpdu(swapTpdu(header))).toEqual(header);
  });

  test("TPDU: one of the dialect's own is used when the message has none", () => {
    const codec = compileDialect({ ...iso87Bcd, header: { kind: "tpdu", default: "6000030000" } });
    expect(toHex(codec.encode(request))).toBe("600003000008002000000000000000920000");
    expect(() => compileDialect(iso87BcdTpdu).encode(request)).toThrow(
      "The message has no header, and the dialect has no default",
    );
  });

  test.each([
    ["too short", () => parseTpdu(Uint8Array.of(0x60))],
    ["an address of three digits", () => buildTpdu({ id: "60", destination: "001", source: "0000" })],
    ["no hexadecimal", () => buildTpdu({ id: "6X", destination: "0001", source: "0000" })],
    ["too short to exchange", () => swapTpdu(Uint8Array.of(0x60))],
  ])("TPDU: %s is refused", (_, work) => {
    expect(TillwireError.is(thrownBy(work))).toBe(true);
  });

  test("constant: written by itself, and nothing else is read", () => {
    const codec = compileDialect({ ...iso87Bcd, header: { kind: "pattern", pattern: "42" } });
    const written = codec.encode(request);
    expect(toHex(written)).toMatch(/^420800/);
    expect(codec.decode(written).header).toEqual(Uint8Array.of(0x42));
    written[0] = 0x43;
    expect(() => codec.decode(written)).toThrow("The header: It is not the one of the dialect.");
    expect(() => codec.encode({ ...request, header: Uint8Array.of(0x43) })).toThrow("is not one of the dialect");
  });

  test("pattern: free bytes are the message's", () => {
    // "ISO", then nine characters that the line chooses.
    const header = {
      kind: "pattern",
      pattern: "49534F..................",
      default: "49534F303235303030303535",
    } as const;
    const codec = compileDialect({ ...iso87Ascii, header });
    const message = { mti: "0800", fields: { 11: "000001" } };
    expect(text(codec.encode(message))).toMatch(/^ISO0250000550800/);
    expect(text(codec.encode({ ...message, header: bytes("ISO026000077") }))).toMatch(/^ISO0260000770800/);
    expect(() => codec.decode(bytes("IS0025000055080000200000000000000000001"))).toThrow("The header: It is not");
    expect(() => codec.decode(bytes("ISO"))).toThrow("The header: 12 bytes are wanted");
  });

  test("none: a message with one is refused", () => {
    expect(() => ascii.encode({ ...request, header: Uint8Array.of(1) })).toThrow("the dialect has none");
  });
});

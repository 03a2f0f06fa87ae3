import { fromHex, toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { compileDialect, describeMessage, iso87Ascii, iso93Ascii, maskField, type Message } from "../src/index.ts";
import { bytesOf, dialectOf, vectors, word } from "./support/vectors.ts";

function vectorNamed(name: string): Message {
  const vector = vectors.find((each) => each.name === name);
  if (vector === undefined) throw new Error(`no vector ${name}`);
  return compileDialect(dialectOf(vector)).decode(bytesOf(vector));
}

describe("describeMessage", () => {
  test("a sale with chip and PIN", () => {
    const lines = describeMessage(vectorNamed("iso87-ascii/sale-0200-chip-contact-online-pin"), iso87Ascii);
    expect(lines).toEqual([
      "0200 financial request of the acquirer (1987)",
      "  2 primary account number: 541333******0011",
      "  3 processing code: 000000, purchase",
      "  4 amount, transaction: 000000012345",
      "  7 transmission date and time: 1123140501",
      " 11 systems trace audit number: 000101",
      " 12 time, local transaction: 090501",
      " 13 date, local transaction: 1123",
      " 14 date, expiration: hidden, 4 characters",
      " 18 merchant type: 5812",
      " 22 point of service entry mode: 051, chip, can enter pin",
      " 23 card sequence number: 001",
      " 25 point of service condition code: 00",
      " 32 acquiring institution identification code: 123456",
      " 35 track 2 data: hidden, 37 characters",
      " 37 retrieval reference number: 632714000101",
      " 41 card acceptor terminal identification: TERM0001",
      " 42 card acceptor identification code: MERCHANT0000001",
      " 49 currency code, transaction: 840",
      " 52 PIN data: hidden, 8 bytes",
      " 53 security related control information: hidden, 16 characters",
      " 55 integrated circuit card data: hidden, 124 bytes",
    ]);
  });

  test("a repeated reversal advice, with the original in words", () => {
    const lines = describeMessage(vectorNamed("iso87-ascii/reversal-advice-0421-repeat"), iso87Ascii);
    expect(lines[0]).toBe("0421 reversal advice of the acquirer, repeated (1987)");
    expect(lines.at(-1)).toBe(
      " 90 original data elements: 020000010111231405010000012345600000000000, original 0200, trace number 000101, sent 1123140501",
    );
  });

  test("codes and amounts in words", () => {
    const fields = { 3: "200000", 39: "51", 54: "0002840C000000000500", 70: "301" };
    expect(describeMessage({ mti: "0810", fields }, iso87Ascii)).toEqual([
      "0810 network management response of the acquirer (1987)",
      "  3 processing code: 200000, refund",
      " 39 response code: 51, not sufficient funds",
      " 54 additional amounts: 0002840C000000000500, credit 500 minor units of 840, type 02, account 00",
      " 70 network management information code: 301, echo",
    ]);
  });

  test("in 1993 some numbers mean something else", () => {
    const fields = { 3: "000000", 22: "051", 31: "free text", 39: "000", 70: "301", 95: "free text" };
    expect(describeMessage({ mti: "1210", fields }, iso93Ascii)).toEqual([
      "1210 financial response of the acquirer (1993)",
      "  3 processing code: 000000, purchase",
      " 22 point of service data code: 051",
      " 31 acquirer reference data: hidden, 9 characters",
      " 39 action code: 000",
      " 70 country code, authorizing agent institution: 301",
      " 95 card issuer reference data: hidden, 9 characters",
    ]);
    const amounts = "000000001000".padEnd(42, "0");
    expect(describeMessage({ mti: "0420", fields: { 95: amounts } }, iso87Ascii)[1]).toBe(
      ` 95 replacement amounts: ${amounts}`,
    );
  });

  test("what cannot be read is shown as it is, without a meaning", () => {
    const fields = { 3: "770000", 22: "5", 39: "ZZ", 54: "nonsense", 70: "999", 90: "1", 127: "x", 65: "y" };
    expect(describeMessage({ mti: "02", fields }, iso87Ascii)).toEqual([
      "not a message type",
      "  3 processing code: 770000",
      " 22 point of service entry mode: 5",
      " 39 response code: ZZ",
      " 54 additional amounts: nonsense",
      " 65 not in the dialect: hidden, 1 characters",
      " 70 network management information code: 999",
      " 90 original data elements: 1",
      "127 reserved, private: hidden, 1 characters",
    ]);
  });

  test("chip data in the words of whoever can read them", () => {
    const message = { mti: "0210", fields: { 55: fromHex("8A023030") } };
    expect(describeMessage(message, iso87Ascii, { chipData: (bytes) => `tags ${toHex(bytes)}` })[1]).toBe(
      " 55 integrated circuit card data: tags 8A023030",
    );
    const chipData = (): string => {
      throw new RangeError("cannot read it");
    };
    expect(describeMessage(message, iso87Ascii, { chipData })[1]).toBe(
      " 55 integrated circuit card data: hidden, 4 bytes",
    );
  });

  test("fields that a caller knows to be harmless", () => {
    const message = { mti: "0200", fields: { 48: "LOYALTY=OFF", 62: "INVOICE 7", 64: fromHex("0102030405060708") } };
    expect(describeMessage(message, iso87Ascii, { alsoShown: [48, 64] }).slice(1)).toEqual([
      " 48 additional data, private: LOYALTY=OFF",
      " 62 reserved, private: hidden, 9 characters",
      " 64 message authentication code: 0102030405060708",
    ]);
  });

  test("control characters do not reach the log", () => {
    const message = { mti: "0210", fields: { 41: "A\n\u001B[2J\u007F", 37: "é€" } };
    expect(describeMessage(message, iso87Ascii).slice(1)).toEqual([
      " 37 retrieval reference number: é.",
      " 41 card acceptor terminal identification: A..[2J.",
    ]);
  });
});

describe("masking", () => {
  test("of card numbers", () => {
    expect(maskField(2, "5413330089020011")).toBe("541333******0011");
    expect(maskField(2, "4242424242424")).toBe("424242***2424");
    expect(maskField(2, "424242424242")).toBe("hidden, 12 characters");
    expect(maskField(2, "5413330089020011X")).toBe("hidden, 17 characters");
    expect(maskField(2, Uint8Array.of(1, 2))).toBe("hidden, 2 bytes");
  });

  test.each([2, 34, 35, 36, 45, 52, 55])("of field %d does not depend on the caller", (number) => {
    expect(maskField(number, "secret 7", [number])).toBe("hidden, 8 characters");
  });

  test("hides card data of all published messages", () => {
    const numbers = Array.from({ length: 127 }, (_, index) => index + 2);
    for (const vector of vectors) {
      const dialect = dialectOf(vector);
      const message = compileDialect(dialect).decode(bytesOf(vector));
      const lines = describeMessage(message, dialect, { alsoShown: numbers.filter((number) => number !== 48) }).join(
        "\n",
      );
      for (const number of [2, 34, 35, 36, 45, 52, 55]) {
        const value = message.fields[number];
        if (value !== undefined && value.length > 10) expect(lines).not.toContain(word(value));
      }
    }
  });
});

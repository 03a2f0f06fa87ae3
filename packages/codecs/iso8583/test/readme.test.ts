/** The examples of the README, as they stand there. */
import { equalBytes, toHex } from "@tillwire/bytes";
import { expect, test } from "vitest";
import {
  buildEntryMode,
  buildOriginalData,
  buildRetrievalReference,
  compileDialect,
  compileValidator,
  describeMessage,
  formatStan,
  formatTime,
  iso87Bcd,
  matchKey,
  repeatMti,
  responseCode,
  swapTpdu,
  type Dialect,
  type FieldValue,
} from "../src/index.ts";

// #region dialect
const myHost: Dialect = {
  ...iso87Bcd,
  name: "my host",
  header: { kind: "tpdu", default: "6000030000" },
  framing: { lengthBytes: 2, encoding: "binary", countsItself: false, headerBytes: 5, messageBytesMax: 4_096 },
  fields: {
    ...iso87Bcd.fields,
    24: { name: "network international identifier", encoding: "bcd", length: 3, content: "n" },
    62: { name: "invoice number", encoding: "ascii", length: 6, prefix: { encoding: "bcd", size: 3 }, content: "an" },
  },
};
const codec = compileDialect(myHost);
// #endregion

const atMs = Date.UTC(2026, 10, 23, 14, 5, 1);

// #region sale
const stan = formatStan(101);
const sale = {
  mti: "0200",
  fields: {
    3: "000000",
    4: "000000012345",
    7: formatTime(atMs, "MMDDhhmmss"),
    11: stan,
    22: buildEntryMode({ entry: "chip", pin: "can-enter-pin" }),
    24: "003",
    37: buildRetrievalReference(atMs, stan),
    41: "TERM0001",
    42: "MERCHANT",
    49: "840",
    62: "000007",
  },
};
const bytes = codec.encode(sale);
// #endregion

function answerOf(request: Uint8Array): Uint8Array {
  const { header, fields } = codec.decode(request);
  const answer = { mti: "0210", fields: { 11: fields[11] ?? "", 39: "51", 41: fields[41] ?? "" } };
  return codec.encode(header === undefined ? answer : { ...answer, header: swapTpdu(header) });
}

test("a dialect, a sale and its answer", () => {
  expect(toHex(bytes)).toBe(
    "6000030000" +
      "0200" +
      "3220050008C08004" +
      "000000" +
      "000000012345" +
      "1123140501" +
      "000101" +
      "0051" +
      "0003" +
      "363332373134303030313031" +
      "5445524D30303031" +
      "4D45524348414E5420202020202020" +
      "0840" +
      "0006303030303037",
  );
  const received = answerOf(bytes);
  // #region answer
  const answer = codec.decode(received);
  if (matchKey(answer) !== matchKey(sale)) throw new Error("an answer to something else");
  const code = responseCode(String(answer.fields[39]));
  // #endregion
  expect(code).toEqual({
    meaning: "not sufficient funds",
    verdict: { kind: "declined", class: "soft", reason: "insufficient-funds" },
  });
  expect(toHex(answer.header ?? bytes)).toBe("6000000003");
});

test("a reversal and its repeat", () => {
  // #region reversal
  const reversal = {
    mti: "0400",
    fields: {
      ...sale.fields,
      11: formatStan(102),
      90: buildOriginalData({ mti: sale.mti, stan, transmissionTime: sale.fields[7], acquirer: "123456" }),
    },
  };
  const repeat = { ...reversal, mti: repeatMti(reversal.mti) };
  // #endregion
  expect(codec.decode(codec.encode(repeat))).toMatchObject({
    mti: "0401",
    fields: { 11: "000102", 90: "020000010111231405010000012345600000000000" },
  });
});

test("a message with a MAC", () => {
  const computeMac = (covered: Uint8Array): Uint8Array => covered.slice(-8);
  const checkMac = (covered: Uint8Array, mac: FieldValue): boolean =>
    typeof mac !== "string" && equalBytes(mac, computeMac(covered));
  // #region mac
  const unsealed = codec.encodeForMac(sale);
  const sent = unsealed.seal(computeMac(unsealed.covered));

  const { message, mac } = codec.decodeWithMac(sent);
  const isGenuine = mac !== undefined && checkMac(mac.covered, mac.mac);
  // #endregion
  expect(isGenuine).toBe(true);
  expect(Object.keys(message.fields)).toContain("64");
});

test("problems and words", () => {
  const received = { mti: "0210", fields: { 2: "5413330089020011", 4: "12.50", 12: "256060", 39: "00" } };
  // #region validate
  const validate = compileValidator(myHost, { types: { "0210": { required: [11, 39] } } });
  const problems = validate(received);
  // [{ field: 11, problem: "It is missing or empty: a message of type 0210 has to have it." },
  //  { field: 4, problem: "Character 3 is none of digits." },
  //  { field: 12, problem: "It is no time hhmmss." }]
  const lines = describeMessage(received, myHost);
  // 0210 financial response of the acquirer (1987)
  //   2 primary account number: 541333******0011
  //   4 amount, transaction: 12.50
  //  12 time, local transaction: 256060
  //  39 response code: 00, approved
  // #endregion
  expect(problems).toEqual([
    { field: 11, problem: "It is missing or empty: a message of type 0210 has to have it." },
    { field: 4, problem: "Character 3 is none of digits." },
    { field: 12, problem: "It is no time hhmmss." },
  ]);
  expect(lines).toEqual([
    "0210 financial response of the acquirer (1987)",
    "  2 primary account number: 541333******0011",
    "  4 amount, transaction: 12.50",
    " 12 time, local transaction: 256060",
    " 39 response code: 00, approved",
  ]);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCardData, looksLikeCardData, parseRequest } from "../src/index.ts";
import type { ParsedRequest } from "../src/index.ts";
import { anyCardNumber, publishedNumbers } from "./support/card-numbers.ts";

const inFours = (digits: string, separator: string): string => digits.replaceAll(/\d{4}(?=\d)/g, `$&${separator}`);
const arabic = (digits: string): string =>
  digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
const fullWidth = (digits: string): string =>
  digits.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

/** Ways in which a number ends up in a text. */
const writings: readonly (readonly [string, (digits: string) => string])[] = [
  ["alone", (digits) => digits],
  ["in fours with blanks", (digits) => inFours(digits, " ")],
  ["in fours with dashes", (digits) => inFours(digits, "-")],
  ["in fours with hard blanks", (digits) => inFours(digits, "\u00a0")],
  ["in fours as in a URL", (digits) => inFours(digits, "%20")],
  ["in fours with dots and blanks", (digits) => inFours(digits, ". ")],
  ["in two halves", (digits) => `${digits.slice(0, 8)} ${digits.slice(8, 16)} ${digits.slice(16)}`.trim()],
  ["behind the issuer's six", (digits) => `${digits.slice(0, 6)}-${digits.slice(6)}`],
  ["as American Express does", (digits) => `${digits.slice(0, 4)} ${digits.slice(4, 10)} ${digits.slice(10)}`],
  ["one by one", (digits) => [...digits].join(" ")],
  ["in a sentence", (digits) => `card ${digits}, please`],
  ["glued to letters", (digits) => `PAN${digits}EXP`],
  ["behind zeros", (digits) => `0000${digits}`],
  ["before an expiry date", (digits) => `${digits} 12/29 123`],
  ["behind another number", (digits) => `1042-${digits}`],
  ["in Arabic digits", arabic],
  ["in full-width digits", fullWidth],
];

describe("a card number", () => {
  test.each(publishedNumbers)("%s is recognized", (digits) => {
    for (const [, written] of writings) expect(looksLikeCardData(written(digits)), written(digits)).toBe(true);
  });

  test.each(writings)("of any scheme is recognized %s", (_, written) => {
    fc.assert(fc.property(anyCardNumber, (digits) => looksLikeCardData(written(digits))));
  });

  test("is recognized with its expiry date right behind it", () => {
    for (const digits of ["4111111111111111", "5555555555554444", "378282246310005"]) {
      expect(looksLikeCardData(`${digits}2912123`), digits).toBe(true);
    }
  });

  test("on a track is recognized, even one that fails the check", () => {
    const tracks = [
      "%B4111111111111111^DOE/JOHN^3012101",
      "b4000 0000 0000 0000^DOE/JOHN^3012101",
      ";4111111111111111=30121010000000000000?",
      "4000000000000000=30121010000000000000",
      "4000000000000000D30121010000000000000F",
    ];
    for (const track of tracks) expect(looksLikeCardData(track), track).toBe(true);
  });
});

describe("what tills send is no card number:", () => {
  const hexadecimal = (length: number) => {
    const digits = fc.array(fc.nat(15), { minLength: length, maxLength: length });
    const texts = digits.map((list) => list.map((digit) => digit.toString(16)).join(""));
    return texts.filter((text) => text.replaceAll(/[^a-f]/g, "").length >= 4);
  };
  const time = fc.date({ min: new Date("2001-09-10Z"), max: new Date("2099-12-31Z"), noInvalidDate: true });
  const compact = (date: Date): string => date.toISOString().replaceAll(/\D/g, "");
  const harmless: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ["UUIDs", fc.uuid()],
    ["UUIDs with something around them", fc.uuid().map((uuid) => `till-2:${uuid.toUpperCase()}.1`)],
    ["random hexadecimal", fc.constantFrom(20, 24, 32, 40, 64).chain(hexadecimal)],
    ["times", time.map((date) => date.toISOString())],
    ["times without signs", time.map((date) => compact(date))],
    [
      "keys of a till, a time and a number",
      fc.tuple(time, fc.nat(9_999)).map(([date, n]) => `T2-${compact(date).slice(0, 14)}-${n}`),
    ],
    ["milliseconds since 1970", fc.integer({ min: 1e12, max: 1_999_999_999_999 }).map(String)],
    ["amounts", fc.integer({ min: 0, max: 999_999_999_999 }).map(String)],
  ];

  test.each(harmless)("%s", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => !looksLikeCardData(text)),
      { numRuns: 2_000 },
    );
  });

  test("names and versions", () => {
    for (const text of ["order-1042-1", "till-1", "corner shop, till 2", "3.1.4", "", "2026-11-24 10:15:00 #0042"]) {
      expect(looksLikeCardData(text), text).toBe(false);
    }
  });
});

describe("a message with card data", () => {
  const params = { key: "order-1042-1", lane: "till-1" };
  const sale = { jsonrpc: "2.0", id: 1, method: "payment.sale", params };
  const refused = { ok: false, error: { code: "CARD_DATA_REFUSED", effect: "none", retry: false } };
  const parse = (message: unknown) => parseRequest(JSON.stringify(message), 65_536);
  const messageOf = (parsed: ParsedRequest): string => (parsed.ok ? "" : parsed.error.message);

  test("is refused by the field's name", () => {
    const digits = "4111111111111111";
    const places: readonly (readonly [unknown, string])[] = [
      [{ ...sale, params: { ...params, orderReference: digits } }, "params.orderReference"],
      [{ ...sale, params: { ...params, amount: { currency: digits } } }, "params.amount.currency"],
      [{ ...sale, params: { ...params, notes: [{ text: digits }] } }, "params.notes.0.text"],
      [{ ...sale, params: { ...params, card: Number(digits) } }, "params.card"],
      [{ ...sale, params: { [digits]: 1 } }, "a name in params"],
      [{ ...sale, [digits]: 1 }, "a name in the message"],
      [{ ...sale, method: digits }, "method"],
      [digits, "the message"],
    ];
    for (const [message, place] of places) {
      const parsed = parse(message);
      expect(parsed).toMatchObject(refused);
      expect(messageOf(parsed)).toContain(`in ${place} looks`);
    }
    expect(parse({ ...sale, id: digits })).toMatchObject({ ...refused, id: null });
    expect(parse({ ...sale, id: Number(digits) })).toMatchObject({ ...refused, id: null });
  });

  test("that is spread over names is not repeated either", () => {
    const spread = { ...sale, params: { "41111111": { "11111111": "5555555555554444" } } };
    expect(messageOf(parse(spread))).toContain("in the message");
    const names = parse({ ...sale, params: { ...params, "4111": 1, "1111 ": 2, "1111.": 3, "1111!": 4 } });
    expect(names).toMatchObject({ error: { message: "A name in the message looks like card data. Never send any." } });
  });

  test("is never repeated, wherever the number stands and however it is written", () => {
    const writing = fc.constantFrom(...writings.map(([, written]) => written));
    const place = fc.constantFrom(
      "key",
      "lane",
      "orderReference",
      "keyCreatedAt",
      "unknown",
      "name",
      "id",
      "method",
      "jsonrpc",
    );
    fc.assert(
      fc.property(anyCardNumber, writing, place, (digits, written, field) => {
        const text = written(digits);
        const message: Record<string, unknown> = { ...sale };
        if (field === "name") message["params"] = { ...params, [text]: 1 };
        else if (field in sale) message[field] = text;
        else message["params"] = { ...params, [field]: text };
        const parsed = parse(message);
        expect(parsed).toMatchObject(refused);
        expect(JSON.stringify(parsed).replaceAll(/\D/g, "")).not.toContain(digits);
        expect(JSON.stringify(parsed)).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 500 },
    );
  });
});

test("the longest messages are looked through in one pass, whatever is in them", () => {
  const worst = ["1 ", "4-", "a1", "1", "٤ ", "1234567890123456789x", "4444444444444444444 ", "12345678-", "ﷺ"];
  for (const piece of worst) {
    const text = piece.repeat(Math.floor(65_536 / piece.length));
    expect(typeof looksLikeCardData(text), piece).toBe("boolean");
  }
  expect(findCardData(Array.from({ length: 10_000 }, (_, index) => ({ [`name-${index}`]: index })))).toBeUndefined();
});

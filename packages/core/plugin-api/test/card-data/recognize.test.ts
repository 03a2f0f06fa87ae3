/** What counts as likely card data, and what must not: what tills send. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeCardData, scanCardData } from "../../src/card-data.ts";
import { anyCardNumber, publishedNumbers, withCheckDigit, writings } from "../support/card-numbers.ts";
import { likely } from "./readme-example.ts";

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

  test("with a wrong check digit is none", () => {
    fc.assert(
      fc.property(anyCardNumber, fc.integer({ min: 1, max: 9 }), (digits, off) => {
        const wrong = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + off) % 10}`;
        return !looksLikeCardData(wrong);
      }),
    );
  });
});

describe("recognized are also", () => {
  test.each([
    "%B4111111111111111^DOE/JOHN^3012101",
    "b4000 0000 0000 0000^DOE/JOHN^3012101",
    ";4111111111111111=30121010000000000000?",
    "4000000000000000=30121010000000000000",
    "4000000000000000D30121010000000000000F",
    "；４０００００００００００００００＝３０１２１０１",
  ])("a track, even with a number that fails the check: %s", (track) => {
    expect(scanCardData(track)).toContainEqual(expect.objectContaining({ kind: "track", certainty: "likely" }));
  });

  test.each([
    "cvv: 123",
    '"cvv2":"1234"',
    "CVC = 123",
    "pin=1234",
    "PIN block: 0412AC89ABCDEF67",
    "track 2: 4111",
    "csc:999",
  ])("a named secret: %s", (text) => {
    expect(scanCardData(text)).toContainEqual(expect.objectContaining({ kind: "secret", certainty: "likely" }));
    expect(looksLikeCardData(text)).toBe(true);
  });

  test("what the README shows", () => {
    expect(likely).toEqual([
      { kind: "secret", start: 36, end: 39 },
      { kind: "card-number", start: 10, end: 29 },
    ]);
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
  const bytes = (min: number, max: number) => fc.uint8Array({ minLength: min, maxLength: max });
  const base64Url = (list: Uint8Array): string =>
    btoa(String.fromCharCode(...list))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const harmless: readonly (readonly [string, fc.Arbitrary<string>])[] = [
    ["UUIDs", fc.uuid()],
    ["UUIDs with something around them", fc.uuid().map((uuid) => `till-2:${uuid.toUpperCase()}.1`)],
    ["random hexadecimal", fc.constantFrom(20, 24, 32, 40, 64).chain(hexadecimal)],
    ["nonces in letters", fc.stringMatching(/^[bcdfghjkmnpqrstv]{32}$/)],
    ["times", time.map((date) => date.toISOString())],
    ["times without signs", time.map((date) => compact(date))],
    [
      "keys of a till, a time and a number",
      fc.tuple(time, fc.nat(9_999)).map(([date, n]) => `T2-${compact(date).slice(0, 14)}-${n}`),
    ],
    ["milliseconds since 1970", fc.integer({ min: 1e12, max: 1_999_999_999_999 }).map(String)],
    ["amounts", fc.integer({ min: 0, max: 999_999_999_999 }).map(String)],
    ["short numbers in a row", fc.array(fc.nat(9_999), { maxLength: 3 }).map((list) => list.join(", "))],
    ["addresses", fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([address, port]) => `${address}:${port}`)],
    ["signatures", bytes(64, 64).map(base64Url)],
  ];

  test.each(harmless)("%s", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (text) => !looksLikeCardData(text)),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ...["order-1042-1", "till-1", "corner shop, till 2", "3.1.4", "", "2026-11-24 10:15:00 #0042"],
    ...["track: 1234567", "PLEASE ENTER PIN", "pin: add one", "spin=1234", "cvv: none", "50%2520off", "+49 711 123456"],
  ])("%j", (text) => {
    expect(looksLikeCardData(text)).toBe(false);
  });

  test("and of other numbers of 16 digits one in twenty is refused, as is said", () => {
    const random = fc.array(fc.nat(9), { minLength: 16, maxLength: 16 }).map((digits) => digits.join(""));
    const sample = fc.sample(random, { numRuns: 20_000, seed: 1 });
    const refused = sample.filter((digits) => looksLikeCardData(digits)).length;
    expect(refused / sample.length).toBeGreaterThan(0.04);
    expect(refused / sample.length).toBeLessThan(0.06);
  });
});

describe("possible, and only possible, is", () => {
  test.each([
    ["any beginning", withCheckDigit("990000000000000")],
    ["any groups", "41111 1111 1111 111"],
    ["a number inside a longer one", "99411111111111111123".slice(0, 19)],
    ["more digits than a card has", "12345678901234567890123"],
    ["a name with something for a value", "track: 1234567"],
    ["a track without its number", "%B123^DOE/JOHN^9912?"],
  ])("%s", (_, text) => {
    const found = scanCardData(text);
    expect(found).not.toEqual([]);
    expect(found.every(({ certainty }) => certainty === "possible")).toBe(true);
  });

  test("not a time, whatever its check digit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1e12, max: 1_999_999_999_999 }), (ms) => {
        const date = new Date(ms);
        return [String(ms), `${ms}123`, `${ms}123456`, date.toISOString(), date.toISOString().slice(0, 19)].every(
          (text) => scanCardData(text).length === 0,
        );
      }),
    );
  });
});

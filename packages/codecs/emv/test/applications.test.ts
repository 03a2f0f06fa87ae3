/** Applications, countries and currencies by their codes. */
import { expect, test } from "vitest";
import {
  countryFromNumeric,
  countryToNumeric,
  currencyExponent,
  currencyFromNumeric,
  currencyToNumeric,
  findApplication,
} from "../src/index.ts";
import { vectors } from "./support/vectors.ts";

test.each(vectors<{ aid: string }, { product: string }>("testcards", "aid"))("$id", ({ inputs, expected }) => {
  expect(findApplication(inputs.aid)?.product).toBe(expected.product);
});

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}]/gu, "");
/** The names that the list gives to schemes which are named otherwise here. */
const otherNames = new Map([
  ["cb", "cartesbancaires"],
  ["discovercard", "discover"],
  ["мир", "mir"],
]);
const schemes = vectors<{ aidPrefix: string }, { scheme: string }>("testcards", "aid-scheme");

test.each(schemes.filter(({ verified }) => verified))("$id", ({ inputs, expected }) => {
  const scheme = plain(expected.scheme);
  expect(plain(findApplication(inputs.aidPrefix)?.scheme ?? "")).toBe(otherNames.get(scheme) ?? scheme);
});

/** One list only names these, so what is asked is that no other scheme's name is given to them. */
const unverifiedNames: Readonly<Record<string, string>> = {
  A000000065: "JCB",
  A0000001410001: "Bancomat",
  A000000154: "Banrisul",
  A000000277: "Interac",
  A000000359: "girocard",
  A000000439: "The Exchange",
  D27600002545500200: "girocard",
  D276000025: "girocard",
  D5780000021010: "BankAxept",
};
test.each(schemes.filter(({ verified }) => !verified))("$id (unverified)", ({ inputs }) => {
  expect(findApplication(inputs.aidPrefix)?.scheme).toBe(unverifiedNames[inputs.aidPrefix]);
});

test("an application that nobody knows has no name", () => {
  expect(findApplication("AFFFFFFFFF1234")).toBeUndefined();
  expect(findApplication("")).toBeUndefined();
});

test("countries and currencies both ways, with the digits after the point", () => {
  expect([countryFromNumeric("840"), countryToNumeric("DE"), countryFromNumeric("000")]).toEqual([
    "US",
    "276",
    undefined,
  ]);
  expect([currencyFromNumeric("978"), currencyToNumeric("USD"), currencyToNumeric("EURO")]).toEqual([
    "EUR",
    "840",
    undefined,
  ]);
  expect(["EUR", "JPY", "KWD", "CLF", "XYZ"].map(currencyExponent)).toEqual([2, 0, 3, 4, undefined]);
  let countries = 0;
  for (let code = 0; code < 1_000; code += 1) {
    const numeric = String(code).padStart(3, "0");
    const country = countryFromNumeric(numeric);
    const currency = currencyFromNumeric(numeric);
    if (country !== undefined) {
      countries += 1;
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect(countryToNumeric(country)).toBe(numeric);
    }
    if (currency !== undefined) expect(currencyToNumeric(currency)).toBe(numeric);
  }
  expect(countries).toBe(249);
});

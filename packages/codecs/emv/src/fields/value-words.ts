/** Plain values in words: codes, dates, times, numbers, text. What is not one says nothing. */
import { ByteReader, toHex } from "@tillwire/bytes";
import { serviceCodeWords } from "../card-data/service-code.ts";

/** Says what a value means. @param applicationId The AID in upper-case hexadecimal, where it is known. */
export type Words = (value: Uint8Array, applicationId?: string) => readonly string[];

/** Numeric codes have three digits in two bytes. */
export const iso =
  (lettersOf: (numeric: string) => string | undefined): Words =>
  (value) => {
    const digits = toHex(value);
    const letters = digits.startsWith("0") ? lettersOf(digits.slice(1)) : undefined;
    return letters === undefined ? [] : [letters];
  };

/** Counters of one or two bytes. */
export const number: Words = (value) =>
  value.length === 1 || value.length === 2 ? [String(value.reduce((sum, byte) => sum * 256 + byte, 0))] : [];

/** `YYMMDD`. */
export const date: Words = (value) => {
  const [year, month, day] =
    toHex(value)
      .match(/^(\d\d)(\d\d)(\d\d)$/)
      ?.slice(1) ?? [];
  if (year === undefined) return [];
  // Two digits from 50 on are of the last century (EMV Book 4, section 6.7.3).
  return [`${Number(year) < 50 ? "20" : "19"}${year}-${month}-${day}`];
};

/** `HHMMSS`. */
export const time: Words = (value) => {
  const parts = toHex(value)
    .match(/^(\d\d)(\d\d)(\d\d)$/)
    ?.slice(1);
  return parts ? [parts.join(":")] : [];
};

/** Text of printable characters. */
export const text: Words = (value) => {
  const words = new ByteReader(value).latin1(value.length).trimEnd();
  return /^[\x20-\x7e]+$/.test(words) ? [words] : [];
};

/** What a terminal says when it decided without the issuer (EMV Book 4, Annex A6, Table 35). */
const terminalResponses: ReadonlyMap<string, string> = new Map([
  ["Y1", "Y1: offline approved"],
  ["Z1", "Z1: offline declined"],
  ["Y3", "Y3: unable to go online, offline approved"],
  ["Z3", "Z3: unable to go online, offline declined"],
]);

/** Authorisation response code. */
export const response: Words = (value) => text(value).map((word) => terminalResponses.get(word) ?? word);

/** Service code: three digits in two bytes. */
export const serviceCode: Words = (value) => {
  const digits = toHex(value);
  return /^0\d{3}$/.test(digits) ? serviceCodeWords(digits.slice(1)) : [];
};

/** Finds what looks like a card number in bytes whose meaning nobody knows. */
import { ByteReader, toHex } from "@tillwire/bytes";
import { findBrand } from "./brand.ts";
import { isLuhnValid } from "./luhn.ts";

/** Shorter runs of digits are counters and dates more often than cards; every brand's numbers but Maestro's have 13. */
const fewestDigits = 13;
const mostDigits = 19;

/**
 * True when digits of a known brand with a valid check digit stand somewhere in the bytes, packed (at any half byte) or as
 * text. Some bytes look so by chance.
 */
export function looksLikeCardNumber(value: Uint8Array): boolean {
  if (value.length * 2 < fewestDigits) return false;
  return holdsCardNumber(toHex(value)) || holdsCardNumber(new ByteReader(value).latin1(value.length));
}

function holdsCardNumber(text: string): boolean {
  for (const { 0: run } of text.matchAll(/\d{13,}/g)) {
    for (let start = 0; start + fewestDigits <= run.length; start += 1) {
      const most = Math.min(mostDigits, run.length - start);
      for (let length = fewestDigits; length <= most; length += 1) {
        const digits = run.slice(start, start + length);
        // The check digit first: it settles nine of ten.
        if (isLuhnValid(digits) && findBrand(digits)?.lengths.includes(length) === true) return true;
      }
    }
  }
  return false;
}

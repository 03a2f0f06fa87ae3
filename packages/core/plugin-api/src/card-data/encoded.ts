/** Card data in the clothes of other data: EMV objects in hexadecimal, digits as hexadecimal ASCII, base64. */
import { isCardNumber } from "./card-number.ts";
import { numberAt } from "./finding.ts";
import type { PlainFinding } from "./finding.ts";
import { lengthOfNumber } from "./likely-numbers.ts";

/** EMV tag 5A with its length: 7 to 10 bytes of packed digits. Source: EMV book 3, annex A. */
const panObject = /5A0([7-9A])(\d{13,20})/gi;
/** EMV tag 57 with its length, up to the separator. */
const trackObject = /57(?:0[89A-F]|1[0-3])(\d{13,19})D\d{3,}F?/gi;
/** The digits 0 to 9 are 30 to 39. */
const asciiDigits = /(?:3\d){13,}/g;

/** Also looks into words of hexadecimal: what stands behind tag and length is there by no chance. */
export function* likelyHexadecimal(text: string): Generator<PlainFinding> {
  for (const { 0: match, index, 1: bytes = "", 2: value = "" } of text.matchAll(panObject)) {
    const digits = value.slice(0, Number.parseInt(bytes, 16) * 2);
    const start = index + match.length - value.length;
    if (isCardNumber(digits)) yield numberAt(Array.from(digits, (_, position) => start + position));
  }
  for (const { 0: match, index, 1: digits = "" } of text.matchAll(trackObject)) {
    if (isCardNumber(digits)) yield { kind: "track", start: index, end: index + match.length };
  }
  for (const { 0: match, index } of text.matchAll(asciiDigits)) {
    const digits = match.replaceAll(/3(\d)/g, "$1").replace(/^0+/, "");
    if (lengthOfNumber(digits) > 0) yield { kind: "encoded", start: index, end: index + match.length };
  }
}

const base64Token = /[A-Za-z0-9+/_-]{18,}={0,2}/g;
/** A card number or a track has at least so many digits in a row. */
const manyDigits = /\d{12}/;
/** What they look like in base64: three digits are four characters, of which the first is M, N or O. */
const manyDigitsInBase64 = /(?:[M-O][A-Za-z0-9+/_-]{3}){3}/;

/** Words of base64 (RFC 4648, both alphabets) in whose bytes `holds` finds something; whatever stands before it in the word. */
export function* base64With(text: string, holds: (decoded: string) => boolean): Generator<PlainFinding> {
  for (const { 0: token, index } of text.matchAll(base64Token)) {
    if (!manyDigitsInBase64.test(token)) continue;
    const decoded = [0, 1, 2, 3].map((skipped) => decodeBase64(token, skipped));
    if (decoded.some((bytes) => manyDigits.test(bytes) && holds(bytes)))
      yield { kind: "encoded", start: index, end: index + token.length };
  }
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const sextets: ReadonlyMap<string, number> = new Map([
  ...Array.from(alphabet, (character, sextet): [string, number] => [character, sextet]),
  ["-", 62],
  ["_", 63],
]);

/** The bytes as characters. The padding counts as zeros. */
function decodeBase64(token: string, skipped: number): string {
  const bytes: string[] = [];
  let bits = 0;
  for (let index = skipped; index < token.length; index += 1) {
    bits = ((bits << 6) | (sextets.get(token.charAt(index)) ?? 0)) & 0xff_ff_ff;
    const position = (index - skipped) % 4;
    if (position > 0) bytes.push(String.fromCharCode((bits >> (6 - position * 2)) & 0xff));
  }
  return bytes.join("");
}

/**
 * Recognizes card numbers and track data in text. A POS never has a reason to send either; one that does is told so by
 * the field's name, and what it sent is neither stored nor repeated. Numbers that tills do send (times, orders, random
 * names) must pass: a check that refuses one sale in a thousand by chance is no use to anybody, so a number counts only
 * with a length and a beginning that cards have.
 */

const digitsMin = 13;
const digitsMax = 19;

/**
 * How card numbers begin, with the fewest digits they have then. Sources: ISO/IEC 7812-1; the ranges that the schemes
 * publish (Visa, Mastercard with Maestro, American Express, Diners Club, JCB, Discover, UnionPay, Mir; then the national
 * ones: RuPay, Uzcard, Belkart, Napas, Troy, Humo, GPN).
 */
const issuers: readonly (readonly [beginning: RegExp, digitsMin: number])[] = [
  [/^[456]/, digitsMin],
  [/^3[04-9]/, 14],
  [/^2[2-7]/, 16],
  [/^(?:81|82|8600|9112|9704|9792|9860|1946)/, 16],
];

/** Magnetic stripe, read as text. Source: ISO/IEC 7813 (track 1 format B, track 2); EMV tag 57 has D for the separator. */
const tracks = [/[A-Z](?:\d ?){8,19}\^/i, /(?:;\d{8,19}|\d{12,19})=\d{4}/, /(?<!\d)\d{12,19}D\d{7}/i];

/** Random names: UUIDs (RFC 9562), and words of hexadecimal too mixed for the card number in tag 57. */
const uuid = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-z])/gi;
const hexadecimalWord = /(?<![0-9a-z])(?=(?:\d*[a-f]){4})[0-9a-f]{20,}(?![0-9a-z])/gi;

/** True when a text holds something that looks like a card number or a track. */
export function looksLikeCardData(text: string): boolean {
  const digits = inPlainDigits(text);
  if (!hasManyDigits(digits)) return false;
  const plain = digits.replace(uuid, "x").replace(hexadecimalWord, "x");
  return tracks.some((track) => track.test(plain)) || chainsIn(plain).some(holdsCardNumber);
}

/** The path of the first text, number or name inside a value that looks like card data; nothing when there is none. */
export function findCardData(value: unknown, path = ""): string | undefined {
  if (typeof value === "string" || typeof value === "number") {
    return looksLikeCardData(String(value)) ? nameOf(path) : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (looksLikeCardData(name)) return `a name in ${nameOf(path)}`;
    const found = findCardData(inner, path === "" ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names are the sender's own: long ones, and those that add up to a card number, are not repeated. */
function nameOf(path: string): string {
  return path === "" || path.length > 200 || looksLikeCardData(path) ? "the message" : path;
}

/** Most texts end here: names, times of day, amounts. Eight digits are the fewest that a track begins with. */
function hasManyDigits(text: string): boolean {
  let count = 0;
  for (let index = 0; index < text.length && count < 8; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 48 && unit <= 57) count += 1;
  }
  return count >= 8;
}

/** Digits of all scripts and forms as ASCII, and the blank of a URL as a blank. */
function inPlainDigits(text: string): string {
  const ascii = /^\p{ASCII}*$/u.test(text)
    ? text
    : text.normalize("NFKC").replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return ascii.replaceAll("%20", " ");
}

/** In Unicode the decimal digits of a script stand in order, zero first. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (codePoint - zero) % 10;
}

/** Up to three signs that are neither letter nor digit may stand inside a number: blanks, dashes, dots. */
const gap = /^[^\p{L}\p{N}]{1,3}$/u;

/** Runs of digits with nothing but gaps between them: all their digits, and where each run starts. */
interface Chain {
  digits: string;
  readonly starts: number[];
}

function chainsIn(text: string): readonly Chain[] {
  const chains: Chain[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(/\d+/g)) {
    const last = chains.at(-1);
    if (last && gap.test(text.slice(end, index))) {
      last.starts.push(last.digits.length);
      last.digits += run;
    } else chains.push({ digits: run, starts: [0] });
    end = index + run.length;
  }
  return chains;
}

/** A card number begins where a run does, zeros in front apart, and ends where the same or a later run does. */
function holdsCardNumber({ digits, starts }: Chain): boolean {
  return starts.some((start, position) => {
    const runEnd = starts[position + 1] ?? digits.length;
    let from = start;
    while (from < runEnd && digits[from] === "0") from += 1;
    const fewest = fewestDigits(digits.slice(from, from + digitsMax));
    if (fewest === undefined) return false;
    if (runEnd - from > digitsMax) return startsWithCardNumber(digits.slice(from, from + digitsMax));
    for (let next = position + 1; next <= starts.length; next += 1) {
      const to = starts[next] ?? digits.length;
      if (to - from > digitsMax) return false;
      if (to - from >= fewest && hasValidCheckDigit(digits, from, to)) return true;
    }
    return false;
  });
}

/** More digits in one piece than any card has may be a card number with its expiry date behind it. */
function startsWithCardNumber(digits: string): boolean {
  const length = /^3[47]/.test(digits) ? 15 : 16;
  return hasValidCheckDigit(digits, 0, length);
}

function fewestDigits(digits: string): number | undefined {
  return issuers.find(([beginning]) => beginning.test(digits))?.[1];
}

/** The Luhn check over a part of the digits. Source: ISO/IEC 7812-1, annex B. */
function hasValidCheckDigit(digits: string, from: number, to: number): boolean {
  let sum = 0;
  for (let index = to - 1; index >= from; index -= 1) {
    const digit = digits.charCodeAt(index) - 48;
    const doubled = (to - index) % 2 === 1 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

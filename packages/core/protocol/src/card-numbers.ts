/**
 * Finds card numbers among other digits. Numbers that tills do send (times, orders, random names) must pass: a check
 * that refuses one sale in a thousand by chance is no use to anybody. So a number counts only with a beginning and a
 * length that cards have, and with the check digit; and where it is written in groups, in groups as people write cards.
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

/** Up to three signs that are neither letter nor digit may stand between two groups: blanks, dashes, dots. */
const gap = /^[^\p{L}\p{N}]{1,3}$/u;

/** The longest group: a number written in two halves. */
const groupMax = 8;

/** True when a text holds a card number. */
export function holdsCardNumber(text: string): boolean {
  return chainsIn(text).some((runs) =>
    runs.some((run, index) => startsWithCardNumber(run.replace(/^0+/, "")) || isWrittenInGroups(runs, index)),
  );
}

/** Runs of digits with nothing but gaps between them. */
function chainsIn(text: string): readonly (readonly string[])[] {
  const chains: string[][] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(/\d+/g)) {
    const last = chains.at(-1);
    if (last && gap.test(text.slice(end, index))) last.push(run);
    else chains.push([run]);
    end = index + run.length;
  }
  return chains;
}

/**
 * Groups of the same length, the last one maybe shorter (4-4-4-4-3, one by one, two halves); 4-6-5 and 4-6-4; or the
 * issuer's six digits and the rest. Anything else that adds up is a time or an order with a number beside it.
 */
function isWrittenInGroups(runs: readonly string[], index: number): boolean {
  const [first = "", second = "", third = "", fourth = ""] = runs.slice(index, index + 4);
  if (first.length > groupMax || !issuerOf(first + second + third + fourth)) return false;
  if (first.length === 4 && second.length === 6 && isCardNumber(first + second + third)) return true;
  if (first.length === 6 && second.length > 6 && isCardNumber(first + second)) return true;
  let digits = first;
  for (const next of runs.slice(index + 1, index + digitsMax)) {
    digits += next;
    if (next.length > first.length || digits.length > digitsMax) return false;
    if (isCardNumber(digits)) return true;
    if (next.length < first.length) return false;
  }
  return false;
}

/** More digits in one piece than any card has may be a card number with its expiry date behind it. */
function startsWithCardNumber(digits: string): boolean {
  if (digits.length <= digitsMax) return isCardNumber(digits);
  return isCardNumber(digits.slice(0, /^3[47]/.test(digits) ? 15 : 16));
}

function isCardNumber(digits: string): boolean {
  if (digits.length < digitsMin || digits.length > digitsMax) return false;
  const issuer = issuerOf(digits);
  return issuer !== undefined && digits.length >= issuer[1] && hasValidCheckDigit(digits);
}

function issuerOf(digits: string): (typeof issuers)[number] | undefined {
  return issuers.find(([beginning]) => beginning.test(digits));
}

/** The Luhn check. Source: ISO/IEC 7812-1, annex B. */
function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = digits.length - 1; index >= 0; index -= 1) {
    const digit = digits.charCodeAt(index) - 48;
    const doubled = (digits.length - index) % 2 === 1 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

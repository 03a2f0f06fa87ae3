/**
 * Recognizes card numbers and track data in text. A POS never has a reason to send either; one that does is told so by
 * the field's name, and what it sent is neither stored nor repeated.
 */
import { holdsCardNumber } from "./card-numbers.ts";
import { hasManyDigits, inPlainDigits } from "./plain-digits.ts";

/** Magnetic stripe, read as text. Source: ISO/IEC 7813 (track 1 format B, track 2); EMV tag 57 has D for the separator. */
const tracks = [/[A-Z](?:\d ?){8,19}\^/i, /(?:;\d{8,19}|\d{12,19})=\d{4}/, /(?<!\d)\d{12,19}D\d{7}/i];

/** The fewest digits that a track begins with; a card number has more. */
const digitsMin = 8;

/** Random names: UUIDs (RFC 9562), and words of hexadecimal too mixed for the card number in tag 57. */
const uuid = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}(?![0-9a-z])/gi;
const hexadecimalWord = /(?<![0-9a-z])(?=(?:\d*[a-f]){4})[0-9a-f]{20,}(?![0-9a-z])/gi;

/**
 * True when a text holds something that looks like a card number or a track.
 * @public
 */
export function looksLikeCardData(text: string): boolean {
  const digits = inPlainDigits(text);
  if (!hasManyDigits(digits, digitsMin)) return false;
  const plain = digits.replace(uuid, "x").replace(hexadecimalWord, "x");
  return tracks.some((track) => track.test(plain)) || holdsCardNumber(plain);
}

/**
 * The path of the first text, number or name inside a value that looks like card data; nothing when there is none.
 * @public
 */
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

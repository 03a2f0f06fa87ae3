/**
 * Refuses card data where none may stand. A POS never has a reason to send a card number; one that does is told so by
 * the field's name, and what it sent is neither stored nor repeated.
 */

/** Runs of 13 to 19 digits, with single blanks, dashes or dots between. Source: ISO/IEC 7812-1 (length of a PAN). */
const digitRun = /\d(?:[ .-]?\d){12,18}/g;
/** Track data of a magnetic stripe. Source: ISO/IEC 7813. */
const track = /(?:%?[A-Z]\d{8,19}\^)|(?:;?\d{8,19}=\d{4,})/;

/** True when a text holds something that looks like a card number or a track. */
export function looksLikeCardData(text: string): boolean {
  if (track.test(text)) return true;
  for (const [run] of text.matchAll(digitRun)) {
    if (holdsCardNumber(run.replaceAll(/\D/g, ""))) return true;
  }
  return false;
}

/** The path of the first text or name inside a value that looks like card data, or nothing. */
export function findCardData(value: unknown, path = ""): string | undefined {
  if (typeof value === "string") return looksLikeCardData(value) ? path || "the message" : undefined;
  if (typeof value === "number") return holdsCardNumber(String(value)) ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (looksLikeCardData(name)) return path ? `a name in ${path}` : "a name in the message";
    const found = findCardData(inner, path ? `${path}.${name}` : name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A run is a card number when its first digit names a card scheme and its check digit fits; keys and times rarely do. */
function holdsCardNumber(digits: string): boolean {
  return /^[2-6]\d{12,18}$/.test(digits) && hasValidCheckDigit(digits);
}

/** The Luhn check. Source: ISO/IEC 7812-1, annex B. */
function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits.at(-1 - index));
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

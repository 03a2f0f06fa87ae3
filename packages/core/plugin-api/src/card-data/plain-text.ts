/**
 * Text in one form: digits and signs of all scripts and widths as ASCII, invisible characters left out, signs of a URL as
 * signs. Keeps where each character came from.
 */

/** `text` in one form. `offsetOf` leads from a position in it to the one in the original; its length leads to its end. */
export interface PlainText {
  readonly text: string;
  offsetOf(position: number): number;
}

/**
 * What is written otherwise: all that is not ASCII, and signs in a URL. Digits and letters in a URL stay as they are: a
 * number behind a percent sign must not be read as one of these.
 */
const special = /%(?:20|0[ADad]|[235][A-Fa-f]|7[B-Eb-e])|[^\0-\x7f]/gu;

/** Between the digits of a number they change nothing for the eye. */
const invisible = /^\p{Default_Ignorable_Code_Point}$/u;

export function plainTextOf(text: string): PlainText {
  const pieces: string[] = [];
  const offsets: number[] = [];
  let end = 0;
  const add = (piece: string, from: number, step: 0 | 1): void => {
    pieces.push(piece);
    for (let index = 0; index < piece.length; index += 1) offsets.push(from + index * step);
  };
  for (const { 0: match, index } of text.matchAll(special)) {
    add(text.slice(end, index), end, 1);
    add(plainFormOf(match), index, 0);
    end = index + match.length;
  }
  if (end === 0) return { text, offsetOf: (position) => position };
  add(text.slice(end), end, 1);
  return { text: pieces.join(""), offsetOf: (position) => offsets[position] ?? text.length };
}

/** Of each character once: a text of nothing but one that takes long takes no longer than others. */
const known = new Map<string, string>();
/** As many as a text in any script has; then it starts anew. */
const KNOWN_MAX = 4_096;

function plainFormOf(character: string): string {
  const before = known.get(character);
  if (before !== undefined) return before;
  const form = makePlainForm(character);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(character, form);
  return form;
}

function makePlainForm(character: string): string {
  if (character.startsWith("%")) return String.fromCharCode(Number.parseInt(character.slice(1), 16));
  if (invisible.test(character)) return "";
  return character.normalize("NFKC").replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

/** In Unicode the decimal digits of a script stand in order, zero first. Source: The Unicode Standard, section 4.6. */
function digitValue(digit: string): number {
  const codePoint = digit.codePointAt(0) ?? 0;
  let zero = codePoint;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (codePoint - zero) % 10;
}

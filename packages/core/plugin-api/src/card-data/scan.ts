/**
 * The one place that decides what in a text looks like card data: card numbers, tracks, PINs and verification values. What
 * is done about it is the caller's: a platform refuses, a log hides. It knows forms, not values: a number that is split
 * over several texts passes.
 */
import { base64With, likelyHexadecimal } from "./encoded.ts";
import type { CardDataCertainty, CardDataFinding, PlainFinding } from "./finding.ts";
import { likelyNumbers, withoutRandomNames } from "./likely-numbers.ts";
import { likelySecrets, possibleSecrets } from "./named-secrets.ts";
import { plainTextOf } from "./plain-text.ts";
import type { PlainText } from "./plain-text.ts";
import { possibleNumbers } from "./possible-numbers.ts";
import { likelyTracks, possibleTracks } from "./tracks.ts";

/**
 * Everything in a text that looks like card data, in no order. Takes time in proportion to the text, whatever is in it.
 * @example scanCardData("card 4111 1111 1111 1111") // one likely card-number, maybe possible ones besides
 * @public
 */
export function scanCardData(text: string): readonly CardDataFinding[] {
  const plain = plainTextOf(text);
  return [
    ...Array.from(likelyIn(plain.text), (finding) => inOriginal(finding, "likely", plain)),
    ...Array.from(possibleIn(plain.text), (finding) => inOriginal(finding, "possible", plain)),
  ];
}

/**
 * True when a text holds something that is likely card data. {@link scanCardData} says where, and what is possible.
 * @public
 */
export function looksLikeCardData(text: string): boolean {
  return holdsAny(likelyIn(plainTextOf(text).text));
}

function* likelyIn(text: string): Generator<PlainFinding> {
  yield* likelyAsWritten(text);
  yield* base64With(text, (decoded) => holdsAny(likelyAsWritten(decoded)));
}

function* likelyAsWritten(text: string): Generator<PlainFinding> {
  yield* likelySecrets(text);
  if (!hasManyDigits(text)) return;
  const named = withoutRandomNames(text);
  yield* likelyTracks(named);
  yield* likelyNumbers(named);
  yield* likelyHexadecimal(text);
}

function* possibleIn(text: string): Generator<PlainFinding> {
  yield* possibleAsWritten(text);
  yield* base64With(text, (decoded) => holdsAny(possibleAsWritten(decoded)));
}

function* possibleAsWritten(text: string): Generator<PlainFinding> {
  yield* possibleSecrets(text);
  yield* possibleTracks(text);
  yield* possibleNumbers(text);
}

/** The fewest digits that a track with a likely number begins with; a number has more. */
const DIGITS_MIN = 8;

/** Most texts have not: names, times of day, amounts. */
function hasManyDigits(text: string): boolean {
  let count = 0;
  for (let index = 0; index < text.length && count < DIGITS_MIN; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 48 && unit <= 57) count += 1;
  }
  return count >= DIGITS_MIN;
}

function holdsAny(findings: Generator<PlainFinding>): boolean {
  return findings.next().done !== true;
}

function inOriginal(finding: PlainFinding, certainty: CardDataCertainty, plain: PlainText): CardDataFinding {
  const [start, end] = [plain.offsetOf(finding.start), plain.offsetOf(finding.end)];
  if (finding.kind !== "card-number") return { kind: finding.kind, certainty, start, end };
  const hidden = finding.hidden.map((position) => plain.offsetOf(position));
  return { kind: finding.kind, certainty, start, end, hidden };
}

/** Does a value hold what its field is for? One answer a value, and never a word of the value itself. */
import type { Content, FieldFormat, TimeFormat } from "./dialect.ts";

const digit = 1;
const letter = 2;
const special = 4;
const track = 8;

/** Which of the kinds a character is, by its code; 0 above ASCII and for control characters. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code < 0x20 || code === 0x7f) return 0;
  const character = String.fromCodePoint(code);
  if (character >= "0" && character <= "9") return digit | track;
  const isLetter = /[A-Za-z]/.test(character);
  const isTrack = character === "=" || character === "D" || character === ">" || character === ":" || character === "<";
  return (isLetter ? letter : special) | (isTrack || character === ";" || character === "?" ? track : 0);
});

/**
 * The kinds that a content is made of. A space counts as allowed in every text: the standard fills fields with it. An
 * `as` field has letters and special characters and so on (ISO 8583:1987, 4.2).
 */
const allowed: Readonly<Record<Exclude<Content, "b" | "x+n">, number>> = {
  a: letter,
  n: digit,
  an: letter | digit,
  as: letter | special,
  ns: digit | special,
  ans: letter | digit | special,
  z: track,
};

const words: Readonly<Record<Exclude<Content, "b">, string>> = {
  a: "letters",
  n: "digits",
  an: "letters and digits",
  as: "letters and special characters",
  ns: "digits and special characters",
  ans: "printable characters",
  z: "track data",
  "x+n": "C or D and digits",
};

/** What is wrong with the text of a field, or nothing. */
export function contentMistake(value: string, { content, time }: FieldFormat): string | undefined {
  if (time !== undefined) return isTime(value, time) ? undefined : `It is no time ${time}.`;
  if (content === undefined || content === "b") return undefined;
  if (content === "x+n") return /^[CD][0-9]+$/.test(value) ? undefined : `It is not ${words[content]}.`;
  const index = firstOther(value, allowed[content], content === "n" || content === "z" ? -1 : 0x20);
  return index < 0 ? undefined : `Character ${index + 1} is none of ${words[content]}.`;
}

function firstOther(value: string, mask: number, filler: number): number {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code !== filler && ((kinds[code] ?? 0) & mask) === 0) return index;
  }
  return -1;
}

/** Days of the months; a year is mostly not given, so the 29th of February always counts. */
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isTime(value: string, format: TimeFormat): boolean {
  if (value.length !== format.length || !/^[0-9]+$/.test(value)) return false;
  const part = (name: string): number | undefined => {
    const index = format.indexOf(name);
    return index < 0 ? undefined : Number(value.slice(index, index + 2));
  };
  const {
    MM = 1,
    DD = 1,
    hh = 0,
    mm = 0,
    ss = 0,
  } = {
    MM: part("MM"),
    DD: part("DD"),
    hh: part("hh"),
    mm: part("mm"),
    ss: part("ss"),
  };
  return DD >= 1 && DD <= (daysOf[MM - 1] ?? 0) && hh < 24 && mm < 60 && ss < 60;
}

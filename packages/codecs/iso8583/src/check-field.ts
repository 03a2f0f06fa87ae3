/** Checks one format of a dialect: each member for itself, then what goes together. */
import { membersOf, notOneOf, notWithin, unknownKeys, withPlace, type Loose } from "./check-value.ts";
import type { Content, FieldEncoding, FieldFormat, LengthPrefix, Padding, TimeFormat } from "./dialect.ts";
import { countOf } from "./field-codec.ts";
import { largestCount } from "./length-prefix.ts";

/** More than any field of a real host; a larger one would not fit in a message anyway. */
const fieldLengthMax = 65_535;
const prefixSizeMax = { digits: 6, bytes: 3 };

const encodings: readonly FieldEncoding[] = ["ascii", "ebcdic", "bcd", "signed-bcd", "binary", "hex", "ebcdic-hex"];
const contents: readonly Content[] = ["a", "n", "an", "as", "ns", "ans", "x+n", "z", "b"];
const times: readonly TimeFormat[] = ["MMDDhhmmss", "YYMMDDhhmmss", "hhmmss", "YYMMDD", "MMDD", "YYMM"];
const members: readonly (keyof FieldFormat)[] = [
  ...(["name", "encoding", "length", "prefix", "padding", "oddDigit", "separator", "content", "time"] as const),
];

/** What is wrong with a format; nothing when it can be prepared. */
export function fieldMistakes(given: unknown): string[] {
  if (typeof given !== "object" || given === null) return ["a format has to be an object."];
  const format: Loose<FieldFormat> = given;
  const { prefix, padding, oddDigit } = format;
  const mistakes = [
    ...memberMistakes(format),
    ...(prefix === undefined ? [] : withPlace("prefix", prefixMistakes(membersOf(prefix)))),
    ...(padding === undefined ? [] : withPlace("padding", paddingMistakes(membersOf(padding)))),
    ...(oddDigit === undefined ? [] : withPlace("oddDigit", oddDigitMistakes(membersOf(oddDigit)))),
  ];
  // Every member has just been found to be what the type says.
  return mistakes.length > 0 ? mistakes : togetherMistakes(given as FieldFormat);
}

function memberMistakes(format: Loose<FieldFormat>): string[] {
  const mistakes = [
    ...unknownKeys(format, members),
    ...notOneOf("encoding", format.encoding, encodings),
    ...notWithin("length", format.length, [1, fieldLengthMax]),
  ];
  if (typeof format.name !== "string" || format.name === "") mistakes.push("name has to be text.");
  if (format.separator !== undefined) mistakes.push(...notOneOf("separator", format.separator, ["D", "="]));
  if (format.content !== undefined) mistakes.push(...notOneOf("content", format.content, contents));
  if (format.time !== undefined) mistakes.push(...notOneOf("time", format.time, times));
  return mistakes;
}

function prefixMistakes(prefix: Loose<LengthPrefix>): string[] {
  const { encoding, size, counts } = prefix;
  return [
    ...unknownKeys(prefix, ["encoding", "size", "counts"]),
    ...notOneOf("encoding", encoding, ["ascii", "ebcdic", "bcd", "binary"]),
    ...notWithin("size", size, [1, encoding === "binary" ? prefixSizeMax.bytes : prefixSizeMax.digits]),
    ...(counts === undefined ? [] : notOneOf("counts", counts, ["units", "bytes"])),
  ];
}

function paddingMistakes(padding: Loose<Padding>): string[] {
  const { side, character, removed } = padding;
  const mistakes = [...unknownKeys(padding, ["side", "character", "removed"]), ...notOneOf("side", side, sides)];
  if (typeof character !== "string" || character.length !== 1) mistakes.push("character has to be one character.");
  if (removed !== undefined && typeof removed !== "boolean") mistakes.push("removed has to be true or false.");
  return mistakes;
}

const sides = ["left", "right"];

function oddDigitMistakes(oddDigit: Loose<NonNullable<FieldFormat["oddDigit"]>>): string[] {
  return [
    ...unknownKeys(oddDigit, ["side", "nibble"]),
    ...notOneOf("side", oddDigit.side, sides),
    ...notOneOf("nibble", oddDigit.nibble, ["0", "F"]),
  ];
}

/** Members that are right by themselves and do not go together. */
function togetherMistakes(format: FieldFormat): string[] {
  const { encoding, length, prefix, padding, content, time } = format;
  const isBcd = encoding === "bcd";
  const isBytes = encoding === "binary" || encoding === "hex" || encoding === "ebcdic-hex";
  const rules: readonly (readonly [boolean, string])[] = [
    [padding !== undefined && prefix !== undefined, "a field with a prefix has no padding."],
    [padding !== undefined && isBytes, "bytes have no padding."],
    [isBcd && padding !== undefined && !isNibble(padding), "BCD is padded with 0 to 9 or A to F."],
    [encoding === "signed-bcd" && prefix !== undefined, "signed-bcd is of fixed length."],
    [
      encoding === "signed-bcd" && (length < 2 || padding !== undefined),
      "signed-bcd has two places or more, all given.",
    ],
    [format.oddDigit !== undefined && !isBcd && encoding !== "signed-bcd", "oddDigit is for BCD."],
    [format.separator !== undefined && !isBcd, "separator is for BCD."],
    [prefix?.counts === "bytes" && !isBcd && !isBytes, "counts: bytes is for BCD and for bytes."],
    [content !== undefined && isBytes !== (content === "b"), "bytes have the content b, and nothing else has."],
    [time !== undefined && time.length !== length, "the length is not that of the time."],
    [prefix !== undefined && isTooLong(format, prefix), "the length does not fit in the prefix."],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, mistake]) => mistake);
}

function isNibble({ character }: Padding): boolean {
  return "0123456789ABCDEF".includes(character);
}

function isTooLong(format: FieldFormat, prefix: LengthPrefix): boolean {
  return countOf(format, prefix).ofUnits(format.length) > largestCount(prefix);
}

/**
 * Checks that a dialect can work, before it is prepared. It may come from a configuration file, so nothing is believed
 * of it that its type says.
 */
import { codePageMistakes, formatsMistakes, headerMistakes } from "./check-format.ts";
import { membersOf, notOneOf, refuse, unknownKeys, withPlace, type Loose } from "./check-value.ts";
import type { Dialect } from "./dialect.ts";

/** @throws TillwireError `SETTINGS_INVALID` with all mistakes, each with the field that it is in. */
export function checkDialect(dialect: Dialect): void {
  refuse(`The ISO 8583 dialect ${String(dialect.name)}`, dialectMistakes(dialect));
}

function dialectMistakes(dialect: Loose<Dialect>): string[] {
  return [
    ...unknownKeys(dialect, ["name", "header", "mti", "bitmap", "fields", "codePage", "framing"]),
    ...notOneOf("mti", dialect.mti, ["ascii", "ebcdic", "bcd"]),
    ...bitmapMistakes(membersOf(dialect.bitmap)),
    ...codePageMistakes(dialect.codePage),
    ...headerMistakes(dialect.header),
    ...(dialect.framing === undefined ? [] : framingMistakes(membersOf(dialect.framing))),
    ...formatsMistakes(dialect.fields, [2, 128]),
  ];
}

function bitmapMistakes(bitmap: Loose<Dialect["bitmap"]>): string[] {
  return withPlace("bitmap", [
    ...unknownKeys(bitmap, ["encoding", "length"]),
    ...notOneOf("encoding", bitmap.encoding, ["binary", "hex", "ebcdic-hex"]),
    ...notOneOf("length", bitmap.length, ["by-bit-1", "fixed-16"]),
  ]);
}

function framingMistakes(framing: Loose<NonNullable<Dialect["framing"]>>): string[] {
  const { lengthBytes, countsItself, headerBytes, messageBytesMax } = framing;
  const keys = ["lengthBytes", "encoding", "countsItself", "headerBytes", "messageBytesMax"];
  const mistakes = [...unknownKeys(framing, keys), ...notOneOf("encoding", framing.encoding, ["binary", "ascii"])];
  if (lengthBytes !== 2 && lengthBytes !== 4) mistakes.push("lengthBytes has to be 2 or 4.");
  if (typeof countsItself !== "boolean") mistakes.push("countsItself has to be true or false.");
  if (!isCount(headerBytes)) mistakes.push("headerBytes has to be a whole number.");
  if (!isCount(messageBytesMax)) mistakes.push("messageBytesMax has to be a whole number.");
  return withPlace("framing", mistakes);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/**
 * Checks that a dialect can work, before it is prepared. It may come from a configuration file, so nothing is believed
 * of it that its type says.
 */
import type { StreamFraming } from "@tillwire/plugin-api";
import { codePageMistakes, formatsMistakes, headerMistakes } from "./check-format.ts";
import { membersOf, notOneOf, notWithin, refuse, unknownKeys, withPlace, type Loose } from "./check-value.ts";
import type { Dialect, HeaderFormat } from "./dialect.ts";
import { headerByteCount } from "./header.ts";

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
    ...framingMistakes(dialect.framing, dialect.header),
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

function framingMistakes(given: unknown, header: unknown): string[] {
  if (given === undefined) return [];
  const framing: Loose<StreamFraming> = membersOf(given);
  const { lengthBytes, countsItself, messageBytesMax } = framing;
  const keys = ["lengthBytes", "encoding", "countsItself", "headerBytes", "messageBytesMax"];
  const mistakes = [...unknownKeys(framing, keys), ...notOneOf("encoding", framing.encoding, ["binary", "ascii"])];
  if (lengthBytes !== 2 && lengthBytes !== 4) mistakes.push("lengthBytes has to be 2 or 4.");
  if (typeof countsItself !== "boolean") mistakes.push("countsItself has to be true or false.");
  // A header without mistakes is what the type says.
  const headerBytes = headerMistakes(header).length > 0 ? framing.headerBytes : headerByteCount(header as HeaderFormat);
  if (framing.headerBytes !== headerBytes)
    mistakes.push(`headerBytes has to be ${String(headerBytes)}, as the header has.`);
  if (mistakes.length > 0) return withPlace("framing", mistakes);
  // Every other member has just been found to be what the type says.
  const countable = countableBytes(given as StreamFraming);
  return withPlace("framing", notWithin("messageBytesMax", messageBytesMax, [1, countable]));
}

/** The longest message whose length can be said. */
function countableBytes({ encoding, lengthBytes, countsItself }: StreamFraming): number {
  return (encoding === "binary" ? 256 : 10) ** lengthBytes - 1 - (countsItself ? lengthBytes : 0);
}

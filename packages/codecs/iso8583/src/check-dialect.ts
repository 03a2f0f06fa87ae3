/**
 * Checks that a dialect can work, before it is prepared. It may come from a configuration file, so nothing is believed
 * of it that its type says.
 */
import { TillwireError, errorData } from "@tillwire/plugin-api";
import { fieldMistakes } from "./check-field.ts";
import { membersOf, notOneOf, unknownKeys, withPlace, type Loose } from "./check-value.ts";
import { codePages } from "./code-pages.ts";
import type { Dialect } from "./dialect.ts";
import { headerCodec } from "./header.ts";

/** @throws TillwireError `SETTINGS_INVALID` with all mistakes, each with the field that it is in. */
export function checkDialect(dialect: Dialect): void {
  const mistakes = dialectMistakes(dialect);
  if (mistakes.length === 0) return;
  const message = `The ISO 8583 dialect ${String(dialect.name)} does not work. ${mistakes.join(" ")}`;
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

function dialectMistakes(dialect: Loose<Dialect>): string[] {
  const { codePage, framing } = dialect;
  return [
    ...unknownKeys(dialect, ["name", "header", "mti", "bitmap", "fields", "codePage", "framing"]),
    ...notOneOf("mti", dialect.mti, ["ascii", "ebcdic", "bcd"]),
    ...bitmapMistakes(membersOf(dialect.bitmap)),
    ...(codePage === undefined ? [] : notOneOf("codePage", codePage, Object.keys(codePages))),
    ...headerMistakes(membersOf(dialect.header)),
    ...(framing === undefined ? [] : framingMistakes(membersOf(framing))),
    ...formatsMistakes(dialect.fields),
  ];
}

function bitmapMistakes(bitmap: Loose<Dialect["bitmap"]>): string[] {
  return withPlace("bitmap", [
    ...unknownKeys(bitmap, ["encoding", "length"]),
    ...notOneOf("encoding", bitmap.encoding, ["binary", "hex", "ebcdic-hex"]),
    ...notOneOf("length", bitmap.length, ["by-bit-1", "fixed-16"]),
  ]);
}

const headerKeys = { none: ["kind"], tpdu: ["kind", "default"], pattern: ["kind", "pattern", "default"] };

function headerMistakes(header: Loose<{ kind: string; pattern: string; default: string }>): string[] {
  const { kind, pattern, default: standard } = header;
  if (kind !== "none" && kind !== "tpdu" && kind !== "pattern") {
    return withPlace("header", notOneOf("kind", kind, Object.keys(headerKeys)));
  }
  const mistakes = unknownKeys(header, headerKeys[kind]);
  if (kind === "pattern" && typeof pattern !== "string") mistakes.push("pattern has to be text.");
  if (standard !== undefined && typeof standard !== "string") mistakes.push("default has to be text.");
  if (mistakes.length > 0) return withPlace("header", mistakes);
  try {
    // Its members have just been found to be what the type says.
    headerCodec(header as Dialect["header"]);
    return [];
  } catch (error) {
    return withPlace("header", [errorData(error).message]);
  }
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

function formatsMistakes(fields: unknown): string[] {
  if (typeof fields !== "object" || fields === null) return ["fields has to be an object of formats by number."];
  return Object.entries(fields).flatMap(([key, format]: [string, unknown]) => {
    const number = Number(key);
    if (String(number) !== key || !Number.isInteger(number) || number < 2 || number > 128) {
      return [`"${key}" is not the number of a field, 2 to 128.`];
    }
    return withPlace(`Field ${number}`, fieldMistakes(format));
  });
}

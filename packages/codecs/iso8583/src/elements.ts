/**
 * From what the standard says of an element (what it holds, how long it is) to what a host does with it: elements as
 * data, and conventions by which hosts encode them all alike.
 */
import type { BcdPadding } from "@tillwire/bytes";
import type { BytesEncoding, Content, FieldFormat, FieldFormats, LengthPrefix, TimeFormat } from "./dialect.ts";
import { numberedEntries } from "./numbered.ts";

/** An element as the standard has it, without any encoding. */
export interface Element {
  readonly name: string;
  readonly content: Content;
  /** Of a variable element: at most so many. In bytes for `b`. */
  readonly length: number;
  readonly variable: boolean;
  readonly time?: TimeFormat;
}

/** Elements by field number. */
export interface Elements {
  readonly [number: number]: Element;
}

/** How a host encodes elements, kind by kind. */
export interface Convention {
  /** For numbers (`n`), `x+n` and track data. With `bcd`, `x+n` has its letter in ASCII. */
  readonly digits: "ascii" | "ebcdic" | "bcd";
  readonly text: "ascii" | "ebcdic";
  readonly bytes: BytesEncoding;
  /** A binary prefix is one byte, any other has as many digits as the standard says: two, or three above 99. */
  readonly prefix: LengthPrefix["encoding"];
  /** For odd numbers of digits in BCD. */
  readonly oddDigit?: BcdPadding;
  /** The same for track data. */
  readonly oddTrackDigit?: BcdPadding;
}

/** An element of fixed length. */
export function fixed(name: string, content: Content, length: number): Element {
  return { name, content, length, variable: false };
}

/** An element of variable length. */
export function variable(name: string, content: Content, length: number): Element {
  return { name, content, length, variable: true };
}

/** A date or time. */
export function timed(name: string, time: TimeFormat): Element {
  return { name, content: "n", length: time.length, variable: false, time };
}

/** Gives every element the format that the convention says. */
export function formatsOf(elements: Elements, convention: Convention): FieldFormats {
  const formats: Record<number, FieldFormat> = {};
  for (const [number, element] of numberedEntries(elements)) formats[number] = formatOf(element, convention);
  return formats;
}

function formatOf(element: Element, convention: Convention): FieldFormat {
  const { name, content, time } = element;
  const encoding = encodingOf(content, convention);
  const oddDigit = content === "z" ? convention.oddTrackDigit : convention.oddDigit;
  const shape = element.variable ? variableShape(element, convention) : { length: element.length, ...filling(content) };
  return {
    name,
    encoding,
    content,
    ...shape,
    ...(time === undefined ? {} : { time }),
    ...(encoding === "bcd" && oddDigit !== undefined ? { oddDigit } : {}),
  };
}

function encodingOf(content: Content, { digits, text, bytes }: Convention): FieldFormat["encoding"] {
  if (content === "b") return bytes;
  if (content === "x+n") return digits === "bcd" ? "signed-bcd" : digits;
  return content === "n" || content === "z" ? digits : text;
}

function variableShape({ length }: Element, { prefix }: Convention): Pick<FieldFormat, "length" | "prefix"> {
  if (prefix === "binary") return { length: Math.min(length, oneByteMax), prefix: { encoding: prefix, size: 1 } };
  return { length, prefix: { encoding: prefix, size: length > 99 ? 3 : 2 } };
}

const oneByteMax = 255;

/** Numbers are filled with zeros in front, text with spaces behind (ISO 8583:1987, 4.2). */
function filling(content: Content): Pick<FieldFormat, "padding"> {
  switch (content) {
    case "n":
      return { padding: { side: "left", character: "0" } };
    case "a":
    case "an":
    case "as":
    case "ns":
    case "ans":
      return { padding: { side: "right", character: " " } };
    case "x+n":
    case "z":
    case "b":
      return {};
  }
}

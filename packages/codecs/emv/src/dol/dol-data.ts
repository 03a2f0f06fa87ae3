/** The data for a data object list: values cut and filled up by their format (EMV Book 3, section 5.4). */
import { decodeError } from "@tillwire/bytes";
import { tagDictionary } from "../dictionary/dictionary.ts";
import { isConstructedTag } from "../tlv/tag.ts";
import { dolDataLength, type DolEntry } from "./dol.ts";

/** Where values come from. A `Map` of tags to bytes is one. */
export interface TagValues {
  get(tag: string): Uint8Array | undefined;
}

const cnFiller = 0xff;

/**
 * Builds the data that a card asks for. A value that is not there, and any template, becomes zeros. One that is too long
 * loses bytes on the left when its format is `n`, on the right otherwise; one that is too short gets zeros before it when
 * its format is `n`, `FF` behind it when it is `cn`, and zeros behind it otherwise. Formats come from the dictionary; a
 * tag that is not in it counts as `b`. A command carries 255 bytes of it at most: {@link dolDataLength} says how many.
 * @throws TillwireError `REQUEST_INVALID` for an entry whose tag is none.
 */
export function buildDolData(entries: readonly DolEntry[], values: TagValues): Uint8Array {
  const data = new Uint8Array(dolDataLength(entries));
  let position = 0;
  for (const { tag, length } of entries) {
    const value = isConstructedTag(tag) ? undefined : values.get(tag);
    if (value) fit(data.subarray(position, position + length), tag, value);
    position += length;
  }
  return data;
}

/** Puts a value in a field that holds zeros. */
function fit(field: Uint8Array, tag: string, value: Uint8Array): void {
  const format = tagDictionary.get(tag)?.format ?? "b";
  if (format === "n") {
    const kept = value.subarray(Math.max(0, value.length - field.length));
    field.set(kept, field.length - kept.length);
    return;
  }
  field.set(value.subarray(0, field.length));
  if (format === "cn") field.fill(cnFiller, Math.min(value.length, field.length));
}

/** A value taken out of the data for a list. */
export interface DolValue {
  readonly tag: string;
  /** A view of the data, not a copy. As it stands there: cut and filled up. */
  readonly value: Uint8Array;
}

/**
 * Takes the data for a list apart: what the card does with what it gets.
 * @throws TillwireError `FRAME_INVALID` when the data is not exactly as long as the list says.
 */
export function splitDolData(entries: readonly DolEntry[], data: Uint8Array): DolValue[] {
  const expected = dolDataLength(entries);
  if (data.length !== expected) {
    throw decodeError(`The data object list asks for ${expected} bytes, there are ${data.length}.`);
  }
  let position = 0;
  return entries.map(({ tag, length }) => {
    const value = data.subarray(position, position + length);
    position += length;
    return { tag, value };
  });
}

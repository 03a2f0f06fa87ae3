/** Data object lists: which values a card wants, in which lengths (EMV Book 3, section 5.4). */
import { concatBytes, decodeError, encodeError } from "@tillwire/bytes";
import { readTag } from "../tlv/read-tag.ts";
import { tagByteCount, tagNumber, tagText } from "../tlv/tag.ts";

/** One entry: a tag, and how many bytes of its value are wanted. */
export interface DolEntry {
  readonly tag: string;
  readonly length: number;
}

/** The longest list that EMV knows (Book 3, Annex A: CDOL1, CDOL2, DDOL, TDOL). */
const maxDolBytes = 252;
const maxEntryLength = 0xff;

/**
 * Reads a data object list: PDOL, CDOL1, CDOL2, DDOL or TDOL. A tag may stand in it more than once.
 * @throws TillwireError `FRAME_INVALID` for a tag that is none, an entry without its length, and more than 252 bytes.
 * @example decodeDol(fromHex("9F02069A03")) // [{ tag: "9F02", length: 6 }, { tag: "9A", length: 3 }]
 */
export function decodeDol(bytes: Uint8Array): DolEntry[] {
  checkLength(bytes);
  const entries: DolEntry[] = [];
  let position = 0;
  while (position < bytes.length) {
    const tag = readTag(bytes, position);
    const length = bytes[position + tagByteCount(tag)];
    if (length === undefined)
      throw decodeError(`Data object list: tag ${tagText(tag)} at byte ${position} has no length.`);
    entries.push({ tag: tagText(tag), length });
    position += tagByteCount(tag) + 1;
  }
  return entries;
}

/**
 * Writes a data object list.
 * @throws TillwireError `REQUEST_INVALID` for a tag that is none or a length that does not fit in a byte.
 */
export function encodeDol(entries: readonly DolEntry[]): Uint8Array {
  return concatBytes(
    ...entries.map(({ tag, length }) => {
      if (!Number.isInteger(length) || length < 0 || length > maxEntryLength) {
        throw encodeError(`Tag ${tag} of a data object list: ${length} is not a length of 0 to ${maxEntryLength}.`);
      }
      return Uint8Array.of(...tagBytes(tag), length);
    }),
  );
}

/** How many bytes the data for a list has. */
export function dolDataLength(entries: readonly DolEntry[]): number {
  let total = 0;
  for (const { length } of entries) total += length;
  return total;
}

/**
 * Reads a list of tags without lengths, such as the static data authentication tag list (`9F4A`; Book 3, section 10.3).
 * @throws TillwireError `FRAME_INVALID` for a tag that is none.
 */
export function decodeTagList(bytes: Uint8Array): string[] {
  checkLength(bytes);
  const tags: string[] = [];
  let position = 0;
  while (position < bytes.length) {
    const tag = readTag(bytes, position);
    tags.push(tagText(tag));
    position += tagByteCount(tag);
  }
  return tags;
}

function checkLength(bytes: Uint8Array): void {
  if (bytes.length > maxDolBytes) {
    throw decodeError(`A list of data objects has ${bytes.length} bytes, EMV knows ${maxDolBytes}.`);
  }
}

function tagBytes(tag: string): number[] {
  const number = tagNumber(tag);
  return Array.from(
    { length: tagByteCount(number) },
    (_, index) => (number >> ((tagByteCount(number) - 1 - index) * 8)) & 0xff,
  );
}

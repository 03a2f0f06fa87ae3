/**
 * Tag numbers of BER-TLV (EMV Book 3, Annex B1; ISO/IEC 7816-4, 5.2.2.1) and their text. The interface of this package
 * speaks of tags as upper-case hexadecimal, `"9F26"`; inside, a tag is its bytes read as one number, `0x9f26`, which is
 * unambiguous because the first byte says whether another one follows.
 */
import { encodeError } from "@tillwire/bytes";

/** ISO/IEC 7816-4 knows tags of one to three bytes; EMV itself uses one and two, its kernels three. */
export const maxTagBytes = 3;

const constructedBit = 0x20;
/** All five low bits of the first byte: the number follows in further bytes. */
export const moreBytes = 0x1f;
/** In a further byte: yet another one follows. */
export const anotherByte = 0x80;

const oneByteTags: readonly string[] = Array.from({ length: 256 }, (_, value) => hexOf(value, 1));
/** By tag number; the leading bytes that take a second one are few, so all of these fit in a small table. */
const twoByteTags: ReadonlyMap<number, string> = new Map(
  Array.from({ length: 8 }, (_, index) => (index << 5) | moreBytes).flatMap((first) =>
    Array.from({ length: anotherByte }, (_, second) => [first * 256 + second, hexOf(first * 256 + second, 2)] as const),
  ),
);

function hexOf(value: number, byteCount: number): string {
  return value
    .toString(16)
    .padStart(byteCount * 2, "0")
    .toUpperCase();
}

/** A tag number as text. */
export function tagText(tag: number): string {
  if (tag < 0x100) return oneByteTags[tag] ?? "";
  return twoByteTags.get(tag) ?? hexOf(tag, tagByteCount(tag));
}

/** The first byte of a tag number. */
function firstByte(tag: number): number {
  if (tag < 0x100) return tag;
  return tag < 0x1_0000 ? tag >> 8 : tag >> 16;
}

/** True when objects under this tag number hold other objects. */
export function isConstructedNumber(tag: number): boolean {
  return (firstByte(tag) & constructedBit) !== 0;
}

/** How many bytes a tag number takes. */
export function tagByteCount(tag: number): number {
  if (tag < 0x100) return 1;
  return tag < 0x1_0000 ? 2 : maxTagBytes;
}

/** The number of a tag's text, or `undefined` when the text is not a tag in upper-case hexadecimal. */
function parseTag(text: string): number | undefined {
  if (!/^(?:[0-9A-F]{2}){1,3}$/.test(text)) return undefined;
  const tag = Number.parseInt(text, 16);
  const byteCount = text.length / 2;
  const first = tag >> ((byteCount - 1) * 8);
  if (first === 0 || (first & moreBytes) !== moreBytes) return byteCount === 1 && first !== 0 ? tag : undefined;
  if (byteCount === 1) return undefined;
  const second = (tag >> ((byteCount - 2) * 8)) & 0xff;
  const last = tag & 0xff;
  // A number that begins with zeros has a shorter form, and each further byte says whether it is the last.
  if (second === anotherByte || last >= anotherByte) return undefined;
  return byteCount === 2 || second >= anotherByte ? tag : undefined;
}

/**
 * True for a tag as EMV allows it, in upper-case hexadecimal: one to three bytes, as many as its first byte and the
 * ones after it announce. `00` is filling between objects, not a tag.
 */
export function isTag(text: string): boolean {
  return parseTag(text) !== undefined;
}

/** True for a tag whose objects hold other objects (templates): bit 6 of the first byte. */
export function isConstructedTag(tag: string): boolean {
  return isConstructedNumber(tagNumber(tag));
}

/**
 * The number of a tag.
 * @throws TillwireError `REQUEST_INVALID` when the text is not a tag.
 */
export function tagNumber(text: string): number {
  const tag = parseTag(text);
  // What is not a tag may be anything, card data too, so it is not repeated.
  if (tag === undefined) throw encodeError("A tag is one to three bytes in upper-case hexadecimal, such as 9F26.");
  return tag;
}

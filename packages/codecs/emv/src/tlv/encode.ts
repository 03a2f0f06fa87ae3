/** Data objects to bytes (EMV Book 3, Annex B), each length in its shortest form. */
import { encodeError } from "@tillwire/bytes";
import type { DataObjectInput } from "./data-object.ts";
import { isConstructedNumber, tagByteCount, tagNumber } from "./tag.ts";

/** Nothing in EMV is longer; a length field of three bytes (82 xx xx) is the longest that is written. */
const maxEncodedBytes = 65_535;
/** As for decoding. */
const maxDepth = 16;

/** An object whose length is known, ready to be written. */
interface Measured {
  readonly tag: number;
  readonly length: number;
  readonly content: Uint8Array | readonly Measured[];
}

/**
 * Writes data objects in the order given.
 * @throws TillwireError `REQUEST_INVALID` for a tag that is none, a template's tag with a value or another tag with
 * children, more than 65,535 bytes, or templates more than 16 deep.
 */
export function encodeTlv(objects: readonly DataObjectInput[]): Uint8Array {
  const measured = objects.map((object) => measure(object, 0));
  const size = sizeOfAll(measured);
  if (size > maxEncodedBytes) throw encodeError(`TLV data of ${size} bytes, ${maxEncodedBytes} are the most.`);
  const bytes = new Uint8Array(size);
  writeAll(bytes, 0, measured);
  return bytes;
}

function measure(object: DataObjectInput, depth: number): Measured {
  const tag = tagNumber(object.tag);
  const constructed = isConstructedNumber(tag);
  if (constructed !== (object.children !== undefined)) {
    throw encodeError(
      `Tag ${object.tag} takes ${constructed ? "other objects, not a value" : "a value, not other objects"}.`,
    );
  }
  if (object.children === undefined) return { tag, length: object.value.length, content: object.value };
  if (depth >= maxDepth) throw encodeError(`TLV templates are nested more than ${maxDepth} deep.`);
  const content = object.children.map((child) => measure(child, depth + 1));
  return { tag, length: sizeOfAll(content), content };
}

function sizeOfAll(objects: readonly Measured[]): number {
  let size = 0;
  for (const { tag, length } of objects) size += tagByteCount(tag) + lengthByteCount(length) + length;
  return size;
}

function lengthByteCount(length: number): number {
  if (length < 0x80) return 1;
  return length < 0x100 ? 2 : 3;
}

/** Writes at a position and gives the next one. */
function writeAll(bytes: Uint8Array, start: number, objects: readonly Measured[]): number {
  let position = start;
  for (const { tag, length, content } of objects) {
    position = writeNumber(bytes, position, [tag, tagByteCount(tag)]);
    const lengthBytes = lengthByteCount(length);
    if (lengthBytes > 1) bytes[position++] = 0x80 + lengthBytes - 1;
    position = writeNumber(bytes, position, [length, Math.max(1, lengthBytes - 1)]);
    if (content instanceof Uint8Array) {
      bytes.set(content, position);
      position += length;
    } else {
      position = writeAll(bytes, position, content);
    }
  }
  return position;
}

function writeNumber(bytes: Uint8Array, position: number, [value, byteCount]: readonly [number, number]): number {
  for (let index = 0; index < byteCount; index += 1) bytes[position + index] = value >> ((byteCount - 1 - index) * 8);
  return position + byteCount;
}

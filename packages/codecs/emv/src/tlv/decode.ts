/** Bytes to data objects (EMV Book 3, Annex B). The meaning of a tag is not looked at. */
import { TlvCursor } from "./cursor.ts";
import type { DataObject } from "./data-object.ts";
import { checkedDepth, depthError, type TlvLimits } from "./limits.ts";
import { isConstructedNumber, tagText } from "./tag.ts";

/**
 * Reads a sequence of BER-TLV data objects, all of it, as a tree in the order of the message. Lengths may be written
 * longer than they need to be (`81 01` for `01`), as cards do; `00` between objects is skipped.
 * @throws TillwireError `FRAME_INVALID` for an indefinite length, a tag or length that is cut off or too long, a value
 * that goes on beyond its template or the message, and more than `limits` allow. It names the tag and the place.
 * @example decodeTlv(fromHex("770A82025900940408010401"))[0].tag // "77"
 */
export function decodeTlv(bytes: Uint8Array, limits: TlvLimits = {}): DataObject[] {
  const maxDepth = checkedDepth(bytes, limits);
  const cursor = new TlvCursor(bytes);
  const readAll = (end: number, depth: number): DataObject[] => {
    const objects: DataObject[] = [];
    while (cursor.next(end)) {
      const { tag: number, offset, valueEnd } = cursor;
      const tag = tagText(number);
      const value = cursor.value();
      if (!isConstructedNumber(number)) {
        objects.push({ kind: "primitive", tag, offset, value });
        continue;
      }
      if (depth >= maxDepth) throw depthError(offset, maxDepth);
      cursor.enter();
      objects.push({ kind: "constructed", tag, offset, value, children: readAll(valueEnd, depth + 1) });
    }
    return objects;
  };
  return readAll(bytes.length, 0);
}

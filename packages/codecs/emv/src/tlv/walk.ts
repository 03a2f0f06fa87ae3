/** One object after the other without building a tree: for looking at a message, and for taking one value out of it. */
import { TlvCursor } from "./cursor.ts";
import { checkedDepth, depthError, type TlvLimits } from "./limits.ts";
import { isConstructedNumber, tagNumber, tagText } from "./tag.ts";

/** An object met on the way. */
export interface TlvVisit {
  readonly tag: string;
  readonly offset: number;
  /** 0 for objects that stand in no template. */
  readonly depth: number;
  readonly constructed: boolean;
  /** A view of the message, not a copy. */
  readonly value: Uint8Array;
}

/**
 * Gives every object in the order of the message, a template before what is inside it. Reads only as far as it is
 * asked to, so a fault further back does not show until then.
 * @throws TillwireError `FRAME_INVALID` as {@link decodeTlv}, when the fault is reached.
 */
export function* walkTlv(bytes: Uint8Array, limits: TlvLimits = {}): Generator<TlvVisit, void, undefined> {
  const maxDepth = checkedDepth(bytes, limits);
  const cursor = new TlvCursor(bytes);
  for (const depth of steps(cursor, maxDepth)) {
    const { tag, offset } = cursor;
    yield { tag: tagText(tag), offset, depth, constructed: isConstructedNumber(tag), value: cursor.value() };
  }
}

/**
 * The value of the first object under a tag, wherever it stands, without a tree. A template's value is the bytes of
 * what is inside.
 * @throws TillwireError `FRAME_INVALID` when a fault stands before the object, or anywhere when there is no such object.
 */
export function findTlvValue(bytes: Uint8Array, tag: string, limits: TlvLimits = {}): Uint8Array | undefined {
  const maxDepth = checkedDepth(bytes, limits);
  const wanted = tagNumber(tag);
  const cursor = new TlvCursor(bytes);
  for (const _ of steps(cursor, maxDepth)) if (cursor.tag === wanted) return cursor.value();
  return undefined;
}

/** Moves the cursor through the whole tree and gives the depth at each object. */
function* steps(cursor: TlvCursor, maxDepth: number): Generator<number, void, undefined> {
  const ends = [cursor.bytes.length];
  while (ends.length > 0) {
    if (!cursor.next(ends.at(-1) ?? 0)) {
      ends.pop();
      continue;
    }
    const { tag, offset, valueEnd } = cursor;
    const depth = ends.length - 1;
    if (isConstructedNumber(tag) && depth >= maxDepth) throw depthError(offset, maxDepth);
    yield depth;
    if (!isConstructedNumber(tag)) continue;
    cursor.enter();
    ends.push(valueEnd);
  }
}

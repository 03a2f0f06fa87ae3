/**
 * The one reader of BER-TLV in this package: it goes from header to header and allocates nothing on its way.
 * EMV Book 3, Annex B1 (tags) and B2 (lengths).
 */
import { decodeError } from "@tillwire/bytes";
import { readTag } from "./read-tag.ts";
import { tagByteCount, tagText } from "./tag.ts";

/** More than any length that a message of this size limit can have. */
const maxLengthBytes = 4;
const indefiniteLength = 0x80;

/**
 * Stands on one object after each {@link TlvCursor.next}; which objects come next, those inside it or those after it,
 * is the caller's choice.
 */
export class TlvCursor {
  readonly bytes: Uint8Array;
  /** Where the header of the object begins. */
  offset = 0;
  tag = 0;
  valueStart = 0;
  valueEnd = 0;
  #position: number;

  constructor(bytes: Uint8Array, start = 0) {
    this.bytes = bytes;
    this.#position = start;
  }

  /** The value under the cursor: a view of the message, not a copy. */
  value(): Uint8Array {
    return this.bytes.subarray(this.valueStart, this.valueEnd);
  }

  /** From here on `next` gives the objects inside the one under the cursor. */
  enter(): void {
    this.#position = this.valueStart;
  }

  /**
   * Reads the next header before `end` and steps over its value. `00` between objects is skipped: it has no meaning
   * (Annex B1). False at `end`.
   * @throws TillwireError `FRAME_INVALID` for what Annex B forbids, and for an object that does not end before `end`.
   */
  next(end: number): boolean {
    while (this.#position < end && this.bytes[this.#position] === 0) this.#position += 1;
    if (this.#position >= end) return false;
    this.offset = this.#position;
    this.#readTag(end);
    const length = this.#readLength(end);
    this.valueStart = this.#position;
    this.valueEnd = this.#position + length;
    if (this.valueEnd > end) {
      throw this.#refuse(`its value has ${length} bytes, but ${end - this.valueStart} are left`);
    }
    this.#position = this.valueEnd;
    return true;
  }

  #byte(end: number, what: string): number {
    const byte = this.#position < end ? this.bytes[this.#position] : undefined;
    if (byte === undefined) throw this.#refuse(`${what} is missing`);
    this.#position += 1;
    return byte;
  }

  #readTag(end: number): void {
    this.tag = readTag(this.bytes, this.#position, end);
    this.#position += tagByteCount(this.tag);
  }

  #readLength(end: number): number {
    const first = this.#byte(end, "the length");
    if (first < indefiniteLength) return first;
    if (first === indefiniteLength) throw this.#refuse("the length is indefinite, which EMV does not allow");
    const byteCount = first - indefiniteLength;
    if (byteCount > maxLengthBytes) throw this.#refuse(`the length takes ${byteCount} bytes`);
    let length = 0;
    for (let count = 0; count < byteCount; count += 1) {
      length = length * 256 + this.#byte(end, "the rest of the length");
    }
    return length;
  }

  #refuse(what: string): Error {
    return decodeError(`TLV object ${tagText(this.tag)} at byte ${this.offset}: ${what}.`);
  }
}

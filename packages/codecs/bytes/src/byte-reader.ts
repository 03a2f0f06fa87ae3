/** Reads a message from front to back. Every read says what is missing where, instead of giving less than asked for. */
import { decodeError } from "./errors.ts";

/**
 * A position in bytes that only moves forward. What `bytes` and `rest` give are views, not copies: a caller that keeps
 * one keeps the whole message.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** The next byte without moving on, or `undefined` at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#position];
  }

  /** The next `length` bytes. @throws TillwireError `FRAME_INVALID` when fewer are left. */
  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Everything that is left. */
  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  /** One byte, 0 to 255. */
  uint8(): number {
    return this.unsigned(1);
  }

  /** Two bytes, the high one first. */
  uint16(): number {
    return this.unsigned(2);
  }

  /** Two bytes, the low one first. */
  uint16LittleEndian(): number {
    const start = this.#advance(2);
    return (this.#bytes[start] ?? 0) + (this.#bytes[start + 1] ?? 0) * 256;
  }

  /** Four bytes, the high one first. */
  uint32(): number {
    return this.unsigned(4);
  }

  /** An unsigned number of 1 to 6 bytes, the high byte first. Six bytes are what a number holds exactly. */
  unsigned(byteCount: 1 | 2 | 3 | 4 | 5 | 6): number {
    const start = this.#advance(byteCount);
    let value = 0;
    for (let index = start; index < start + byteCount; index += 1) value = value * 256 + (this.#bytes[index] ?? 0);
    return value;
  }

  /** The next `length` bytes as text, one character a byte (ISO 8859-1, of which ASCII is the first half). */
  latin1(length: number): string {
    const start = this.#advance(length);
    let text = "";
    for (let index = start; index < start + length; index += 1) text += String.fromCharCode(this.#bytes[index] ?? 0);
    return text;
  }

  /** @throws TillwireError `FRAME_INVALID` when something is left that nobody asked for. */
  expectEnd(): void {
    if (this.remaining > 0) throw decodeError(`${this.remaining} bytes are left over at byte ${this.#position}.`);
  }

  /** Moves on and gives the position before. All bytes up to the new position are there. */
  #advance(length: number): number {
    if (!Number.isSafeInteger(length) || length < 0 || length > this.remaining) {
      throw decodeError(`${length} bytes are wanted at byte ${this.#position}, ${this.remaining} are left.`);
    }
    const start = this.#position;
    this.#position = start + length;
    return start;
  }
}

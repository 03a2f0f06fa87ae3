/** Writes a message from front to back into one buffer that grows by doubling, up to a bound. */
import { encodeError } from "./errors.ts";

const firstBytes = 256;
/** Far above any message of a payment protocol; a longer one is a mistake of the caller. */
const defaultMaxBytes = 1_048_576;

/** Collects bytes. {@link ByteWriter.finish} gives them once; the writer is then empty and can be used again. */
export class ByteWriter {
  #buffer = new Uint8Array(firstBytes);
  #length = 0;
  readonly #maxBytes: number;

  constructor(maxBytes = defaultMaxBytes) {
    this.#maxBytes = maxBytes;
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  /** Appends bytes; they are copied. */
  bytes(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** One byte. */
  uint8(value: number): this {
    return this.unsigned(value, 1);
  }

  /** Two bytes, the high one first. */
  uint16(value: number): this {
    return this.unsigned(value, 2);
  }

  /** Two bytes, the low one first. */
  uint16LittleEndian(value: number): this {
    this.#check(value, 2);
    return this.uint8(value % 256).uint8(Math.floor(value / 256));
  }

  /** Four bytes, the high one first. */
  uint32(value: number): this {
    return this.unsigned(value, 4);
  }

  /** An unsigned number in 1 to 6 bytes, the high byte first. @throws TillwireError `REQUEST_INVALID` when it does not fit. */
  unsigned(value: number, byteCount: 1 | 2 | 3 | 4 | 5 | 6): this {
    this.#check(value, byteCount);
    this.#reserve(byteCount);
    let rest = value;
    for (let index = this.#length + byteCount - 1; index >= this.#length; index -= 1) {
      this.#buffer[index] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    this.#length += byteCount;
    return this;
  }

  /** Text of one byte a character. @throws TillwireError `REQUEST_INVALID` for a character above U+00FF. */
  latin1(text: string): this {
    this.#reserve(text.length);
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0xff) throw encodeError(`Character ${index} of the text does not fit in one byte.`);
      this.#buffer[this.#length + index] = code;
    }
    this.#length += text.length;
    return this;
  }

  /** Writes over bytes that are there already: lengths and bitmaps that are known only afterwards. */
  patch(position: number, bytes: Uint8Array): this {
    if (position < 0 || position + bytes.length > this.#length) {
      throw encodeError(`Bytes ${position} to ${position + bytes.length} have not been written yet.`);
    }
    this.#buffer.set(bytes, position);
    return this;
  }

  /** A copy of what was written; the writer starts anew. */
  finish(): Uint8Array {
    const written = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    return written;
  }

  #check(value: number, byteCount: number): void {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** byteCount) {
      throw encodeError(`${value} does not fit in ${byteCount} bytes.`);
    }
  }

  #reserve(byteCount: number): void {
    const needed = this.#length + byteCount;
    if (needed > this.#maxBytes) throw encodeError(`The message would be longer than ${this.#maxBytes} bytes.`);
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}

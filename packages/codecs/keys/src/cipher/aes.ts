/** AES (FIPS 197) with keys of 128, 192 and 256 bits. */
import { encodeError } from "@tillwire/bytes";
import { prepareBlockCipher, type BlockCipher } from "./block-cipher.ts";

/** AES with a key of 16, 24 or 32 bytes. @throws TillwireError `REQUEST_INVALID` for any other length. */
export function aes(keyBytes: Uint8Array): BlockCipher {
  const { length } = keyBytes;
  if (length !== 16 && length !== 24 && length !== 32) {
    throw encodeError(`An AES key has 16, 24 or 32 bytes, not ${length}.`);
  }
  const bits = length * 8;
  return prepareBlockCipher({ ecb: `aes-${bits}-ecb`, cbc: `aes-${bits}-cbc`, blockBytes: 16 }, keyBytes);
}

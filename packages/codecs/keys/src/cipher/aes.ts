/** AES (FIPS 197) with keys of 128, 192 and 256 bits. */
import { createCipheriv, createSecretKey } from "node:crypto";
import { encodeError } from "@tillwire/bytes";
import { plainBytes, prepareBlockCipher, type BlockCipher } from "./block-cipher.ts";

/** AES with a key of 16, 24 or 32 bytes. @throws TillwireError `REQUEST_INVALID` for any other length. */
export function aes(keyBytes: Uint8Array): BlockCipher {
  const { length } = keyBytes;
  if (length !== 16 && length !== 24 && length !== 32) {
    throw encodeError(`An AES key has 16, 24 or 32 bytes, not ${length}.`);
  }
  const bits = length * 8;
  return prepareBlockCipher({ ecb: `aes-${bits}-ecb`, cbc: `aes-${bits}-cbc`, blockBytes: 16 }, keyBytes);
}

/** Blocks on their own (ECB) under a key that is used once, as the steps of DUKPT do. The key's length is right. */
export function aesBlocks(keyBytes: Uint8Array, blocks: Uint8Array): Uint8Array {
  // As for DES: a key object is faster than the bytes.
  return plainBytes(createCipheriv(`aes-${keyBytes.length * 8}-ecb`, createSecretKey(keyBytes), null).update(blocks));
}

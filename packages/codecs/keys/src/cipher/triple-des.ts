/** DES and triple DES (FIPS 46-3, SP 800-67). OpenSSL 3 has no single DES any more: it is triple DES with one key twice. */
import { createCipheriv, createSecretKey } from "node:crypto";
import { concatBytes, encodeError } from "@tillwire/bytes";
import { plainBytes, prepareBlockCipher, type BlockCipher, type CipherNames } from "./block-cipher.ts";

const doubleLength: CipherNames = { ecb: "des-ede", cbc: "des-ede-cbc", blockBytes: 8 };
const tripleLength: CipherNames = { ecb: "des-ede3", cbc: "des-ede3-cbc", blockBytes: 8 };

/**
 * DES with a key of 8 bytes, triple DES (encrypt, decrypt, encrypt) with 16 or 24. Parity bits are not looked at.
 * @throws TillwireError `REQUEST_INVALID` for any other length.
 */
export function tripleDes(keyBytes: Uint8Array): BlockCipher {
  if (keyBytes.length === 8) return prepareBlockCipher(doubleLength, concatBytes(keyBytes, keyBytes));
  if (keyBytes.length === 16) return prepareBlockCipher(doubleLength, keyBytes);
  if (keyBytes.length === 24) return prepareBlockCipher(tripleLength, keyBytes);
  throw encodeError(`A DES key has 8, 16 or 24 bytes, not ${keyBytes.length}.`);
}

/**
 * One block under single DES with a key that is used once, as the steps of DUKPT and option B do. `key` may be longer
 * than 8 bytes: its first 8 count.
 */
export function desBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const twice = new Uint8Array(16);
  twice.set(key.subarray(0, 8));
  twice.set(key.subarray(0, 8), 8);
  // Node 24 takes three times as long when it is given the bytes themselves.
  return plainBytes(createCipheriv("des-ede", createSecretKey(twice), null).update(block));
}

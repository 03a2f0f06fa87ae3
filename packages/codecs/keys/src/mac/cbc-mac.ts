/** The chaining behind ISO/IEC 9797-1 MAC algorithms 1 and 3, over data that has been padded already. */
import type { BlockCipher } from "../cipher/block-cipher.ts";
import { xorBytes } from "../cipher/bits.ts";
import { tripleDes } from "../cipher/triple-des.ts";

/** Algorithm 1: the last block of CBC with a zero vector. `padded` is at least one block. */
export function cbcMac(cipher: BlockCipher, padded: Uint8Array): Uint8Array {
  const chain = cipher.encryptCbc(padded);
  return chain.subarray(chain.length - cipher.blockBytes);
}

/** Single DES with the left half of a key, which the chain of algorithm 3 runs under. */
const leftHalfOf = new WeakMap<BlockCipher, BlockCipher>();

/**
 * Algorithm 3 with DES, the "retail MAC" of ANSI X9.19: single DES under the left half all along, triple DES for the
 * last block. `key` has 16 bytes and `cipher` is triple DES with it.
 */
export function retailMac(key: Uint8Array, cipher: BlockCipher, padded: Uint8Array): Uint8Array {
  const last = padded.subarray(padded.length - 8);
  if (padded.length === 8) return cipher.encrypt(last);
  let leftHalf = leftHalfOf.get(cipher);
  if (!leftHalf) leftHalfOf.set(cipher, (leftHalf = tripleDes(key.subarray(0, 8))));
  const chain = cbcMac(leftHalf, padded.subarray(0, padded.length - 8));
  return cipher.encrypt(xorBytes(last, chain));
}

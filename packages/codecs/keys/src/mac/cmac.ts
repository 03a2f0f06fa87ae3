/** CMAC over any block cipher. Source: NIST SP 800-38B, 6. */
import { xorInto } from "../cipher/bits.ts";
import type { BlockCipher } from "../cipher/block-cipher.ts";

/** What the last block is mixed with: the first when it is whole, the second when it was filled up. */
type Subkeys = readonly [whole: Uint8Array, padded: Uint8Array];

const subkeysOf = new WeakMap<BlockCipher, Subkeys>();

/** The whole CMAC of the data: 8 bytes with DES, 16 with AES. */
export function cmacWith(cipher: BlockCipher, data: Uint8Array): Uint8Array {
  const { blockBytes } = cipher;
  const length = Math.max(1, Math.ceil(data.length / blockBytes)) * blockBytes;
  const blocks = new Uint8Array(length);
  blocks.set(data);
  const [whole, padded] = subkeys(cipher);
  if (data.length < length) blocks[data.length] = 0x80;
  xorInto(blocks, data.length < length ? padded : whole, length - blockBytes);
  return cipher.encryptCbc(blocks).subarray(length - blockBytes);
}

function subkeys(cipher: BlockCipher): Subkeys {
  const known = subkeysOf.get(cipher);
  if (known) return known;
  const whole = doubled(cipher.encrypt(new Uint8Array(cipher.blockBytes)));
  const made: Subkeys = [whole, doubled(whole)];
  subkeysOf.set(cipher, made);
  return made;
}

/** Multiplication by x in the field of the block: a shift to the left, with the polynomial when a bit falls out. */
function doubled(block: Uint8Array): Uint8Array {
  const result = block.map((byte, index) => (byte << 1) | ((block[index + 1] ?? 0) >> 7));
  const last = block.length - 1;
  if ((block[0] ?? 0) & 0x80) result[last] = (result[last] ?? 0) ^ (block.length === 16 ? 0x87 : 0x1b);
  return result;
}

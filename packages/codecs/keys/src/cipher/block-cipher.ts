/**
 * A block cipher with its key, on node:crypto. ECB and CBC over whole blocks; nothing is padded here.
 * The key schedule is set up once and kept: ECB has no state between calls, so one stream serves them all.
 */
import { createCipheriv, createDecipheriv, createSecretKey } from "node:crypto";
import { decodeError, encodeError } from "@tillwire/bytes";

/** A key that is ready to encrypt and decrypt. All data is whole blocks, zero blocks included. */
export interface BlockCipher {
  readonly blockBytes: 8 | 16;
  /** Each block on its own (ECB). @throws TillwireError `REQUEST_INVALID` when `blocks` is not whole blocks. */
  encrypt(blocks: Uint8Array): Uint8Array;
  /** Each block on its own (ECB). @throws TillwireError `FRAME_INVALID` when `blocks` is not whole blocks. */
  decrypt(blocks: Uint8Array): Uint8Array;
  /** Chained (CBC). `initialVector` is one block, zeros when left out. */
  encryptCbc(blocks: Uint8Array, initialVector?: Uint8Array): Uint8Array;
  /** Chained (CBC). `initialVector` is one block, zeros when left out. */
  decryptCbc(blocks: Uint8Array, initialVector?: Uint8Array): Uint8Array;
}

/** A cipher as OpenSSL names it: `des-ede` alone means ECB. */
export interface CipherNames {
  readonly ecb: string;
  readonly cbc: string;
  readonly blockBytes: 8 | 16;
}

const zeros = new Uint8Array(16);

/** Sets a cipher up. The key bytes are copied. */
export function prepareBlockCipher(names: CipherNames, keyBytes: Uint8Array): BlockCipher {
  const { blockBytes } = names;
  const key = createSecretKey(keyBytes);
  const zeroVector = zeros.subarray(0, blockBytes);
  let encryptor: ReturnType<typeof createCipheriv> | undefined;
  let decryptor: ReturnType<typeof createDecipheriv> | undefined;
  return {
    blockBytes,
    encrypt(blocks) {
      if (blocks.length % blockBytes !== 0) throw encodeError(wholeBlocks(blocks.length, blockBytes));
      encryptor ??= createCipheriv(names.ecb, key, null);
      return plainBytes(encryptor.update(blocks));
    },
    decrypt(blocks) {
      if (blocks.length % blockBytes !== 0) throw decodeError(wholeBlocks(blocks.length, blockBytes));
      decryptor ??= createDecipheriv(names.ecb, key, null).setAutoPadding(false);
      return plainBytes(decryptor.update(blocks));
    },
    encryptCbc(blocks, initialVector = zeroVector) {
      if (blocks.length % blockBytes !== 0) throw encodeError(wholeBlocks(blocks.length, blockBytes));
      checkVector(initialVector, blockBytes);
      return plainBytes(createCipheriv(names.cbc, key, initialVector).update(blocks));
    },
    decryptCbc(blocks, initialVector = zeroVector) {
      if (blocks.length % blockBytes !== 0) throw decodeError(wholeBlocks(blocks.length, blockBytes));
      checkVector(initialVector, blockBytes);
      return plainBytes(createDecipheriv(names.cbc, key, initialVector).setAutoPadding(false).update(blocks));
    },
  };
}

function wholeBlocks(length: number, blockBytes: number): string {
  return `${length} bytes are not whole blocks of ${blockBytes}.`;
}

function checkVector(initialVector: Uint8Array, blockBytes: number): void {
  if (initialVector.length === blockBytes) return;
  throw encodeError(`The initial vector has ${initialVector.length} bytes, a block has ${blockBytes}.`);
}

/** The same bytes without the habits of a Buffer, whose `slice` and `toString` are others. */
export function plainBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

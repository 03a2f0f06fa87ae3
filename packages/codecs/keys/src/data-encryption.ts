/** Encrypting data (tracks, TLV) under a data key. Padding is the caller's: readers fill up with zeros. */
import { keyCipher, type DataPurpose, type Key } from "./key.ts";

/** How blocks follow each other. `initialVector` is one block, zeros when left out. */
export type CipherMode = { readonly mode: "cbc"; readonly initialVector?: Uint8Array } | { readonly mode: "ecb" };

/** Encrypts whole blocks. @throws TillwireError `REQUEST_INVALID` when they are not whole. */
export function encryptData(
  key: Key<"tdes" | "aes", DataPurpose>,
  blocks: Uint8Array,
  mode: CipherMode = { mode: "cbc" },
): Uint8Array {
  const cipher = keyCipher(key);
  return mode.mode === "ecb" ? cipher.encrypt(blocks) : cipher.encryptCbc(blocks, mode.initialVector);
}

/** Decrypts whole blocks. @throws TillwireError `FRAME_INVALID` when they are not whole. */
export function decryptData(
  key: Key<"tdes" | "aes", DataPurpose>,
  blocks: Uint8Array,
  mode: CipherMode = { mode: "cbc" },
): Uint8Array {
  const cipher = keyCipher(key);
  return mode.mode === "ecb" ? cipher.decrypt(blocks) : cipher.decryptCbc(blocks, mode.initialVector);
}

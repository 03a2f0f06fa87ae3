/**
 * Key check values: a few bytes that tell two keys apart without telling the key. Source: X9.24-1:2017, annex A, and
 * its older form for triple DES.
 */
import { keyCipher, type Key, type KeyPurpose } from "./key.ts";
import { cmacWith } from "./mac/cmac.ts";

/**
 * `zeros` encrypts one block of zeros: the usual one for triple DES. `cmac` is the CMAC of one block of zeros: the usual
 * one for AES. `cmac-empty` is the CMAC of nothing.
 */
export type CheckValueMethod = "zeros" | "cmac" | "cmac-empty";

/** The usual three bytes, or as many as asked for (X9.24-1:2017 recommends five for AES). */
export function keyCheckValue(
  key: Key<"tdes" | "aes", KeyPurpose>,
  method: CheckValueMethod = key.algorithm === "aes" ? "cmac" : "zeros",
  lengthBytes = 3,
): Uint8Array {
  const cipher = keyCipher(key);
  const zeros = new Uint8Array(cipher.blockBytes);
  if (method === "zeros") return cipher.encrypt(zeros).slice(0, lengthBytes);
  return cmacWith(cipher, method === "cmac" ? zeros : zeros.subarray(0, 0)).slice(0, lengthBytes);
}

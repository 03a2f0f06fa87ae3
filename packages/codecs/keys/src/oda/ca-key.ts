/** The check value of a scheme's public key: proves that a list of keys was typed right. Source: EMV Book 2, 11.2.2. */
import { createHash } from "node:crypto";
import { plainBytes } from "../cipher/block-cipher.ts";
import type { RsaPublicNumbers } from "./rsa.ts";

/** SHA-1 of RID (5 bytes), index, modulus and exponent. */
export function caKeyChecksum(rid: Uint8Array, index: number, { modulus, exponent }: RsaPublicNumbers): Uint8Array {
  const hash = createHash("sha1").update(rid).update(Uint8Array.of(index));
  return plainBytes(hash.update(modulus).update(exponent).digest());
}

/** Which purpose a key block's usage allows, so that the rules of the types reach over to other systems. */
import { decodeError } from "@tillwire/bytes";
import { Key, type KeyPurpose } from "../key.ts";
import { unwrapKeyBlock, type KeyBlockProtectionKey } from "./key-block.ts";

/** Usages (ANSI X9.143-2021, 6.3.1, table 2) of each purpose that travels in key blocks. */
const usagesOf: Partial<Readonly<Record<KeyPurpose, readonly string[]>>> = {
  pin: ["P0"],
  mac: ["M0", "M1", "M3", "M5", "M6", "M7"],
  data: ["D0"],
  "key-encryption": ["K0"],
  "key-block-protection": ["K1"],
  "base-derivation": ["B0"],
  initial: ["B1"],
  "card-verification": ["C0"],
  "pin-verification": ["V0", "V1", "V2"],
  "issuer-cryptogram": ["E0"],
  "issuer-confidentiality": ["E1"],
  "issuer-integrity": ["E2"],
  "issuer-dynamic-code": ["E4"],
};

const algorithmLetters = { tdes: "T", aes: "A", hmac: "H" } as const;

/**
 * Opens a key block as a key for one purpose.
 * @throws TillwireError `FRAME_INVALID` when the block is malformed or changed, or when its header says that the key is for
 * something else.
 */
export function unwrapKey<const Algorithm extends keyof typeof algorithmLetters, const Purpose extends KeyPurpose>(
  protectionKey: KeyBlockProtectionKey,
  keyBlock: string,
  wanted: { readonly algorithm: Algorithm; readonly purpose: Purpose },
): Key<Algorithm, Purpose> {
  const { header, key } = unwrapKeyBlock(protectionKey, keyBlock);
  const { algorithm, purpose } = wanted;
  if (header.algorithm !== algorithmLetters[algorithm] || !usagesOf[purpose]?.includes(header.keyUsage)) {
    throw decodeError(`The key block holds a key for usage ${header.keyUsage}, not a ${algorithm} key for ${purpose}.`);
  }
  return new Key(algorithm, purpose, key);
}

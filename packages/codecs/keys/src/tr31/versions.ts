/** The versions of key blocks as values. Sources: ANSI X9.143-2021, 6.2; ISO 20038:2017 for version E. */

/** A and C are old and protect by variants; B derives; D is AES; E is AES without whole blocks. */
export type KeyBlockVersion = "A" | "B" | "C" | "D" | "E";

/** How one version protects a key. */
export interface VersionRules {
  readonly algorithm: "tdes" | "aes";
  /** How the two keys come from the protection key. */
  readonly keys: "variant" | "derived";
  readonly mode: "cbc" | "ctr";
  readonly macBytes: 4 | 8 | 16;
  /** The header is a multiple of it, and so is the encrypted key. */
  readonly headerMultiple: 8 | 16;
  readonly ciphertextMultiple: 1 | 8 | 16;
}

const variant: VersionRules = {
  algorithm: "tdes",
  keys: "variant",
  mode: "cbc",
  macBytes: 4,
  headerMultiple: 8,
  ciphertextMultiple: 8,
};

/** The rules by version. */
export const versionRules: Readonly<Record<KeyBlockVersion, VersionRules>> = {
  A: variant,
  B: { ...variant, keys: "derived", macBytes: 8 },
  C: variant,
  D: { algorithm: "aes", keys: "derived", mode: "cbc", macBytes: 16, headerMultiple: 16, ciphertextMultiple: 16 },
  E: { algorithm: "aes", keys: "derived", mode: "ctr", macBytes: 16, headerMultiple: 16, ciphertextMultiple: 1 },
};

/** True for a version that is known. */
export function isKeyBlockVersion(text: string): text is KeyBlockVersion {
  return Object.hasOwn(versionRules, text);
}

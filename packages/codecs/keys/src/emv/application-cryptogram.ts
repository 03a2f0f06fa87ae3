/** Application cryptograms: ARQC, TC and AAC are made alike. Source: EMV Book 2, 8.1. */
import { concatBytes, encodeError } from "@tillwire/bytes";
import { equalSecrets } from "../cipher/compare.ts";
import { doubleLengthBytes, keyCipher, type Key, type TdesKey } from "../key.ts";
import { retailMac } from "../mac/cbc-mac.ts";
import { cmacWith } from "../mac/cmac.ts";
import { pad } from "../mac/padding.ts";
import type { CryptogramProfile } from "./cryptogram-profiles.ts";
import { deriveSessionKey } from "./session-key.ts";
import { requiredTag, type TagValues } from "./tag-values.ts";

/** A cryptogram has 8 bytes, tag 9F26. */
export const cryptogramBytes = 8;

/** The key for cryptograms of one transaction. */
export type CryptogramKey = Key<"tdes" | "aes", "session-cryptogram">;

/**
 * A cryptogram of data that is put together already: MAC algorithm 3 with triple DES, CMAC with AES (where the padding is
 * CMAC's own).
 */
export function applicationCryptogram(key: CryptogramKey, data: Uint8Array, padding: 1 | 2): Uint8Array {
  const cipher = keyCipher(key);
  if (isTdes(key)) return retailMac(doubleLengthBytes(key), cipher, pad(data, padding, 8));
  return cmacWith(cipher, data).slice(0, cryptogramBytes);
}

function isTdes(key: CryptogramKey): key is TdesKey<"session-cryptogram"> {
  return key.algorithm === "tdes";
}

/** The key that a profile uses for one transaction: from the card's key and tags 9F36 and 9F37. */
export function cryptogramKey(
  profile: CryptogramProfile,
  cardKey: TdesKey<"card-cryptogram">,
  values: TagValues,
): TdesKey<"session-cryptogram"> {
  const method = profile.sessionKey;
  if (method === "none") return deriveSessionKey(cardKey, { method });
  const atc = requiredTag(values, "9F36");
  if (method === "emv-common") return deriveSessionKey(cardKey, { method, atc });
  return deriveSessionKey(cardKey, { method, atc, unpredictableNumber: requiredTag(values, "9F37") });
}

/**
 * The data of a cryptogram, not filled up yet.
 * @throws TillwireError `REQUEST_INVALID` that names the tag when one is missing or 9F10 is too short.
 */
export function cryptogramData(profile: CryptogramProfile, values: TagValues): Uint8Array {
  const pieces = profile.tags.map((tag) => requiredTag(values, tag));
  const issuerData = requiredTag(values, "9F10");
  for (const [from, to = issuerData.length] of profile.issuerData) {
    if (from >= to || to > issuerData.length) {
      throw encodeError(`Tag 9F10 has ${issuerData.length} bytes, too few for this cryptogram version.`);
    }
    pieces.push(issuerData.subarray(from, to));
  }
  return concatBytes(...pieces);
}

/** The cryptogram of a transaction, by profile: what the card makes, and what the issuer makes again to compare. */
export function cryptogramOf(profile: CryptogramProfile, key: CryptogramKey, values: TagValues): Uint8Array {
  return applicationCryptogram(key, cryptogramData(profile, values), profile.padding);
}

/** True when `cryptogram` (tag 9F26) is the one of this transaction. Takes the same time wherever they differ. */
export function verifyCryptogram(
  profile: CryptogramProfile,
  key: CryptogramKey,
  transaction: { readonly values: TagValues; readonly cryptogram: Uint8Array },
): boolean {
  return equalSecrets(cryptogramOf(profile, key, transaction.values), transaction.cryptogram);
}

/** From a key serial number to the keys of one transaction: which set of readers it is, and what that set does. */
import { decodeError, fromHex, toHex } from "@tillwire/bytes";
import {
  aesKey,
  aesWorkingKey,
  decryptData,
  deriveAesInitialKey,
  deriveAesTransaction,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  parseAesKeySerialNumber,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
  type TdesKey,
} from "@tillwire/keys";
import type { KeySet } from "../settings.ts";

const aesSerialNumberBytes = 12;

/** Decrypts what a reader encrypted. @throws TillwireError `FRAME_INVALID` for a serial number or blocks that are none. */
export function decryptElement(
  keySets: readonly KeySet[],
  { keySerialNumber, ciphertext }: { readonly keySerialNumber: Uint8Array; readonly ciphertext: Uint8Array },
): Uint8Array {
  const set = keySetOf(keySets, keySerialNumber);
  const { mode } = set;
  if (set.scheme === "dukpt-tdes") {
    const key = tdesDataKey(tdesTransactionKey(set, keySerialNumber), "request", set);
    return decryptData(key, ciphertext, { mode });
  }
  const serialNumber = parseAesKeySerialNumber(keySerialNumber);
  const initialKey = deriveAesInitialKey(aesKey("base-derivation", fromHex(set.baseKey)), serialNumber);
  const key = aesWorkingKey(deriveAesTransaction(initialKey, serialNumber), "data-request", "aes-128");
  return decryptData(key, ciphertext, { mode });
}

/** The key of a PIN block. PIN blocks of this dialect have 8 bytes, so it is one of TDES. */
export function pinKeyOf(keySets: readonly KeySet[], keySerialNumber: Uint8Array): TdesKey<"pin"> {
  const set = keySetOf(keySets, keySerialNumber);
  if (set.scheme !== "dukpt-tdes") throw decodeError("The PIN's key serial number is not one of TDES.");
  return tdesPinKey(tdesTransactionKey(set, keySerialNumber));
}

function tdesTransactionKey({ baseKey }: KeySet, keySerialNumber: Uint8Array): TdesKey<"transaction"> {
  const serialNumber = parseTdesKeySerialNumber(keySerialNumber);
  const initialKey = deriveTdesInitialKey(tdesKey("base-derivation", fromHex(baseKey)), serialNumber);
  return deriveTdesTransactionKey(initialKey, serialNumber);
}

/** The set with the longest beginning that fits: an exception stands beside its rule. */
function keySetOf(keySets: readonly KeySet[], keySerialNumber: Uint8Array): KeySet {
  const scheme = keySerialNumber.length === aesSerialNumberBytes ? "dukpt-aes" : "dukpt-tdes";
  const text = toHex(keySerialNumber);
  const [best] = keySets
    .filter((set) => set.scheme === scheme && text.startsWith(set.keySerialNumberPrefix))
    .toSorted((one, other) => other.keySerialNumberPrefix.length - one.keySerialNumberPrefix.length);
  if (!best) throw decodeError("No key set of this host has such a key serial number.");
  return best;
}

/** The only way out for card data: one DUKPT key a transaction, its data variant for tracks, its PIN variant for PINs. */
import { fromHex } from "@tillwire/bytes";
import {
  encryptData,
  encryptPin,
  loadTdesKeyRegister,
  padWithZeros,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
  withTdesCounter,
} from "@tillwire/keys";
import type { EncryptedElement, EncryptedPin } from "@tillwire/plugin-api";
import type { ReaderSettings } from "./settings.ts";

/** The encryption of one transaction. */
export interface Encryption {
  /** Encrypts one element. Text is ASCII; zeros fill up the last block. */
  element(element: EncryptedElement["element"], clear: Uint8Array | string): EncryptedElement;
  /** A PIN block of format 0. */
  pin(pin: string, pan: string): EncryptedPin;
}

/** The reader's keys: the next transaction's, and its counter, which has to be durable before the key is used. */
export interface ReaderKeys {
  next(): { readonly counter: number; readonly encryption: Encryption };
}

/** Loads the keys as they were after the transaction of `keyCounter`. */
export function loadReaderKeys(settings: ReaderSettings, keyCounter: number): ReaderKeys {
  const initial = tdesKey("initial", fromHex(settings.initialKey));
  const first = parseTdesKeySerialNumber(fromHex(settings.keySerialNumber));
  const register = loadTdesKeyRegister(initial, withTdesCounter(first, keyCounter));
  return {
    next() {
      const { keySerialNumber, transactionKey } = register.next();
      const reference = { scheme: "dukpt-tdes", keySerialNumber: keySerialNumber.bytes } as const;
      const dataKey = tdesDataKey(transactionKey, "request");
      const encryption: Encryption = {
        element(element, clear) {
          const bytes = typeof clear === "string" ? new TextEncoder().encode(clear) : clear;
          const ciphertext = encryptData(dataKey, padWithZeros(bytes, 8));
          return { element, key: { ...reference, usage: "data-request" }, ciphertext };
        },
        pin(pin, pan) {
          const block = encryptPin(tdesPinKey(transactionKey), { format: 0, pin, pan });
          return { format: 0, key: { ...reference, usage: "pin" }, block };
        },
      };
      return { counter: keySerialNumber.counter, encryption };
    },
  };
}

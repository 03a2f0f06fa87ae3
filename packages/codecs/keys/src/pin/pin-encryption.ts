/**
 * PINs under a PIN key, in the formats that travel: 0, 1 and 3 under triple DES, 4 under AES. The types know which goes
 * with which, and that format 2 never travels.
 */
import { decodeError } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import { keyCipher, type AesKey, type TdesKey } from "../key.ts";
import {
  decipherFormat4,
  decodeFormat4PinField,
  encipherFormat4,
  format4PanField,
  format4PinField,
  type Format4PanRule,
} from "./format-4.ts";
import { decodePinBlock, encodePinBlock, type ClearPin, type PinBlockLayout } from "./pin-block.ts";

/** A format 4 block's card number. `panRule` is `full` when left out. */
export interface Format4Layout {
  readonly format: 4;
  readonly pan: string;
  readonly panRule?: Format4PanRule;
}

/** A PIN that goes under triple DES. */
export type TdesClearPin = Exclude<ClearPin, { format: 2 }>;
/** A PIN that goes under AES. */
export type AesClearPin = Format4Layout & { readonly pin: string; readonly random: RandomBytes };
/** How to read a block under triple DES. */
export type TdesPinLayout = PinBlockLayout & { readonly format: 0 | 1 | 3 };

/**
 * Encrypts a PIN: 8 bytes under triple DES, 16 under AES.
 * @throws TillwireError `REQUEST_INVALID` for a PIN or card number that is none.
 */
export function encryptPin(key: TdesKey<"pin">, clear: TdesClearPin): Uint8Array;
export function encryptPin(key: AesKey<"pin">, clear: AesClearPin): Uint8Array;
export function encryptPin(key: TdesKey<"pin"> | AesKey<"pin">, clear: TdesClearPin | AesClearPin): Uint8Array {
  if (clear.format !== 4) return keyCipher(key).encrypt(encodePinBlock(clear));
  const panField = format4PanField(clear.pan, clear.panRule);
  // The overloads pair format 4 with AES.
  return encipherFormat4(key as AesKey<"pin">, format4PinField(clear.pin, clear.random), panField);
}

/**
 * Decrypts a PIN.
 * @throws TillwireError `FRAME_INVALID` when what comes out is no PIN block: another key, another card number or another
 * format. The error does not say which.
 */
export function decryptPin(key: TdesKey<"pin">, block: Uint8Array, layout: TdesPinLayout): string;
export function decryptPin(key: AesKey<"pin">, block: Uint8Array, layout: Format4Layout): string;
export function decryptPin(
  key: TdesKey<"pin"> | AesKey<"pin">,
  block: Uint8Array,
  layout: TdesPinLayout | Format4Layout,
): string {
  if (layout.format === 4) {
    const panField = format4PanField(layout.pan, layout.panRule);
    // The overloads pair format 4 with AES.
    return decodeFormat4PinField(decipherFormat4(key as AesKey<"pin">, block, panField));
  }
  if (block.length !== 8) throw decodeError("An encrypted PIN block of this format has 8 bytes.");
  return decodePinBlock(keyCipher(key).decrypt(block), layout);
}

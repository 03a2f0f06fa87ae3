/**
 * PIN blocks of 16 bytes for AES: ISO 9564-1:2017, 9.4.2, format 4. The PIN is encrypted, mixed with the card number and
 * encrypted again, so there is no clear block.
 */
import { concatBytes, decodeError, packDigits, toHex } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import { xorBytes } from "../cipher/bits.ts";
import { keyCipher, type AesKey } from "../key.ts";
import { accountDigits, checkPan, pinField } from "./digits.ts";

/**
 * Which digits of the card number a format 4 block is bound to. `full`: all, as ISO 9564-1 says. `account-digits`: the
 * 12 before the check digit, as some acquirers want it.
 */
export type Format4PanRule = "full" | "account-digits";

/** Ten nibbles that no PIN holds; the standard's fill. */
const filledWithA = "AAAAAAAAAA";
const wellFormed = /^4([4-9A-C])/;
const wellFormedPin = /^[0-9]{4,12}$/;

/** The card number as 16 bytes: how many digits it has above 12, the digits (at least 12), zeros. */
export function format4PanField(pan: string, rule: Format4PanRule = "full"): Uint8Array {
  checkPan(pan, 1);
  const digits = (rule === "full" ? pan : accountDigits(pan)).padStart(12, "0");
  return packDigits(`${digits.length - 12}${digits}`.padEnd(32, "0"));
}

/** The PIN as 16 bytes: control, length, PIN, fill, and 8 random bytes. */
export function format4PinField(pin: string, random: RandomBytes): Uint8Array {
  return concatBytes(pinField(4, pin, filledWithA), random(8));
}

/** Reads the field with the PIN. @throws TillwireError `FRAME_INVALID`, which does not say what is wrong. */
export function decodeFormat4PinField(field: Uint8Array): string {
  const text = toHex(field);
  const length = Number.parseInt(wellFormed.exec(text)?.[1] ?? "0", 16);
  const pin = text.slice(2, 2 + length);
  const fill = text.slice(2 + length, 16);
  if (field.length !== 16 || !wellFormedPin.test(pin) || !filledWithA.startsWith(fill)) {
    throw decodeError("This is not a PIN block of format 4 for this card number and key.");
  }
  return pin;
}

/** Encrypts the two fields of a PIN and a card number. Both have 16 bytes. */
export function encipherFormat4(key: AesKey<"pin">, pinFieldBytes: Uint8Array, panField: Uint8Array): Uint8Array {
  const cipher = keyCipher(key);
  return cipher.encrypt(xorBytes(cipher.encrypt(pinFieldBytes), panField));
}

/** Takes the card number off again and gives the field with the PIN. */
export function decipherFormat4(key: AesKey<"pin">, block: Uint8Array, panField: Uint8Array): Uint8Array {
  if (block.length !== 16) throw decodeError("An encrypted PIN block of format 4 has 16 bytes.");
  const cipher = keyCipher(key);
  return cipher.decrypt(xorBytes(cipher.decrypt(block), panField));
}

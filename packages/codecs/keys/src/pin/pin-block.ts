/**
 * Clear PIN blocks of 8 bytes, ISO 9564-1:2017, 9.3, formats 0 to 3. Format 2 is for a PIN that goes to the card (EMV Book 3,
 * 6.5.12); the others are encrypted before they leave a device.
 */
import { decodeError, packDigits, toHex } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import { xorBytes } from "../cipher/bits.ts";
import { accountDigits, pinField } from "./digits.ts";

/** A PIN and what its format needs besides. Format 1 is for when there is no card number. */
export type ClearPin =
  | { readonly format: 0; readonly pin: string; readonly pan: string }
  | { readonly format: 1; readonly pin: string; readonly random: RandomBytes }
  | { readonly format: 2; readonly pin: string }
  | { readonly format: 3; readonly pin: string; readonly pan: string; readonly random: RandomBytes };

/** How to read a clear PIN block. */
export type PinBlockLayout = { readonly format: 0 | 3; readonly pan: string } | { readonly format: 1 | 2 };

const filledWithF = "FFFFFFFFFF";
/** What may stand behind the PIN. */
const allowedFill = { 0: /^F*$/, 1: /^[0-9A-F]*$/, 2: /^F*$/, 3: /^[A-F]*$/ } as const;
const wellFormedPin = /^[0-9]{4,12}$/;

/** Makes a clear PIN block of 8 bytes. @throws TillwireError `REQUEST_INVALID` for a PIN or card number that is none. */
export function encodePinBlock(clear: ClearPin): Uint8Array {
  const { format, pin } = clear;
  switch (format) {
    case 0:
      return xorBytes(pinField(0, pin, filledWithF), accountField(clear.pan));
    case 1:
      return pinField(1, pin, toHex(clear.random(5)));
    case 2:
      return pinField(2, pin, filledWithF);
    case 3:
      return xorBytes(pinField(3, pin, randomLetters(clear.random)), accountField(clear.pan));
  }
}

/** Ten hexadecimal letters from A to F. */
function randomLetters(random: RandomBytes): string {
  let letters = "";
  for (const byte of random(filledWithF.length)) letters += "ABCDEF".charAt(Math.floor((byte * 6) / 256));
  return letters;
}

/**
 * Reads a clear PIN block.
 * @throws TillwireError `FRAME_INVALID` when it is none of this format for this card number; the error does not say what
 * is wrong, so that nobody finds a PIN by trying.
 */
export function decodePinBlock(block: Uint8Array, layout: PinBlockLayout): string {
  const { format } = layout;
  const field = "pan" in layout ? xorBytes(block, accountField(layout.pan)) : block;
  const text = toHex(field);
  const pinEnd = 2 + Number.parseInt(text.charAt(1), 16);
  const pin = text.slice(2, pinEnd);
  const isWellFormed =
    block.length === 8 &&
    text.startsWith(String(format)) &&
    wellFormedPin.test(pin) &&
    allowedFill[format].test(text.slice(pinEnd));
  if (!isWellFormed) throw decodeError(`This is not a PIN block of format ${format} for this card number and key.`);
  return pin;
}

function accountField(pan: string): Uint8Array {
  return packDigits(`0000${accountDigits(pan)}`);
}

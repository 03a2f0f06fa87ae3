/** What a PIN and a card number look like inside a PIN block. Errors never repeat a digit. */
import { encodeError, packDigits } from "@tillwire/bytes";

const wellFormedPin = /^[0-9]{4,12}$/;
const wellFormedPan = /^[0-9]+$/;
/** ISO/IEC 7812-1 has no shorter and no longer card numbers. */
const minPanDigits = 8;
const maxPanDigits = 19;

/** @throws TillwireError `REQUEST_INVALID` unless the PIN has 4 to 12 digits (ISO 9564-1). */
export function checkPin(pin: string): void {
  if (!wellFormedPin.test(pin)) throw encodeError("A PIN has 4 to 12 digits.");
}

/** @throws TillwireError `REQUEST_INVALID` unless the card number has digits only, and as many as it may have. */
export function checkPan(pan: string, minDigits = minPanDigits): void {
  if (pan.length < minDigits || pan.length > maxPanDigits || !wellFormedPan.test(pan)) {
    throw encodeError(`A card number has ${minDigits} to ${maxPanDigits} digits.`);
  }
}

/**
 * The 12 digits of a card number before its check digit, filled up with zeros in front: what formats 0 and 3 bind a PIN
 * to. Source: ISO 9564-1:2017, 9.3.2 and 9.3.5.
 */
export function accountDigits(pan: string): string {
  checkPan(pan);
  return pan.slice(0, -1).slice(-12).padStart(12, "0");
}

/** Control digit, length and PIN, filled up with F to 8 bytes. */
export function pinField(control: number, pin: string, fill: string): Uint8Array {
  checkPin(pin);
  return packDigits(`${control}${hexDigit(pin.length)}${(pin + fill).slice(0, 14)}`);
}

function hexDigit(value: number): string {
  return value.toString(16).toUpperCase();
}

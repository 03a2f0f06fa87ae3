/** The PIN that follows from a card number, and the offset to the one the cardholder chose. Source: IBM 3624 (ICSF, PIN algorithms). */
import { encodeError, packDigits, toHex } from "@tillwire/bytes";
import { keyCipher, type TdesKey } from "../key.ts";
import { checkDigits } from "./check-digits.ts";

/** How an issuer turns a card number into a PIN. */
export interface Ibm3624Settings {
  /** Sixteen digits: what each hexadecimal digit becomes. */
  readonly decimalizationTable: string;
  /** Which digits of the card number go in. */
  readonly validationStart: number;
  readonly validationLength: number;
  /** Fills these up to sixteen: one hexadecimal digit. */
  readonly fill: string;
}

const validationDigits = 16;

/**
 * The PIN of a card with an offset (of 4 to 16 digits, zeros for none). It has as many digits as the offset.
 * @throws TillwireError `REQUEST_INVALID` for settings, a card number or an offset that do not fit.
 */
export function ibm3624Pin(
  key: TdesKey<"pin-verification">,
  card: { readonly pan: string; readonly offset: string },
  settings: Ibm3624Settings,
): string {
  checkDigits("An offset", card.offset, [4, 16]);
  return sumOf(naturalPin(key, card.pan, settings), card.offset);
}

/** The offset from a card's own PIN to the one that was chosen: 4 to 16 digits. */
export function ibm3624Offset(
  key: TdesKey<"pin-verification">,
  card: { readonly pan: string; readonly pin: string },
  settings: Ibm3624Settings,
): string {
  checkDigits("A PIN", card.pin, [4, 16]);
  return differenceOf(card.pin, naturalPin(key, card.pan, settings));
}

function naturalPin(key: TdesKey<"pin-verification">, pan: string, settings: Ibm3624Settings): readonly number[] {
  const { decimalizationTable, validationStart, validationLength, fill } = settings;
  checkDigits("A decimalization table", decimalizationTable, [16, 16]);
  checkDigits("A card number", pan, [8, 19]);
  const validation = pan.slice(validationStart, validationStart + validationLength);
  if (validationStart < 0 || validation.length !== validationLength || validationLength > validationDigits) {
    throw encodeError("The card number has no such digits to validate.");
  }
  if (!/^[0-9A-Fa-f]$/.test(fill)) throw encodeError("The fill is one hexadecimal digit.");
  const block = packDigits(validation.padEnd(validationDigits, fill.toUpperCase()));
  return Array.from(toHex(keyCipher(key).encrypt(block)), (digit) =>
    Number(decimalizationTable.charAt(Number.parseInt(digit, 16))),
  );
}

/** Digit by digit, without carrying. */
function sumOf(natural: readonly number[], digits: string): string {
  return Array.from(digits, (digit, index) => ((natural[index] ?? 0) + Number(digit)) % 10).join("");
}

/** Digit by digit, without borrowing. */
function differenceOf(digits: string, natural: readonly number[]): string {
  return Array.from(digits, (digit, index) => (Number(digit) - (natural[index] ?? 0) + 10) % 10).join("");
}

/** Visa's PIN verification value: four digits that prove a PIN without telling it. Source: Visa, PVV service description. */
import { packDigits } from "@tillwire/bytes";
import { keyCipher, type TdesKey } from "../key.ts";
import { decimalDigits } from "../cipher/decimal-digits.ts";
import { checkDigits } from "./check-digits.ts";

/** Which PIN, of which card, under which of the issuer's keys. */
export interface PinVerificationInput {
  readonly pan: string;
  /** Four digits; of a longer PIN, its first four. */
  readonly pin: string;
  /** One digit that names the key (PVKI). */
  readonly keyIndex: string;
}

const valueDigits = 4;

/** Four digits. @throws TillwireError `REQUEST_INVALID` for a value that has not as many digits as it should. */
export function pinVerificationValue(
  key: TdesKey<"pin-verification">,
  { pan, pin, keyIndex }: PinVerificationInput,
): string {
  checkDigits("A card number", pan, [12, 19]);
  checkDigits("A PIN", pin, [4, 4]);
  checkDigits("A key index", keyIndex, [1, 1]);
  const block = packDigits(pan.slice(-12, -1) + keyIndex + pin);
  return decimalDigits(keyCipher(key).encrypt(block), valueDigits);
}

/** CVV, iCVV, CVV2 and CAVV, which are one computation over different digits. Source: Visa, CVV service description. */
import { packDigits } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import { doubleLengthBytes, keyCipher, type KeyPurpose, type TdesKey } from "../key.ts";
import { decimalDigits } from "../cipher/decimal-digits.ts";
import { checkDigits } from "./check-digits.ts";

/** What a card verification value is about. */
export interface CardVerificationInput {
  readonly pan: string;
  /** Four digits in the order that goes in: year and month on the stripe, month and year for many CVV2. */
  readonly expiry: string;
  /** Three digits: of the stripe, {@link chipServiceCode} or {@link printedServiceCode}. */
  readonly serviceCode: string;
}

/** Takes the place of the service code in the chip's image of the stripe (iCVV). */
export const chipServiceCode = "999";
/** Takes the place of the service code in the value that is printed on the card (CVV2). */
export const printedServiceCode = "000";

const valueDigits = 3;
const dataDigits = 32;

/**
 * Three digits.
 * @throws TillwireError `REQUEST_INVALID` for a value that has not as many digits as it should, or a key that is not of 16
 * bytes.
 */
export function cardVerificationValue(key: TdesKey<"card-verification">, input: CardVerificationInput): string {
  return verificationDigits(key, input);
}

/** The same under whichever key, for the dynamic values. */
export function verificationDigits(
  key: TdesKey<KeyPurpose>,
  { pan, expiry, serviceCode }: CardVerificationInput,
): string {
  checkDigits("A card number", pan, [8, 19]);
  checkDigits("An expiry date", expiry, [4, 4]);
  checkDigits("A service code", serviceCode, [3, 3]);
  const data = packDigits((pan + expiry + serviceCode).padEnd(dataDigits, "0"));
  const first = tripleDes(doubleLengthBytes(key).subarray(0, 8)).encrypt(data.subarray(0, 8));
  return decimalDigits(keyCipher(key).encrypt(xorBytes(first, data.subarray(8))), valueDigits);
}

/** What a cardholder authentication is about: 3-D Secure. */
export interface CavvInput {
  readonly pan: string;
  /** The last four digits of the authentication's own number. */
  readonly unpredictableNumber: string;
  /** One digit. */
  readonly authenticationResult: string;
  /** Two digits. */
  readonly secondFactorResult: string;
}

/** CAVV: the number stands where the expiry date does, the results where the service code does. */
export function cardholderVerificationValue(key: TdesKey<"card-verification">, input: CavvInput): string {
  checkDigits("An authentication result", input.authenticationResult, [1, 1]);
  const serviceCode = input.authenticationResult + input.secondFactorResult;
  return verificationDigits(key, { pan: input.pan, expiry: input.unpredictableNumber, serviceCode });
}

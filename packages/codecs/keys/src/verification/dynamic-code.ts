/** Codes that change with each tap of a contactless card in magnetic stripe mode: dCVV (Visa), CVC3 (Mastercard). */
import { concatBytes, toHex } from "@tillwire/bytes";
import { checkLength } from "../emv/tag-values.ts";
import { doubleLengthBytes, keyCipher, type TdesKey } from "../key.ts";
import { retailMac } from "../mac/cbc-mac.ts";
import { padWithBit } from "../mac/padding.ts";
import { verificationDigits, type CardVerificationInput } from "./card-verification-value.ts";
import { checkDigits } from "./check-digits.ts";

/** A card's key for dynamic codes, from the issuer's by `deriveCardKey`. */
export type DynamicCodeKey = TdesKey<"card-dynamic-code">;

/** dCVV: a CVV under the card's key, the transaction counter (4 digits) in place of the card number's first four. */
export function dynamicCvv(key: DynamicCodeKey, input: CardVerificationInput, counter: string): string {
  checkDigits("A transaction counter", counter, [4, 4]);
  return verificationDigits(key, { ...input, pan: counter + input.pan.slice(4) });
}

/** The part of CVC3 that depends on the track alone: two bytes. The card keeps it, made once. */
export function staticCvc3(key: DynamicCodeKey, track: Uint8Array): Uint8Array {
  return retailMac(doubleLengthBytes(key), keyCipher(key), padWithBit(track, 8)).slice(6);
}

/** What makes CVC3 new each time, in the order of the block. */
export interface Cvc3Input {
  /** See {@link staticCvc3}. */
  readonly staticPart: Uint8Array;
  /** Four bytes of the terminal's number. */
  readonly unpredictableNumber: Uint8Array;
  /** Tag 9F36. */
  readonly atc: Uint8Array;
}

/** CVC3 as the card gives it, two bytes (tags 9F60 and 9F61). */
export function cvc3(key: DynamicCodeKey, { staticPart, unpredictableNumber, atc }: Cvc3Input): Uint8Array {
  checkLength("The static part", staticPart, 2);
  checkLength("The unpredictable number", unpredictableNumber, 4);
  checkLength("The application transaction counter", atc, 2);
  doubleLengthBytes(key);
  return keyCipher(key)
    .encrypt(concatBytes(staticPart, unpredictableNumber, atc))
    .slice(6);
}

/** CVC3 as the track shows it: the last 1 to 5 digits of the two bytes as a decimal number. */
export function cvc3Digits(value: Uint8Array, digitCount: 1 | 2 | 3 | 4 | 5): string {
  checkLength("CVC3", value, 2);
  return String(Number.parseInt(toHex(value), 16))
    .padStart(5, "0")
    .slice(-digitCount);
}

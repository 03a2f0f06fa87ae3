/** Amounts for people: with the point where the transaction's currency has it. */
import { toHex } from "@tillwire/bytes";
import { currencyExponent, currencyFromNumeric } from "../codes/currencies.ts";
import type { PrimitiveDataObject } from "../tlv/data-object.ts";

/** The transaction's amounts (EMV Book 3, Annex A): authorised and other, in digits. */
const amountTags: ReadonlySet<string> = new Set(["9F02", "9F03"]);

/** The letters of the transaction's currency (5F2A), when it stands in the set. */
export function currencyOf(objects: readonly PrimitiveDataObject[]): string | undefined {
  const value = objects.find(({ tag }) => tag === "5F2A")?.value;
  return value?.length === 2 ? currencyFromNumeric(toHex(value).slice(1)) : undefined;
}

/** `10.00 EUR`, or `undefined` for what is no amount, or one in an unknown currency. */
export function amountWords(tag: string, value: Uint8Array, currency: string | undefined): string[] | undefined {
  const digits = toHex(value);
  const exponent = currency === undefined ? undefined : currencyExponent(currency);
  if (!amountTags.has(tag) || exponent === undefined || !/^\d{12}$/.test(digits)) return undefined;
  const whole = digits.slice(0, 12 - exponent).replace(/^0+(?=\d)/, "");
  const part = digits.slice(12 - exponent);
  return [`${whole}${part === "" ? "" : `.${part}`} ${currency}`];
}

/** Field 54, additional amounts: cashback, tip, balances (ISO 8583:1987, 4.3.54), twenty characters each. */
import { decodeError, encodeError } from "@tillwire/bytes";

/** One amount of field 54. */
export interface AdditionalAmount {
  /** Account type, as digits 3 and 4 of the processing code: `00` when it is the default account. */
  readonly account: string;
  /** What amount it is: `02` available balance; others are the host's to say. */
  readonly type: string;
  /** ISO 4217 numeric code. */
  readonly currency: string;
  /** `credit`: in favor of the cardholder. */
  readonly sign: "credit" | "debit";
  /** In minor units. */
  readonly amountMinor: number;
}

const groupLength = 20;
/** Field 54 has 120 characters at most. */
const groupsMax = 6;
const amountMax = 999_999_999_999;
const group = /^([0-9A-Z]{2})([0-9A-Z]{2})([0-9]{3})([CD])([0-9]{12})$/;

/** The text of field 54. @throws TillwireError `REQUEST_INVALID` when a part does not fit. */
export function buildAdditionalAmounts(amounts: readonly AdditionalAmount[]): string {
  if (amounts.length > groupsMax) throw encodeError(`Field 54 holds ${groupsMax} amounts at most.`);
  return amounts.map(buildGroup).join("");
}

function buildGroup({ account, type, currency, sign, amountMinor }: AdditionalAmount): string {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0 || amountMinor > amountMax) {
    throw encodeError("Field 54: an amount has to be a whole number of twelve digits at most.");
  }
  const text = `${account}${type}${currency}${sign === "credit" ? "C" : "D"}${String(amountMinor).padStart(12, "0")}`;
  if (!group.test(text))
    throw encodeError("Field 54: account and type have two characters, the currency three digits.");
  return text;
}

/** The amounts of field 54. @throws TillwireError `FRAME_INVALID` when it is not made of such groups. */
export function parseAdditionalAmounts(value: string): AdditionalAmount[] {
  const count = value.length / groupLength;
  if (!Number.isInteger(count) || count > groupsMax) {
    throw decodeError(`Field 54 is not made of up to ${groupsMax} groups of ${groupLength} characters.`);
  }
  return Array.from({ length: count }, (_, index) => parseGroup(value, index));
}

function parseGroup(value: string, index: number): AdditionalAmount {
  const match = group.exec(value.slice(index * groupLength, (index + 1) * groupLength));
  if (match === null) throw decodeError(`Field 54: amount ${index + 1} is not account, type, currency, sign, amount.`);
  const [, account = "", type = "", currency = "", sign, digits] = match;
  return { account, type, currency, sign: sign === "C" ? "credit" : "debit", amountMinor: Number(digits) };
}

/**
 * Amounts. Always integer minor units with their currency, always bounded, never floating point.
 */
import { TillwireError } from "./errors.ts";

/**
 * An amount of money: `{ amountMinor: 1050, currency: "EUR" }` is 10.50 EUR. `amountMinor` is a non-negative integer
 * in the currency's smallest unit, at most {@link AMOUNT_MINOR_MAX}; `currency` is an ISO 4217 alphabetic code.
 * @public
 */
export interface Money {
  /** An integer from 0 to {@link AMOUNT_MINOR_MAX}. The direction is in the operation, never in a sign. */
  readonly amountMinor: number;
  /**
   * Three capital letters (ISO 4217). How many digits come after the point is ISO 4217's word too: 2 for EUR, 0 for
   * JPY, 3 for KWD.
   */
  readonly currency: string;
}

/**
 * The largest amount anywhere in Tillwire: twelve digits, as in ISO 8583 field 4 and EMV tag 9F02.
 * @public
 */
export const AMOUNT_MINOR_MAX = 999_999_999_999;

/**
 * What an amount is made of. `authorizedMinor` is the total that the issuer approved and includes the other parts;
 * it falls short of what was asked for only in a partial approval. All in minor units of `currency`.
 * @public
 */
export interface Breakdown {
  /** ISO 4217. Has to be the currency that was asked for, else the approval is taken for another one's and undone. */
  readonly currency: string;
  /**
   * What the POS asked for, before tip, surcharge and cashback. Has to equal the request's amount, else as for the
   * currency.
   */
  readonly requestedMinor: number;
  /** 0 for none. More than the POS stated only where the terminal declares `tipOnDevice`. */
  readonly tipMinor: number;
  /** 0 for none. The shopper has to have agreed; one that nobody stated is a mismatch, and undone. */
  readonly surchargeMinor: number;
  /** 0 for none. Has to be what the POS stated. */
  readonly cashbackMinor: number;
  /**
   * The total that was approved: the sum of the four; in a partial approval less, but not 0. Anything else is a
   * mismatch, and undone.
   */
  readonly authorizedMinor: number;
  /** Present when the cardholder chose to pay in the card's own currency. */
  readonly conversion?: CurrencyConversion;
}

/**
 * Dynamic currency conversion: what the cardholder sees on the statement.
 * @public
 */
export interface CurrencyConversion {
  /** What the cardholder pays in the card's own currency, for the same goods as `authorizedMinor`. */
  readonly cardholderAmount: Money;
  /** Decimal text, as the terminal or gateway gave it: `"1.0842"`. Never computed with. */
  readonly rate: string;
  /** Decimal text in percent, where the scheme requires it to be shown. */
  readonly markupPercent?: string;
}

/**
 * True for an integer from 0 to {@link AMOUNT_MINOR_MAX}.
 * @public
 */
export function isAmountMinor(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= AMOUNT_MINOR_MAX;
}

/**
 * True for three capital letters: the form of an ISO 4217 code. Which currencies a lane takes is its configuration.
 * @public
 */
export function isCurrencyCode(value: unknown): value is string {
  return typeof value === "string" && /^[A-Z]{3}$/.test(value);
}

/**
 * Makes an amount, or throws `REQUEST_INVALID` when it is not a bounded integer or the currency is not a code.
 * @public
 */
export function money(amountMinor: number, currency: string): Money {
  if (isAmountMinor(amountMinor) && isCurrencyCode(currency)) return { amountMinor, currency };
  throw new TillwireError("REQUEST_INVALID", {
    message: `An amount is an integer of minor units from 0 to ${AMOUNT_MINOR_MAX} with a three-letter currency code.`,
    effect: "none",
  });
}

/**
 * The breakdown of a plain approval: exactly what was asked for, nothing on top.
 * @public
 */
export function plainBreakdown(amount: Money): Breakdown {
  return {
    currency: amount.currency,
    requestedMinor: amount.amountMinor,
    tipMinor: 0,
    surchargeMinor: 0,
    cashbackMinor: 0,
    authorizedMinor: amount.amountMinor,
  };
}

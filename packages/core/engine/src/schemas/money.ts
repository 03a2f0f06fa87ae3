/** Schemas of amounts and of what an amount is made of. */
import { z } from "zod";
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";
import type { Breakdown, CurrencyConversion, Money } from "@tillwire/plugin-api";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";

const DECIMAL_LENGTH_MAX = 40;

export const amountMinorSchema = z.int().min(0).max(AMOUNT_MINOR_MAX);
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "An ISO 4217 alphabetic code");

export const moneySchema = z.strictObject({ amountMinor: amountMinorSchema, currency: currencySchema });

const decimalSchema = z
  .string()
  .max(DECIMAL_LENGTH_MAX)
  .regex(/^-?\d+(\.\d+)?$/, "Decimal text such as 1.0842");

export const currencyConversionSchema = z.strictObject({
  cardholderAmount: moneySchema,
  rate: decimalSchema,
  markupPercent: z.exactOptional(decimalSchema),
});

export const breakdownSchema = z.strictObject({
  currency: currencySchema,
  requestedMinor: amountMinorSchema,
  tipMinor: amountMinorSchema,
  surchargeMinor: amountMinorSchema,
  cashbackMinor: amountMinorSchema,
  authorizedMinor: amountMinorSchema,
  conversion: z.exactOptional(currencyConversionSchema),
});

proves<Same<z.infer<typeof moneySchema>, Money>>();
proves<Same<z.infer<typeof currencyConversionSchema>, CurrencyConversion>>();
proves<Same<z.infer<typeof breakdownSchema>, Breakdown>>();

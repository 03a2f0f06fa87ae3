/** What became of a payment. */
import { z } from "zod";
import { amountMinorSchema, currencySchema } from "../parts.ts";
import { cardSummarySchema, receiptCopiesSchema } from "./card.ts";
import { errorCode, money, text } from "./values.ts";

export const breakdownSchema = z
  .object({
    currency: currencySchema,
    requestedMinor: amountMinorSchema.describe("What the POS asked for, before tip, surcharge and cashback."),
    tipMinor: amountMinorSchema,
    surchargeMinor: amountMinorSchema,
    cashbackMinor: amountMinorSchema,
    authorizedMinor: amountMinorSchema.describe("The total that was approved."),
    conversion: z
      .object({
        cardholderAmount: money,
        rate: text.describe("Decimal text. Show it, never compute with it."),
        markupPercent: text.exactOptional(),
      })
      .exactOptional()
      .describe("There when the cardholder chose to pay in the card's own currency."),
  })
  .meta({ id: "Breakdown" });

const reversal = z
  .enum(["pending", "done", "parked"])
  .exactOptional()
  .describe("An approval had to be undone, and how far that is. The shopper is not charged.");

export const paymentOutcomeSchema = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("approved"),
      breakdown: breakdownSchema,
      hostReference: text.describe("What a person quotes on the phone."),
      authorizationCode: text.exactOptional(),
      card: cardSummarySchema.exactOptional(),
      emv: z.record(z.string(), text).exactOptional().describe("EMV data elements by tag, in hexadecimal."),
      receipts: receiptCopiesSchema.exactOptional(),
      offline: z.enum(["card", "deferred"]).exactOptional().describe("There when nobody online said yes."),
    }),
    z.object({
      kind: z.literal("declined"),
      reason: z
        .enum([
          "unspecified",
          "insufficient-funds",
          "limit-exceeded",
          "expired-card",
          "lost-or-stolen",
          "wrong-pin",
          "pin-tries-exceeded",
          "not-permitted",
          "invalid-card",
          "suspected-fraud",
          "offline-declined",
          "issuer-unavailable",
          "call-issuer",
          "contact-required",
        ])
        .describe("A newer bridge may have more; take those for `unspecified`."),
      hostCode: text.exactOptional(),
      message: text.exactOptional().describe("From the terminal or host, as it is."),
      hostReference: text.exactOptional(),
      card: cardSummarySchema.exactOptional(),
      receipts: receiptCopiesSchema.exactOptional(),
      reversal,
    }),
    z.object({ kind: z.literal("canceled"), by: z.enum(["shopper", "pos", "timeout"]), reversal }),
    z.object({ kind: z.literal("failed"), code: errorCode, message: text, reversal }),
  ])
  .meta({ id: "Outcome" });

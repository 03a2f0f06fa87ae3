/**
 * Entries of the ledger: what was decided, in order, durable before anybody is told. No card number, track or PIN is in
 * them: an account has an id.
 */
import { z } from "zod";

const digits = (length: number) => z.string().regex(new RegExp(`^[0-9]{${length}}$`));
const amountMinor = z.int().min(0).max(999_999_999_999);
const currency = z.string().regex(/^[A-Z]{3}$/);
const at = { at: z.iso.datetime({ precision: 3 }) };

/** What names a request: the same in its repeats and in what its reversal says of it. Fields 41, 11, 7 and 37. */
const requestKeySchema = z.strictObject({
  terminalId: z.string().min(1).max(8),
  stan: digits(6),
  transmissionTime: digits(10),
  retrievalReference: z.string().min(1).max(12),
});

export type RequestKey = z.infer<typeof requestKeySchema>;

/** Which card of its number it was (tag 5F34), its counter (9F36) and cryptogram (9F26). */
const chipUseSchema = z.strictObject({
  sequenceNumber: digits(2),
  atc: z.int().min(0).max(0xffff),
  cryptogram: z.string().regex(/^[0-9A-F]{16}$/),
});

export const ledgerEntrySchema = z.discriminatedUnion("type", [
  /** A request was decided. */
  z.strictObject({
    ...at,
    type: z.literal("authorization"),
    request: requestKeySchema,
    /** 0100 only holds the amount, 0200 books it. */
    kind: z.enum(["hold", "booking"]),
    /** Of all that the request said: another request under the same key has another one. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    /** Missing where the card was not known. */
    account: z.string().optional(),
    requestedMinor: amountMinor,
    currency,
    responseCode: z.string().regex(/^[0-9A-Z]{2}$/),
    /** 0 when declined. */
    authorizedMinor: amountMinor,
    authorizationCode: digits(6).optional(),
    /** Of a chip whose cryptogram was right: its counter and that cryptogram are used up. */
    chip: chipUseSchema.optional(),
    /** A PIN that was checked. */
    pin: z.enum(["right", "wrong"]).optional(),
    /** Field 55 of the answer in hexadecimal, for repeats. */
    chipAnswer: z
      .string()
      .regex(/^([0-9A-F]{2})+$/)
      .optional(),
  }),
  /** An approval was undone. */
  z.strictObject({
    ...at,
    type: z.literal("reversal"),
    request: requestKeySchema,
    restoredMinor: amountMinor,
    currency,
  }),
  /** Somebody reversed a request that never came: it may not come any more. */
  z.strictObject({ ...at, type: z.literal("barred"), request: requestKeySchema }),
]);

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

type WithoutTime<Entry> = Entry extends unknown ? Omit<Entry, "at"> : never;

/** An entry before it gets its time. */
export type LedgerFact = WithoutTime<LedgerEntry>;
export type AuthorizationFact = Extract<LedgerFact, { type: "authorization" }>;

/** The key as one text. */
export function keyText({ terminalId, stan, transmissionTime, retrievalReference }: RequestKey): string {
  return `${terminalId} ${stan} ${transmissionTime} ${retrievalReference}`;
}

/** A counter of one card as one text. */
export function counterText({ sequenceNumber, atc }: z.infer<typeof chipUseSchema>): string {
  return `${sequenceNumber} ${atc}`;
}

/**
 * Entries of the terminal's ledger: everything it did, in order, durable before anybody is told. An auditor reads
 * nothing else of the terminal.
 */
import { z } from "zod";
import {
  amountMinorSchema,
  canceledBySchema,
  countSchema,
  currencySchema,
  declineReasonSchema,
  levelSchema,
  nameSchema,
  referenceSchema,
  reversedBySchema,
} from "../../protocol/vocabulary.ts";
import { behaviorNameSchema } from "../behaviors.ts";

const at = { at: z.iso.datetime({ precision: 3 }) };
const asked = { reference: referenceSchema, amountMinor: amountMinorSchema, currency: currencySchema };
const authorized = { reference: referenceSchema, authorizedMinor: amountMinorSchema, currency: currencySchema };

export const ledgerEntrySchema = z.discriminatedUnion("type", [
  z.strictObject({ ...at, type: z.literal("booted"), boot: countSchema, terminalId: nameSchema, level: levelSchema }),
  /** A sale began. */
  z.strictObject({
    ...at,
    type: z.literal("requested"),
    ...asked,
    partialApproval: z.boolean(),
    behavior: behaviorNameSchema,
  }),
  /** The issuer said yes. Not committed yet. */
  z.strictObject({
    ...at,
    type: z.literal("approved"),
    ...authorized,
    approvalCode: nameSchema,
    hostReference: nameSchema,
  }),
  z.strictObject({
    ...at,
    type: z.literal("declined"),
    reference: referenceSchema,
    reason: declineReasonSchema,
    hostCode: nameSchema,
  }),
  z.strictObject({ ...at, type: z.literal("canceled"), reference: referenceSchema, by: canceledBySchema }),
  z.strictObject({ ...at, type: z.literal("committed"), ...authorized }),
  /** An approval was undone, committed or not. */
  z.strictObject({ ...at, type: z.literal("reversed"), ...authorized, by: reversedBySchema }),
  /** Somebody asked for this reference before it came: it may not come any more. */
  z.strictObject({
    ...at,
    type: z.literal("barred"),
    reference: referenceSchema,
    by: z.enum(["inquiry", "reversal"]),
  }),
  /** A sale did not run, and never will under this reference. */
  z.strictObject({ ...at, type: z.literal("refused"), ...asked, reason: z.enum(["busy", "barred"]) }),
]);

export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

type WithoutTime<Entry> = Entry extends unknown ? Omit<Entry, "at"> : never;

/** An entry before it gets its time. */
export type LedgerFact = WithoutTime<LedgerEntry>;

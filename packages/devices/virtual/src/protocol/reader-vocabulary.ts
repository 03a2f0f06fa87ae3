/** What the messages of the virtual reader protocol are made of. Bytes are hexadecimal. */
import { fromHex, toHex } from "@tillwire/bytes";
import type { TruncatedPan } from "@tillwire/plugin-api";
import { AMOUNT_MINOR_MAX, truncatedPan } from "@tillwire/plugin-api";
import { z } from "zod";
import { NAME_LENGTH_MAX } from "./limits.ts";
import { currencySchema, durationMsSchema, nameSchema, promptSchema } from "./vocabulary.ts";

/** Bytes of one encrypted element, script or EMV value. */
const HEX_LENGTH_MAX = 1024;
/** Elements of one card: two tracks and a number. */
const ELEMENTS_MAX = 4;
/** EMV data elements of one card. */
const TAGS_MAX = 64;
const SCRIPTS_MAX = 8;

const hexSchema = z
  .string()
  .regex(/^(?:[0-9A-F]{2})*$/)
  .max(HEX_LENGTH_MAX);
/** Bytes in the program, hexadecimal on the wire. */
const bytesCodec = z.codec(hexSchema, z.instanceof(Uint8Array<ArrayBufferLike>), {
  decode: (text) => fromHex(text),
  encode: (bytes) => toHex(bytes),
});

export const entrySchema = z.enum(["chip", "contactless", "swipe", "fallback-swipe", "manual", "token"]);
const verificationSchema = z.enum([
  "none",
  "signature",
  "pin-online",
  "pin-offline",
  "pin-and-signature",
  "device",
  "failed",
]);

const panSchema = z.custom<TruncatedPan>((value) => {
  try {
    return typeof value === "string" && truncatedPan(value) !== "";
  } catch {
    return false; // it throws for everything else, without repeating what it was given
  }
}, "A card number with at most its first six and last four digits");

export const summarySchema = z.strictObject({
  entry: entrySchema,
  pan: z.exactOptional(panSchema),
  brand: z.exactOptional(nameSchema),
  applicationId: z.exactOptional(hexSchema),
  applicationLabel: z.exactOptional(nameSchema),
  verification: z.exactOptional(verificationSchema),
});

const tagsSchema = z
  .record(z.string().regex(/^[0-9A-F]{2,8}$/), hexSchema)
  .refine((tags) => Object.keys(tags).length <= TAGS_MAX, `At most ${TAGS_MAX} data elements`);

const keySchema = z.strictObject({
  scheme: z.literal("dukpt-tdes"),
  keySerialNumber: bytesCodec,
  usage: z.string().min(1).max(NAME_LENGTH_MAX),
});

const elementSchema = z.strictObject({
  element: z.enum(["track-1", "track-2", "track-2-equivalent", "pan", "manual-entry"]),
  key: keySchema,
  ciphertext: bytesCodec,
});

const pinBlockSchema = z.strictObject({ format: z.literal(0), key: keySchema, block: bytesCodec });

const cardDataSchema = z.strictObject({
  summary: summarySchema,
  emv: z.exactOptional(tagsSchema),
  encrypted: z.array(elementSchema).max(ELEMENTS_MAX).readonly(),
  pin: z.exactOptional(pinBlockSchema),
  fallbackReason: z.exactOptional(z.enum(["chip-unreadable", "no-common-application"])),
});

const transactionId = z.string().regex(/^[0-9A-F]{16}$/, "16 hexadecimal digits");
export const transactionIdSchema = transactionId;

const declineReasonSchema = z.enum([
  "offline-declined",
  "expired-card",
  "not-permitted",
  "pin-tries-exceeded",
  "invalid-card",
]);

export const readResultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("online-completion"), transactionId, card: cardDataSchema }),
  z.strictObject({ kind: z.literal("online-final"), transactionId, card: cardDataSchema }),
  z.strictObject({ kind: z.literal("offline-approved"), transactionId, card: cardDataSchema }),
  z.strictObject({ kind: z.literal("offline-declined"), reason: declineReasonSchema, card: cardDataSchema }),
  z.strictObject({ kind: z.literal("card-only"), card: cardDataSchema }),
  z.strictObject({
    kind: z.literal("try-other-interface"),
    entries: z.array(entrySchema).max(8).readonly(),
    promptId: promptSchema,
  }),
  z.strictObject({ kind: z.literal("canceled"), by: z.enum(["shopper", "pos", "timeout"]) }),
]);

export const readOrderSchema = z.strictObject({
  kind: z.enum(["sale", "authorize", "refund", "verify", "balance", "token"]),
  amount: z.strictObject({ amountMinor: z.int().min(0).max(AMOUNT_MINOR_MAX), currency: currencySchema }),
  cashbackMinor: z.int().min(0).max(AMOUNT_MINOR_MAX),
  entries: z.array(entrySchema).min(1).max(8).readonly(),
  mode: z.enum(["full", "quick-chip"]),
  timeoutMs: durationMsSchema,
  again: z.exactOptional(z.enum(["wrong-pin", "contact-required", "other-interface"])),
});

export const hostAnswerSchema = z.strictObject({
  verdict: z.enum(["approved", "declined", "unable-to-go-online"]),
  responseCode: z.exactOptional(z.string().regex(/^[0-9A-Z]{2}$/)),
  authorizationCode: z.exactOptional(z.string().regex(/^[ -~]{1,6}$/)),
  issuerAuthenticationData: z.exactOptional(bytesCodec),
  issuerScripts: z.exactOptional(z.array(bytesCodec).max(SCRIPTS_MAX).readonly()),
});

export const finishResultSchema = z.strictObject({ accepted: z.boolean(), emv: z.exactOptional(tagsSchema) });

/**
 * Schemas of what a reader gives for a card: a summary and ciphertext. They cannot look into ciphertext; they refuse what
 * is too large to be any, and a PIN block that is none.
 */
import { z } from "zod";
import type { CardData, CardKeyReference, EncryptedElement, EncryptedPin } from "@tillwire/plugin-api";
import { bytesSchema } from "./bytes.ts";
import { cardSummarySchema, emvTagsSchema } from "./card.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { nameSchema } from "./text.ts";

/** Key serial numbers have 10 or 12 bytes; vendors have longer ones. */
const KEY_SERIAL_NUMBER_BYTES_MAX = 64;
/** Two tracks, the list of EMV objects and what a vendor adds. */
const ELEMENTS_MAX = 20;
/** A list of all EMV objects of a payment stays below 1,000 bytes, however it is encrypted. */
const CIPHERTEXT_BYTES_MAX = 8_192;

export const cardKeyReferenceSchema = z.strictObject({
  scheme: z.enum(["dukpt-tdes", "dukpt-aes", "vendor"]),
  keySerialNumber: bytesSchema(1, KEY_SERIAL_NUMBER_BYTES_MAX),
  usage: nameSchema,
});

export const encryptedElementSchema = z.strictObject({
  element: z.enum(["track-1", "track-2", "track-2-equivalent", "pan", "manual-entry", "emv", "vendor"]),
  key: cardKeyReferenceSchema,
  ciphertext: bytesSchema(1, CIPHERTEXT_BYTES_MAX),
});

export const encryptedPinSchema = z.strictObject({
  format: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  key: cardKeyReferenceSchema,
  block: z.union([bytesSchema(8, 8), bytesSchema(16, 16)]),
});

export const cardDataSchema = z.strictObject({
  summary: cardSummarySchema,
  emv: z.exactOptional(emvTagsSchema),
  encrypted: z.array(encryptedElementSchema).max(ELEMENTS_MAX).readonly(),
  pin: z.exactOptional(encryptedPinSchema),
  fallbackReason: z.exactOptional(z.enum(["chip-unreadable", "no-common-application"])),
});

proves<Same<z.infer<typeof cardKeyReferenceSchema>, CardKeyReference>>();
proves<Same<z.infer<typeof encryptedElementSchema>, EncryptedElement>>();
proves<Same<z.infer<typeof encryptedPinSchema>, EncryptedPin>>();
proves<Same<z.infer<typeof cardDataSchema>, CardData>>();

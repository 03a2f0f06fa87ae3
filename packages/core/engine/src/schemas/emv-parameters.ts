/** Schema of an EMV parameter set, as a configuration or a gateway gives it. */
import { z } from "zod";
import type { EmvParameterSet } from "@tillwire/plugin-api";
import { hexadecimalSchema } from "./bytes.ts";
import { amountMinorSchema } from "./money.ts";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { nameSchema } from "./text.ts";

/** Acquirers' sets hold some dozens of applications and of keys. */
const APPLICATIONS_MAX = 200;
const AUTHORITY_KEYS_MAX = 500;
/** EMV Book 2, annex B2.1. */
const MODULUS_BYTES_MAX = 248;
/** Lists of data objects have a one-byte length in practice. */
const OBJECT_LIST_BYTES_MAX = 252;

const digits = (count: number) => z.string().regex(new RegExp(`^\\d{${count}}$`), `${count} digits`);
const percent = z.int().min(0).max(99);

const terminalSchema = z.strictObject({
  countryCode: digits(3),
  currencyCode: digits(3),
  currencyExponent: z.int().min(0).max(4),
  terminalType: hexadecimalSchema(1),
  capabilities: hexadecimalSchema(3),
  additionalCapabilities: hexadecimalSchema(5),
  merchantCategoryCode: digits(4),
});

const applicationSchema = z.strictObject({
  applicationId: hexadecimalSchema(5, 16),
  label: z.string().min(1).max(16),
  interface: z.enum(["contact", "contactless"]),
  partialSelection: z.boolean(),
  version: hexadecimalSchema(2),
  terminalActionCodes: z.strictObject({
    denial: hexadecimalSchema(5),
    online: hexadecimalSchema(5),
    default: hexadecimalSchema(5),
  }),
  floorLimitMinor: amountMinorSchema,
  contactlessLimitMinor: z.exactOptional(amountMinorSchema),
  contactlessCvmLimitMinor: z.exactOptional(amountMinorSchema),
  randomSelection: z.exactOptional(
    z.strictObject({ targetPercent: percent, maximumPercent: percent, thresholdMinor: amountMinorSchema }),
  ),
  defaultDdol: z.exactOptional(hexadecimalSchema(1, OBJECT_LIST_BYTES_MAX)),
  defaultTdol: z.exactOptional(hexadecimalSchema(1, OBJECT_LIST_BYTES_MAX)),
});

const authorityKeySchema = z.strictObject({
  rid: hexadecimalSchema(5),
  index: hexadecimalSchema(1),
  modulus: hexadecimalSchema(1, MODULUS_BYTES_MAX),
  exponent: z.string().regex(/^(?:03|010001)$/, "03 or 010001"),
  expires: z.exactOptional(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "A day such as 2030-12-31")),
});

export const emvParameterSetSchema = z.strictObject({
  version: nameSchema,
  terminal: terminalSchema,
  applications: z.array(applicationSchema).min(1).max(APPLICATIONS_MAX).readonly(),
  authorityKeys: z.array(authorityKeySchema).max(AUTHORITY_KEYS_MAX).readonly(),
  fallback: z.strictObject({ swipeAllowed: z.boolean(), chipTries: z.int().min(1).max(9) }),
});

proves<Same<z.infer<typeof emvParameterSetSchema>, EmvParameterSet>>();

/** An EMV parameter set as a reader takes it: every value in the form that its tag has (EMV Book 4, annex A). */
import { AMOUNT_MINOR_MAX } from "@tillwire/plugin-api";
import type { EmvParameterSet } from "@tillwire/plugin-api";
import { z } from "zod";

/** More applications, or keys, than any acquirer has. */
const LIST_MAX = 100;
/** EMV Book 3, annex A: a DDOL or TDOL has at most 252 bytes. */
const DOL_BYTES_MAX = 252;

const hex = (from: number, to = from): z.ZodString =>
  z.string().regex(new RegExp(`^(?:[0-9A-F]{2}){${from},${to}}$`), `${from} to ${to} bytes in hexadecimal`);
const digits = (count: number): z.ZodString => z.string().regex(new RegExp(`^\\d{${count}}$`), `${count} digits`);
const amount = z.int().min(0).max(AMOUNT_MINOR_MAX);
const percent = z.int().min(0).max(99);

const applicationSchema = z.strictObject({
  applicationId: hex(5, 16),
  label: z.string().min(1).max(16),
  interface: z.enum(["contact", "contactless"]),
  partialSelection: z.boolean(),
  version: hex(2),
  terminalActionCodes: z.strictObject({ denial: hex(5), online: hex(5), default: hex(5) }),
  floorLimitMinor: amount,
  contactlessLimitMinor: z.exactOptional(amount),
  contactlessCvmLimitMinor: z.exactOptional(amount),
  randomSelection: z.exactOptional(
    z.strictObject({ targetPercent: percent, maximumPercent: percent, thresholdMinor: amount }),
  ),
  defaultDdol: z.exactOptional(hex(0, DOL_BYTES_MAX)),
  defaultTdol: z.exactOptional(hex(0, DOL_BYTES_MAX)),
});

const authorityKeySchema = z.strictObject({
  rid: hex(5),
  index: hex(1),
  modulus: hex(64, 248),
  exponent: z.enum(["03", "010001"]),
  expires: z.exactOptional(z.iso.date()),
});

const setSchema: z.ZodType<EmvParameterSet> = z.strictObject({
  version: z.string().min(1).max(64),
  terminal: z.strictObject({
    countryCode: digits(3),
    currencyCode: digits(3),
    currencyExponent: z.int().min(0).max(9),
    terminalType: hex(1),
    capabilities: hex(3),
    additionalCapabilities: hex(5),
    merchantCategoryCode: digits(4),
  }),
  applications: z.array(applicationSchema).max(LIST_MAX).readonly(),
  authorityKeys: z.array(authorityKeySchema).max(LIST_MAX).readonly(),
  fallback: z.strictObject({ swipeAllowed: z.boolean(), chipTries: z.int().min(0).max(9) }),
});

export const parametersSchema = setSchema;

/** Settings of a virtual reader: what it is, how fast its shopper is, and its keys, which are published test keys. */
import { TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { durationMsSchema } from "../../protocol/vocabulary.ts";
import { shopperPlans } from "./shopper.ts";
import type { PlanName } from "./shopper.ts";

const hex = (bytes: number): z.ZodString =>
  z.string().regex(new RegExp(`^[0-9A-F]{${bytes * 2}}$`), `${bytes} bytes in hexadecimal`);

const pacingSchema = z.strictObject({
  presentMs: durationMsSchema.default(500),
  pinMs: durationMsSchema.default(500),
  processMs: durationMsSchema.default(200),
});

const planSchema = z.custom<PlanName>(
  (value) => typeof value === "string" && Object.hasOwn(shopperPlans, value),
  "A shopper's plan by name",
);

export const virtualReaderSettingsSchema = z.strictObject({
  /** Tag 9F1E. */
  serialNumber: z
    .string()
    .regex(/^[0-9A-Z]{8}$/, "8 characters of 0-9 A-Z")
    .default("VR000001"),
  /** ISO 4217: what the reader's amounts are in. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default("EUR"),
  /** What the shopper does when no amount and no command says otherwise. */
  shopper: planSchema.default("pays"),
  pacing: pacingSchema.prefault({}),
  /** Of ANSI X9.24-1, annex A: the initial key of the published base key for this serial number. */
  initialKey: hex(16).default("6AC292FAA1315B4D858AB3A3D7D5933A"),
  /** The initial key's serial number: the last 21 bits are the counter, and zero. */
  keySerialNumber: hex(10).default("FFFF9876543210E00000"),
  /** For the greeting of a new connection. */
  helloTimeoutMs: durationMsSchema.default(10_000),
});

/** Settings with all defaults filled in. */
export type ReaderSettings = z.infer<typeof virtualReaderSettingsSchema>;
/** Settings as they are given. */
export type ReaderSettingsInput = z.input<typeof virtualReaderSettingsSchema>;

/** Checks settings. Throws `SETTINGS_INVALID`. */
export function parseReaderSettings(input: unknown): ReaderSettings {
  const parsed = virtualReaderSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const message = `The reader's settings are not valid: ${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}. See the README.`;
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

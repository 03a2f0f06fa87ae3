/** What a sandbox acquirer can be told. Keys other than published test keys are refused unless that is said as well. */
import { isLuhnValid } from "@tillwire/emv";
import { explainIssues, TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { testCards } from "./keys/test-cards.ts";
import {
  isPublishedTestKey,
  mastercardTestKeys,
  visaTestKeys,
  x924AesBaseKey,
  x924TdesBaseKey,
} from "./keys/test-keys.ts";

const nameSchema = z.string().regex(/^[a-z0-9-]{1,40}$/, "1 to 40 characters of a-z 0-9 -");
const keySchema = z.string().regex(/^[0-9A-F]{32}$/, "32 hexadecimal digits, upper case");
/** 12 digits, as field 4 has. */
const amountMaxMinor = 999_999_999_999;

/** Readers of one base key, told apart by how their key serial numbers begin, and how they encrypt. */
const keySetSchema = z.strictObject({
  name: nameSchema,
  /** TDES key serial numbers have 10 bytes, AES ones 12; a set sees its own only. */
  scheme: z.enum(["dukpt-tdes", "dukpt-aes"]),
  keySerialNumberPrefix: z.string().regex(/^([0-9A-F]{2}){0,12}$/, "whole bytes in hexadecimal, upper case"),
  baseKey: keySchema,
  /** Of TDES only: AES has one way. Whole `data` key with the one-way step is the standard; `pin` without it is old. */
  variant: z.enum(["data", "pin"]).default("data"),
  oneWayStep: z.boolean().default(true),
  mode: z.enum(["cbc", "ecb"]).default("cbc"),
});

const issuerSchema = z.strictObject({
  name: nameSchema,
  cryptogram: keySchema,
  integrity: keySchema,
  confidentiality: keySchema,
  /** EMV Book 2, A1.4: how cards of this issuer get their keys. */
  cardKeyOption: z.enum(["A", "B"]).default("A"),
});

const accountSchema = z.strictObject({
  /** Stands in the ledger and in logs in place of the card number. */
  id: nameSchema,
  pan: z
    .string()
    .regex(/^[0-9]{8,19}$/, "8 to 19 digits")
    .refine(isLuhnValid, "a card number with its check digit"),
  issuer: nameSchema,
  /** Without one, every PIN is wrong. */
  pin: z
    .string()
    .regex(/^[0-9]{4,12}$/, "4 to 12 digits")
    .optional(),
  /** What it has of each currency, in that currency's minor unit, before anything in the ledger. */
  balanceMinor: z.int().min(0).max(amountMaxMinor),
  /** YYMM. Where it is given, the card has to say the same. */
  expiry: z
    .string()
    .regex(/^[0-9]{2}(0[1-9]|1[0-2])$/, "YYMM")
    .optional(),
  status: z.enum(["open", "lost", "stolen"]).default("open"),
  /** May its stripe be swiped because the chip failed? */
  fallback: z.boolean().default(false),
  /** Do several cards have its number, each with a counter of its own? Then only a cryptogram may not come twice. */
  severalCards: z.boolean().default(false),
  /** May its number be keyed in? */
  manual: z.boolean().default(false),
});

export type AccountInput = z.input<typeof accountSchema>;
export type KeySet = z.infer<typeof keySetSchema>;
export type Issuer = z.infer<typeof issuerSchema>;
export type Account = z.infer<typeof accountSchema>;

const testKeySets: readonly z.input<typeof keySetSchema>[] = [
  { name: "tdes", scheme: "dukpt-tdes", keySerialNumberPrefix: "", baseKey: x924TdesBaseKey },
  { name: "aes", scheme: "dukpt-aes", keySerialNumberPrefix: "", baseKey: x924AesBaseKey },
];

const testIssuers: readonly z.input<typeof issuerSchema>[] = [
  { name: "mastercard", ...mastercardTestKeys },
  { name: "visa", ...visaTestKeys },
  { name: "synthetic", ...mastercardTestKeys },
];

const settingsSchema = z.strictObject({
  /** True: keys that are not published test keys are taken. Never for keys of live cards. */
  acceptOwnKeys: z.boolean().default(false),
  keySets: z
    .array(keySetSchema)
    .max(100)
    .prefault([...testKeySets]),
  issuers: z
    .array(issuerSchema)
    .max(100)
    .prefault([...testIssuers]),
  accounts: z
    .array(accountSchema)
    .max(10_000)
    .prefault([...testCards]),
  /** How late the behavior `late` is. Longer than the gateway waits makes it a reversal. */
  lateMs: z.int().min(0).max(600_000).default(5_000),
});

export type AcquirerSettings = z.infer<typeof settingsSchema>;
/** What may be given, from a program or a JSON file. A list that is given stands in place of the built-in one. */
export type AcquirerSettingsInput = z.input<typeof settingsSchema>;

/** With defaults filled in. Throws `SETTINGS_INVALID`, which never repeats a key. */
export function parseSettings(input: unknown): AcquirerSettings {
  const parsed = settingsSchema.safeParse(input);
  if (!parsed.success) {
    const about = { schema: settingsSchema, value: input, whole: "they" };
    throw invalid(explainIssues(parsed.error.issues, about).map(({ message }) => message));
  }
  const problems = [...keyProblems(parsed.data), ...nameProblems(parsed.data)];
  if (problems.length > 0) throw invalid(problems);
  return parsed.data;
}

function keyProblems({ acceptOwnKeys, keySets, issuers }: AcquirerSettings): string[] {
  if (acceptOwnKeys) return [];
  const named = [
    ...keySets.map(({ name, baseKey }) => ({ name, keys: [baseKey] })),
    ...issuers.map(({ name, cryptogram, integrity, confidentiality }) => ({
      name,
      keys: [cryptogram, integrity, confidentiality],
    })),
  ];
  return named
    .filter(({ keys }) => !keys.every(isPublishedTestKey))
    .map(
      ({ name }) => `${name} has a key that is no published test key. Say acceptOwnKeys if it is a test key of yours`,
    );
}

function nameProblems({ keySets, issuers, accounts }: AcquirerSettings): string[] {
  const known = new Set(issuers.map(({ name }) => name));
  return [
    ...repeated(
      "key set",
      keySets.map(({ name }) => name),
    ),
    ...repeated("issuer", [...issuers.map(({ name }) => name)]),
    ...repeated(
      "account",
      accounts.map(({ id }) => id),
    ),
    ...(new Set(accounts.map(({ pan }) => pan)).size < accounts.length
      ? ["two accounts have the same card number"]
      : []),
    ...accounts
      .filter(({ issuer }) => !known.has(issuer))
      .map(({ id }) => `account ${id} has an issuer that is not there`),
  ];
}

function repeated(what: string, names: readonly string[]): string[] {
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...new Set(twice)].map((name) => `there are two of the ${what} ${name}`);
}

function invalid(problems: readonly string[]): TillwireError {
  const message = `Settings of the sandbox acquirer: ${problems.join("; ")}.`;
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

/**
 * Records as they stand in the journal: parsed on the way in, since a journal outlives the program that wrote it. Every
 * record carries the version of its form; a form of the future is refused by name, never guessed at.
 */
import { z } from "zod";
import type { JsonValue, JournalRecord, LaneId, PaymentId, PaymentKey } from "@tillwire/plugin-api";
import { explainIssues, TillwireError } from "@tillwire/plugin-api";
import type { EngineRecord } from "./records.ts";
import {
  amountMinorSchema,
  approvedSchema,
  attemptIdSchema,
  declinedSchema,
  moneySchema,
  nameSchema,
  paymentKindSchema,
  paymentOutcomeSchema,
  recoverySchema,
  referencesSchema,
  reversalReasonSchema,
  textSchema,
} from "./schemas/index.ts";
import { proves } from "./schemas/same.ts";
import type { Same } from "./schemas/same.ts";

/** The form that this engine writes. */
const recordVersion = 1;

/** More problems of one record help nobody. */
const problemsShownMax = 5;

const keySchema = z.custom<PaymentKey>((value) => typeof value === "string" && /^[A-Za-z0-9._:-]{8,64}$/.test(value));
const paymentIdSchema = z.custom<PaymentId>(
  (value) => typeof value === "string" && /^[A-Za-z0-9_-]{8,64}$/.test(value),
);
const laneSchema = z.custom<LaneId>((value) => typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,39}$/.test(value));
/** The names of a scope, a device and a reference, with room to spare. */
const COUNTER_NAME_LENGTH_MAX = 300;
const seqSchema = z.int().min(1);
const countersSchema = z.record(z.string().max(COUNTER_NAME_LENGTH_MAX), z.int().min(1));
const pluginSchema = z.strictObject({ id: nameSchema, version: nameSchema });
const jsonSchema: z.ZodType<JsonValue> = z.json();
const timeSchema = z.int().min(0);

const recordSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("intent"),
    key: keySchema,
    id: paymentIdSchema,
    lane: laneSchema,
    kind: paymentKindSchema,
    amount: moneySchema,
    terms: z.strictObject({
      parts: z.strictObject({
        tip: z.exactOptional(amountMinorSchema),
        tax: z.exactOptional(amountMinorSchema),
        cashback: z.exactOptional(amountMinorSchema),
        surcharge: z.exactOptional(amountMinorSchema),
      }),
      partialApproval: z.boolean(),
      orderReference: z.exactOptional(nameSchema),
    }),
    keyCreatedAt: timeSchema,
    plugin: pluginSchema,
    gateway: z.exactOptional(pluginSchema),
    pos: nameSchema,
    seq: seqSchema,
  }),
  z.strictObject({
    type: z.literal("prepared"),
    key: keySchema,
    attemptId: attemptIdSchema,
    references: referencesSchema,
    counters: countersSchema,
  }),
  z.strictObject({
    type: z.literal("sent"),
    key: keySchema,
    attemptId: attemptIdSchema,
    references: referencesSchema,
    counters: countersSchema,
    recovery: recoverySchema,
    canReverse: z.boolean(),
    tipOnDevice: z.boolean(),
    gateway: z.exactOptional(z.strictObject({ state: jsonSchema, cardPaused: z.boolean() })),
    seq: seqSchema,
  }),
  z.strictObject({
    type: z.literal("gateway-state"),
    key: keySchema,
    attemptId: attemptIdSchema,
    state: jsonSchema,
  }),
  z.strictObject({
    type: z.literal("refused"),
    key: keySchema,
    attemptId: attemptIdSchema,
    outcome: declinedSchema,
  }),
  z.strictObject({ type: z.literal("cancel-wanted"), key: keySchema, seq: seqSchema }),
  z.strictObject({ type: z.literal("settled"), key: keySchema, outcome: approvedSchema, seq: seqSchema }),
  z.strictObject({
    type: z.literal("outcome"),
    key: keySchema,
    outcome: paymentOutcomeSchema,
    resolved: z.boolean(),
    seq: seqSchema,
  }),
  z.strictObject({
    type: z.literal("reversal"),
    key: keySchema,
    reason: reversalReasonSchema,
    hostReference: z.exactOptional(nameSchema),
    references: z.exactOptional(referencesSchema),
    counters: z.exactOptional(countersSchema),
    seq: seqSchema,
  }),
  z.strictObject({
    type: z.literal("reversed"),
    key: keySchema,
    hostReference: z.exactOptional(nameSchema),
    seq: seqSchema,
  }),
  z.strictObject({ type: z.literal("acknowledged"), key: keySchema, pos: nameSchema }),
  z.strictObject({ type: z.literal("closed"), key: keySchema, lane: laneSchema, keyCreatedAt: timeSchema }),
  z.strictObject({
    type: z.literal("parked"),
    key: keySchema,
    reversal: z.boolean(),
    reason: textSchema,
    instruction: textSchema,
    seq: seqSchema,
  }),
  z.strictObject({ type: z.literal("numbers"), until: seqSchema }),
]);

proves<Same<z.infer<typeof recordSchema>, EngineRecord>>();

/**
 * A record in the form that the journal keeps. Throws `INTERNAL` for one that could not be read again: a journal that
 * does not open is worse than a payment that is not taken.
 */
export function encodeRecord(record: EngineRecord, atMs: number): JournalRecord {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) {
    const message = `A record of type ${record.type} could not be read again: ${problemsOf(parsed.error, record)}.`;
    throw new TillwireError("INTERNAL", { message, effect: "possible" });
  }
  const { type, ...content } = record;
  // Records hold strings, numbers, booleans, arrays and objects of these: all of it is JSON, by the schema above.
  return { type, at: atMs, data: { ...content, version: recordVersion } as unknown as JsonValue };
}

/** Parses a record of the journal. Throws `JOURNAL_CORRUPT` for one that this engine cannot read. */
export function decodeRecord({ type, data }: JournalRecord): EngineRecord {
  const { version, ...content } = z.looseObject({ version: z.number() }).catch({ version: 0 }).parse(data);
  const parsed = recordSchema.safeParse({ ...content, type });
  if (version === recordVersion && parsed.success) return parsed.data;
  const why =
    version === recordVersion && !parsed.success
      ? problemsOf(parsed.error, { ...content, type })
      : `its form is version ${version}, and this bridge knows version ${recordVersion}`;
  throw new TillwireError("JOURNAL_CORRUPT", {
    message: `A record of type ${type} cannot be read: ${why}. Keep the journal, and start the version that wrote it.`,
    effect: "possible",
  });
}

function problemsOf({ issues }: z.ZodError, value: unknown): string {
  return explainIssues(issues, { schema: recordSchema, value, whole: "it" })
    .slice(0, problemsShownMax)
    .map(({ message }) => message)
    .join("; ");
}

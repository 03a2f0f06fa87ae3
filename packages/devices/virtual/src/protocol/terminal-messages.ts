/** Messages from the terminal to the client. */
import { z } from "zod";
import { PROTOCOL_VERSION } from "./limits.ts";
import {
  cardSchema,
  countSchema,
  durationMsSchema,
  endedShape,
  levelSchema,
  nameSchema,
  promptSchema,
  referenceSchema,
  reversedBySchema,
  textSchema,
} from "./vocabulary.ts";

const reference = referenceSchema;

/** Why a request was not carried out. A sale that was refused has not run and never will, under that reference. */
export const refusalReasonSchema = z.enum([
  "busy",
  "barred",
  "reference-reused",
  "unsupported",
  "unknown-reference",
  "not-approved",
  "too-late",
]);
export type RefusalReason = z.infer<typeof refusalReasonSchema>;

/** Why the terminal ends the session. */
export const errorCodeSchema = z.enum(["frame-invalid", "message-invalid", "version-unsupported", "hello-expected"]);
export type WireErrorCode = z.infer<typeof errorCodeSchema>;

export const terminalMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("welcome"),
    version: z.literal(PROTOCOL_VERSION),
    terminalId: nameSchema,
    level: levelSchema,
    /** Counts how often the terminal was started. */
    boot: countSchema,
    /** An approval that is not committed for so long is undone. */
    commitTimeoutMs: durationMsSchema,
  }),
  z.strictObject({ type: z.literal("prompt"), reference, prompt: promptSchema }),
  z.strictObject({ type: z.literal("text"), reference, text: textSchema }),
  z.strictObject({ type: z.literal("card"), reference, card: cardSchema }),
  z.strictObject({ type: z.literal("card-removed"), reference }),
  /** The answer to a sale. */
  z.strictObject({ type: z.literal("result"), ...endedShape }),
  /** Told unasked when a session opens: an approval that waits for its commit. */
  z.strictObject({ type: z.literal("pending"), ...endedShape }),
  /** The answers to commit and undo: what holds now, whichever was asked. */
  z.strictObject({ type: z.literal("committed"), reference }),
  z.strictObject({ type: z.literal("undone"), reference, by: reversedBySchema }),
  /** The transaction stops; its result follows. */
  z.strictObject({ type: z.literal("canceling"), reference }),
  /** The answer to inquire. */
  z.discriminatedUnion("state", [
    z.strictObject({ type: z.literal("status"), state: z.literal("not-found"), reference }),
    z.strictObject({ type: z.literal("status"), state: z.literal("in-progress"), reference }),
    z.strictObject({ type: z.literal("status"), state: z.literal("ended"), ...endedShape }),
  ]),
  /** The answer to repeat-last. */
  z.discriminatedUnion("state", [
    z.strictObject({ type: z.literal("last"), state: z.literal("none") }),
    z.strictObject({ type: z.literal("last"), state: z.literal("in-progress"), reference }),
    z.strictObject({ type: z.literal("last"), state: z.literal("ended"), ...endedShape }),
  ]),
  /** The answer to reverse. `done`: nothing of it is charged, for good. */
  z.strictObject({ type: z.literal("reversed"), reference, state: z.enum(["done", "not-found"]) }),
  z.strictObject({
    type: z.literal("refused"),
    request: z.enum(["sale", "commit", "undo", "cancel", "inquire", "repeat-last", "reverse"]),
    reference: z.exactOptional(referenceSchema),
    reason: refusalReasonSchema,
    message: textSchema,
  }),
  z.strictObject({ type: z.literal("pong"), count: countSchema }),
  /** The last message of a session that the terminal ends. */
  z.strictObject({ type: z.literal("error"), code: errorCodeSchema, message: textSchema }),
]);

export type TerminalMessage = z.infer<typeof terminalMessageSchema>;
export type TerminalMessageOf<Type extends TerminalMessage["type"]> = Extract<TerminalMessage, { type: Type }>;
export type RefusableRequest = TerminalMessageOf<"refused">["request"];

/** Messages of the virtual reader protocol, version 1, in both directions. */
import { z } from "zod";
import { encodeFrameWithin } from "./framing.ts";
import { PROTOCOL_VERSION, READER_FRAME_BYTES_MAX, VERSIONS_OFFERED_MAX } from "./limits.ts";
import { parseBody } from "./codec.ts";
import { parametersSchema } from "./reader-parameters.ts";
import {
  entrySchema,
  finishResultSchema,
  hostAnswerSchema,
  readOrderSchema,
  readResultSchema,
  summarySchema,
  transactionIdSchema,
} from "./reader-vocabulary.ts";
import { countSchema, currencySchema, nameSchema, promptSchema, textSchema } from "./vocabulary.ts";

/** Applications of one card that a shopper may choose from. */
const LABELS_MAX = 16;

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 in hexadecimal");

export const bridgeMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("hello"),
    versions: z.array(z.int().min(1).max(65_535)).min(1).max(VERSIONS_OFFERED_MAX).readonly(),
    client: nameSchema,
  }),
  z.strictObject({ type: z.literal("read"), order: readOrderSchema }),
  /** Ends the read, with its result. */
  z.strictObject({ type: z.literal("cancel") }),
  /** Answers `question`. */
  z.strictObject({
    type: z.literal("choose"),
    index: z
      .int()
      .min(0)
      .max(LABELS_MAX - 1),
  }),
  z.strictObject({ type: z.literal("finish"), transactionId: transactionIdSchema, answer: hostAnswerSchema }),
  z.strictObject({ type: z.literal("abandon"), transactionId: transactionIdSchema }),
  z.strictObject({ type: z.literal("load-parameters"), parameters: parametersSchema }),
  z.strictObject({ type: z.literal("which-parameters") }),
  z.strictObject({ type: z.literal("show"), prompt: promptSchema }),
  z.strictObject({ type: z.literal("ping"), count: countSchema }),
]);
export type BridgeMessage = z.output<typeof bridgeMessageSchema>;

export const readerMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("welcome"),
    version: z.literal(PROTOCOL_VERSION),
    serialNumber: nameSchema,
    currency: currencySchema,
    entries: z.array(entrySchema).max(8).readonly(),
  }),
  z.strictObject({ type: z.literal("prompt"), prompt: promptSchema }),
  z.strictObject({ type: z.literal("card"), card: summarySchema }),
  /** Which application? `choose` answers. */
  z.strictObject({ type: z.literal("question"), labels: z.array(nameSchema).min(1).max(LABELS_MAX).readonly() }),
  z.strictObject({ type: z.literal("read-result"), result: readResultSchema }),
  z.strictObject({ type: z.literal("finished"), transactionId: transactionIdSchema, result: finishResultSchema }),
  z.strictObject({ type: z.literal("abandoned"), transactionId: transactionIdSchema }),
  z.strictObject({ type: z.literal("parameters"), hash: hashSchema.nullable() }),
  z.strictObject({ type: z.literal("shown"), prompt: promptSchema }),
  z.strictObject({
    type: z.literal("refused"),
    request: z.enum(["read", "finish", "load-parameters"]),
    reason: z.enum(["busy", "no-parameters", "currency", "unknown-transaction", "failed"]),
    message: textSchema,
  }),
  z.strictObject({ type: z.literal("pong"), count: countSchema }),
  z.strictObject({
    type: z.literal("error"),
    code: z.enum(["frame-invalid", "message-invalid", "version-unsupported", "hello-expected"]),
    message: textSchema,
  }),
]);
export type ReaderMessage = z.output<typeof readerMessageSchema>;
export type ReaderMessageOf<Type extends ReaderMessage["type"]> = Extract<ReaderMessage, { type: Type }>;

/** A message of the bridge as it goes on the wire. */
export function encodeBridgeMessage(message: BridgeMessage): Uint8Array {
  return framed(z.encode(bridgeMessageSchema, message));
}

/** A message of the reader as it goes on the wire. */
export function encodeReaderMessage(message: ReaderMessage): Uint8Array {
  return framed(z.encode(readerMessageSchema, message));
}

/** Parses the body of a frame from the bridge. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseBridgeMessage(body: Uint8Array): BridgeMessage {
  return parseBody(body, bridgeMessageSchema);
}

/** Parses the body of a frame from the reader. Throws `FRAME_INVALID` or `ANSWER_INVALID`. */
export function parseReaderMessage(body: Uint8Array): ReaderMessage {
  return parseBody(body, readerMessageSchema);
}

function framed(message: unknown): Uint8Array {
  return encodeFrameWithin(new TextEncoder().encode(JSON.stringify(message)), READER_FRAME_BYTES_MAX);
}

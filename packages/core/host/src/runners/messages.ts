/**
 * What host and hosted plugin say to each other, over whichever port lies between them. Every message is parsed where it
 * arrives. The results, events and requests of a plugin are parsed in a second step, since nonsense there concerns one
 * call or event, while nonsense in the form of a message means that the other side is broken.
 */
import {
  attemptIdSchema,
  attemptOutcomeSchema,
  attemptRequestSchema,
  lookupRequestSchema,
  lookupResultSchema,
  nameSchema,
  questionAnswerSchema,
  questionSchema,
  referenceDeclarationsSchema,
  reverseRequestSchema,
  reverseResultSchema,
  settleRequestSchema,
  settleVerdictSchema,
  terminalRequestSchema,
} from "@tillwire/engine/schemas";
import type { JsonValue, KeyHandle } from "@tillwire/plugin-api";
import { z } from "zod";
import { crossingErrorSchema } from "./crossing-errors.ts";

const jsonSchema: z.ZodType<JsonValue> = z.json();
const idSchema = z.int().min(1);

/** A call to the terminal. */
export const terminalCallSchema = z.discriminatedUnion("method", [
  z.strictObject({ method: z.literal("execute"), request: terminalRequestSchema }),
  z.strictObject({ method: z.literal("cancel"), request: attemptRequestSchema }),
  z.strictObject({ method: z.literal("lookup"), request: lookupRequestSchema }),
  z.strictObject({ method: z.literal("reverse"), request: reverseRequestSchema }),
]);
export type TerminalCall = z.infer<typeof terminalCallSchema>;
export type CallMethod = TerminalCall["method"];

/** What each call gives. */
export const callResultSchemas = {
  execute: attemptOutcomeSchema,
  cancel: z.undefined(),
  lookup: lookupResultSchema,
  reverse: reverseResultSchema,
} as const;
export type CallResult<Method extends CallMethod> = z.infer<(typeof callResultSchemas)[Method]>;

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "Bytes");

/** What a plugin asks of the host. */
export const pluginRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ask"), attemptId: attemptIdSchema, question: questionSchema }),
  z.strictObject({ kind: z.literal("settle"), request: settleRequestSchema }),
  z.strictObject({
    kind: z.literal("keystore"),
    operation: z.enum(["hmac", "mac", "encrypt", "decrypt"]),
    key: z.custom<KeyHandle>((value) => nameSchema.safeParse(value).success, "The name of a key"),
    algorithm: nameSchema,
    data: bytesSchema,
  }),
]);
export type PluginRequest = z.infer<typeof pluginRequestSchema>;
export type RequestKind = PluginRequest["kind"];

/** What each request gives. */
export const requestAnswerSchemas = {
  ask: questionAnswerSchema,
  settle: settleVerdictSchema,
  keystore: bytesSchema,
} as const;
export type RequestAnswer<Kind extends RequestKind> = z.infer<(typeof requestAnswerSchemas)[Kind]>;

/** Host to plugin. */
export const hostMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("open") }),
  z.strictObject({ type: z.literal("abort-open") }),
  z.strictObject({ type: z.literal("call"), callId: idSchema, call: terminalCallSchema }),
  z.strictObject({ type: z.literal("abort"), callId: idSchema }),
  z.strictObject({ type: z.literal("answer"), requestId: idSchema, answer: z.unknown() }),
  z.strictObject({ type: z.literal("refuse"), requestId: idSchema, error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("close") }),
  z.strictObject({ type: z.literal("ping"), count: idSchema }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

const identitySchema = z.strictObject({
  id: nameSchema,
  version: nameSchema,
  displayName: nameSchema,
  virtual: z.boolean(),
  references: referenceDeclarationsSchema,
});

/** Plugin to host. */
export const pluginMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("loaded"), identity: identitySchema }),
  z.strictObject({ type: z.literal("load-failed"), error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("opened"), capabilities: z.unknown() }),
  z.strictObject({ type: z.literal("open-failed"), error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("result"), callId: idSchema, result: z.unknown() }),
  z.strictObject({ type: z.literal("call-failed"), callId: idSchema, error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("request"), requestId: idSchema, request: z.unknown() }),
  z.strictObject({ type: z.literal("event"), event: z.unknown() }),
  z.strictObject({
    type: z.literal("log"),
    level: z.enum(["debug", "info", "warn", "error"]),
    event: z.string(),
    fields: z.record(z.string(), jsonSchema),
  }),
  z.strictObject({ type: z.literal("failed"), error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("closed") }),
  z.strictObject({ type: z.literal("pong"), count: idSchema }),
]);
export type PluginMessage = z.infer<typeof pluginMessageSchema>;

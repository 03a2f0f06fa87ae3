/**
 * What host and hosted plugin say to each other, over whichever port lies between them. Every message is parsed where it
 * arrives. Calls, results, events and requests are parsed in a second step, by the plugin's role: nonsense there concerns
 * one call or event, while nonsense in the form of a message means that the other side is broken.
 */
import {
  attemptIdSchema,
  gatewayStateSchema,
  nameSchema,
  questionAnswerSchema,
  questionSchema,
  settleRequestSchema,
  settleVerdictSchema,
} from "@tillwire/engine/schemas";
import type { JsonValue, KeyHandle } from "@tillwire/plugin-api";
import { z } from "zod";
import { crossingErrorSchema } from "./crossing-errors.ts";

const jsonSchema: z.ZodType<JsonValue> = z.json();
const idSchema = z.int().min(1);

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, "Bytes");

/** What a plugin asks of the host. */
export const pluginRequestSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ask"), attemptId: attemptIdSchema, question: questionSchema }),
  z.strictObject({ kind: z.literal("settle"), request: settleRequestSchema }),
  z.strictObject({
    kind: z.literal("permit-send"),
    attemptId: attemptIdSchema,
    operation: z.enum(["authorize", "reverse", "lookup"]),
    state: gatewayStateSchema,
  }),
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
  "permit-send": z.boolean(),
  keystore: bytesSchema,
} as const;
export type RequestAnswer<Kind extends RequestKind> = z.infer<(typeof requestAnswerSchemas)[Kind]>;

/** Host to plugin. */
export const hostMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("open") }),
  z.strictObject({ type: z.literal("abort-open") }),
  z.strictObject({ type: z.literal("call"), callId: idSchema, method: nameSchema, request: z.unknown() }),
  z.strictObject({ type: z.literal("abort"), callId: idSchema }),
  z.strictObject({ type: z.literal("answer"), requestId: idSchema, answer: z.unknown() }),
  z.strictObject({ type: z.literal("refuse"), requestId: idSchema, error: crossingErrorSchema }),
  z.strictObject({ type: z.literal("close") }),
  z.strictObject({ type: z.literal("ping"), count: idSchema }),
]);
export type HostMessage = z.infer<typeof hostMessageSchema>;

/** Plugin to host. */
export const pluginMessageSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("loaded"), identity: z.unknown() }),
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

/** The one message on a worker's public line: all that the worker needs to load its plugin, and its private line. */
import { MessagePort } from "node:worker_threads";
import type { JsonValue } from "@tillwire/plugin-api";
import { z } from "zod";
import type { RunnerLimits } from "./limits.ts";
import type { RoleName } from "./roles/index.ts";

const jsonSchema: z.ZodType<JsonValue> = z.json();
const countSchema = z.int().min(0);

const limitsSchema = z.strictObject({
  loadMs: countSchema,
  abortGraceMs: countSchema,
  closeGraceMs: countSchema,
  pingEveryMs: countSchema,
  pingsMissedMax: countSchema,
  callsMax: countSchema,
  requestsMax: countSchema,
  eventsPerSecondMax: countSchema,
  eventsBurstMax: countSchema,
  workerHeapMb: countSchema,
} satisfies Record<keyof RunnerLimits, z.ZodType>);

export const workerStartSchema = z.strictObject({
  role: z.enum(["terminal", "reader", "gateway"] satisfies RoleName[]),
  moduleUrl: z.url(),
  linkModules: z.array(z.url()),
  settings: jsonSchema.optional(),
  limits: limitsSchema,
  port: z.instanceof(MessagePort),
});

/** What a worker starts with. */
export type WorkerStart = z.infer<typeof workerStartSchema>;

/** Terminals: devices that authorize by themselves. */
import {
  attemptOutcomeSchema,
  attemptRequestSchema,
  lookupRequestSchema,
  lookupResultSchema,
  referenceDeclarationsSchema,
  reverseRequestSchema,
  reverseResultSchema,
  terminalCapabilitiesSchema,
  terminalRequestSchema,
} from "@tillwire/engine/schemas";
import { supportOf } from "@tillwire/plugin-api";
import type { TerminalCapabilities } from "@tillwire/plugin-api";
import { z } from "zod";
import { identityShape } from "./role.ts";
import type { Role } from "./role.ts";

export const terminalRole = {
  name: "terminal",
  noun: "terminal",
  subject: "device",
  identity: z.strictObject({ ...identityShape, references: referenceDeclarationsSchema }),
  capabilities: terminalCapabilitiesSchema,
  calls: {
    execute: { request: terminalRequestSchema, result: attemptOutcomeSchema },
    cancel: { request: attemptRequestSchema, result: z.undefined() },
    lookup: { request: lookupRequestSchema, result: lookupResultSchema },
    reverse: { request: reverseRequestSchema, result: reverseResultSchema },
  },
  oneAtATime: ["execute"],
  lacks: ({ operations }: TerminalCapabilities, method: string) =>
    method === "reverse" && supportOf(operations, "reverse").support === "unsupported",
} as const satisfies Role;

/** The role of terminals. */
export type TerminalRole = typeof terminalRole;

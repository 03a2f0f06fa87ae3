/** Gateways: connectors that speak to a payment host. One call is a whole operation, step by step, with its messages. */
import {
  emvParameterSetSchema,
  gatewayCapabilitiesSchema,
  gatewayInputSchema,
  gatewayOutcomeSchema,
  gatewayReferencesSchema,
} from "@tillwire/engine/schemas";
import { z } from "zod";
import { identityShape } from "./role.ts";
import type { Role } from "./role.ts";

export const gatewayRole = {
  name: "gateway",
  noun: "payment host",
  subject: "gateway",
  identity: z.strictObject({
    ...identityShape,
    references: gatewayReferencesSchema,
    capabilities: gatewayCapabilitiesSchema,
    parameters: z.exactOptional(emvParameterSetSchema),
  }),
  capabilities: z.null(), // they are known before it is opened
  calls: { operate: { request: gatewayInputSchema, result: gatewayOutcomeSchema } },
  oneAtATime: [],
} as const satisfies Role;

/** The role of gateways. */
export type GatewayRole = typeof gatewayRole;

/** Readers: devices that read and encrypt a card. They move no money. */
import {
  emvParameterSetSchema,
  finishRequestSchema,
  finishResultSchema,
  nameSchema,
  readerCapabilitiesSchema,
  readRequestSchema,
  readResultSchema,
  transactionRequestSchema,
} from "@tillwire/engine/schemas";
import { z } from "zod";
import { identityShape } from "./role.ts";
import type { Role } from "./role.ts";

export const readerRole = {
  name: "reader",
  noun: "reader",
  subject: "device",
  identity: z.strictObject(identityShape),
  capabilities: readerCapabilitiesSchema,
  calls: {
    read: { request: readRequestSchema, result: readResultSchema },
    finish: { request: finishRequestSchema, result: finishResultSchema },
    abandon: { request: transactionRequestSchema, result: z.undefined() },
    loadParameters: { request: emvParameterSetSchema, result: nameSchema },
    parametersHash: { request: z.undefined(), result: nameSchema.nullable() },
  },
  oneAtATime: ["read"],
} as const satisfies Role;

/** The role of readers. */
export type ReaderRole = typeof readerRole;

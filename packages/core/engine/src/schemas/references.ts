/** Schemas of references: what a plugin declares that it needs, and what was allocated. */
import { z } from "zod";
import type { ReferenceDeclaration, References } from "@tillwire/plugin-api";
import { proves } from "./same.ts";
import type { Same } from "./same.ts";
import { durationMsSchema } from "./text.ts";

const REFERENCES_MAX = 20;

const referenceNameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "1 to 40 characters of a-z 0-9 -");

/** By name. The alphabets of references have no other characters than these. */
export const referencesSchema = z
  .record(referenceNameSchema, z.string().regex(/^[0-9A-Z]{4,40}$/, "4 to 40 characters of 0-9 A-Z"))
  .refine((references) => Object.keys(references).length <= REFERENCES_MAX, `At most ${REFERENCES_MAX} references`);

export const referenceDeclarationSchema = z.strictObject({
  name: referenceNameSchema,
  alphabet: z.enum(["digits", "alphanumeric", "hexadecimal"]),
  length: z.int().min(4).max(40),
  scope: z.enum(["lane", "device", "gateway"]),
  uniqueForMs: durationMsSchema,
});

export const referenceDeclarationsSchema = z.array(referenceDeclarationSchema).min(1).max(REFERENCES_MAX).readonly();

/** A gateway may know its attempts by something that its answers bring. */
export const gatewayReferencesSchema = z.array(referenceDeclarationSchema).max(REFERENCES_MAX).readonly();

proves<Same<z.infer<typeof referencesSchema>, References>>();
proves<Same<z.infer<typeof referenceDeclarationSchema>, ReferenceDeclaration>>();

/** The hash of an EMV parameter set: what a reader reports, and a lane compares. */
import { createHash } from "node:crypto";
import type { EmvParameterSet } from "@tillwire/plugin-api";

/** SHA-256 over the set as JSON with its members in order, in hexadecimal. Two sets of one content have one hash. */
export function parametersHash(parameters: EmvParameterSet): string {
  return createHash("sha256")
    .update(JSON.stringify(parameters, (_, value: unknown) => (isRecord(value) ? inOrder(value) : value)))
    .digest("hex");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inOrder(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

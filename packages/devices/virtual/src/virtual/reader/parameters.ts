/** An EMV parameter set in the reader: whether it can be used, and its hash, which a lane compares. */
import { createHash } from "node:crypto";
import { fromHex } from "@tillwire/bytes";
import { decodeDol } from "@tillwire/emv";
import { RsaPublicKey } from "@tillwire/keys";
import type { EmvParameterSet } from "@tillwire/plugin-api";

/** Throws for a key or a data object list that no card could be read with: better now than when the first card comes. */
export function checkParameters({ authorityKeys, applications }: EmvParameterSet): void {
  for (const { modulus, exponent } of authorityKeys) {
    void new RsaPublicKey("certification-authority", { modulus: fromHex(modulus), exponent: fromHex(exponent) });
  }
  for (const { defaultDdol } of applications) if (defaultDdol !== undefined) decodeDol(fromHex(defaultDdol));
}

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

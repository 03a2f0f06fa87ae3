/** Whose terminal it is and what surrounds it (tag 9F35; EMV 4.4 Book 4, Annex A1, Table 24). */
import { decodeError } from "@tillwire/bytes";
import { defineCodes } from "./code-table.ts";

const operators = defineCodes([
  [1, "financial-institution", "financial institution"],
  [2, "merchant", "merchant"],
  [3, "cardholder", "cardholder"],
]);

const environments = defineCodes([
  [1, "attended-online-only", "attended, online only"],
  [2, "attended-offline-with-online", "attended, offline with online capability"],
  [3, "attended-offline-only", "attended, offline only"],
  [4, "unattended-online-only", "unattended, online only"],
  [5, "unattended-offline-with-online", "unattended, offline with online capability"],
  [6, "unattended-offline-only", "unattended, offline only"],
]);

/** Terminal type. */
export interface TerminalType {
  readonly operator: ReturnType<typeof operators.name>;
  readonly environment: ReturnType<typeof environments.name>;
  readonly attended: boolean;
}

/** Reads a terminal type. @throws TillwireError `FRAME_INVALID` for another length than one byte. */
export function decodeTerminalType(value: Uint8Array): TerminalType {
  const [operator, environment] = digitsOf(value);
  return {
    operator: operators.name(operator),
    environment: environments.name(environment),
    attended: environment >= 1 && environment <= 3,
  };
}

/** A terminal type in words. */
export function terminalTypeWords(value: Uint8Array): string[] {
  const [operator, environment] = digitsOf(value);
  return [`Operational control: ${operators.phrase(operator)}`, `Environment: ${environments.phrase(environment)}`];
}

function digitsOf(value: Uint8Array): [operator: number, environment: number] {
  const [byte] = value;
  if (byte === undefined || value.length !== 1)
    throw decodeError(`A terminal type has 1 byte, there are ${value.length}.`);
  return [byte >> 4, byte & 0x0f];
}

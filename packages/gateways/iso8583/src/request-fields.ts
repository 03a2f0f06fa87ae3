/** Fields that requests of this dialect have in common. */
import { currencyToNumeric } from "@tillwire/emv";
import { buildTpdu, formatTime, type Fields } from "@tillwire/iso8583";
import { TillwireError, type References } from "@tillwire/plugin-api";
import type { Settings } from "./settings.ts";

/** The TPDU of everything that we send. */
export function requestHeader({ networkAddress }: Settings): Uint8Array {
  return buildTpdu({ id: "60", destination: networkAddress, source: "0000" });
}

/** Who asks, and when. Fields 12 and 13 are UTC here, as 7 is: the bridge does not know the shop's time zone. */
export function commonFields(
  { terminalId, merchantId }: Settings,
  { stan, atMs }: { readonly stan: string; readonly atMs: number },
): Fields {
  return {
    7: formatTime(atMs, "MMDDhhmmss"),
    11: stan,
    12: formatTime(atMs, "hhmmss"),
    13: formatTime(atMs, "MMDD"),
    41: terminalId,
    42: merchantId.padEnd(15, " "),
  };
}

/** Twelve digits, as field 4 wants them. */
export function amountField(amountMinor: number): string {
  return String(amountMinor).padStart(12, "0");
}

/** ISO 4217 numeric, as field 49 wants it. */
export function currencyField(currency: string): string {
  const numeric = currencyToNumeric(currency);
  if (numeric !== undefined) return numeric;
  throw new TillwireError("REQUEST_INVALID", { message: `${currency} has no ISO 4217 number.`, effect: "none" });
}

/** A reference that the engine allocated under a name of ours. */
export function reference(references: References, name: "stan" | "retrieval-reference"): string {
  const value = references[name];
  if (value !== undefined) return value;
  throw new TillwireError("INTERNAL", { message: `The reference ${name} was not allocated.`, effect: "none" });
}

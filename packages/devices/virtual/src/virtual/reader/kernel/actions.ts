/** Terminal action analysis: which cryptogram to ask for (EMV Book 3, section 10.7). Pure. */
import { fromHex } from "@tillwire/bytes";
import { decodeTerminalType, terminalVerificationResults } from "@tillwire/emv";
import { valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** The cryptograms. */
export type Cryptogram = "aac" | "tc" | "arqc";

/** Terminal action codes, in hexadecimal. */
export interface ActionCodes {
  readonly denial: string;
  readonly online: string;
  readonly default: string;
}

/** What the issuer's codes are when the card has none: nothing is denied, everything goes online. */
const nothing = "0000000000";
const everything = "FFFFFFFFFF";

/** Before the host is asked. */
export function firstRequest(transaction: Transaction, codes: ActionCodes): Cryptogram {
  if (meets(transaction, "9F0E", { own: codes.denial, whenAbsent: nothing })) return "aac";
  if (isOfflineOnly(transaction)) return withoutHost(transaction, codes);
  return meets(transaction, "9F0F", { own: codes.online, whenAbsent: everything }) ? "arqc" : "tc";
}

/** When the host cannot be asked. */
export function withoutHost(transaction: Transaction, codes: ActionCodes): "aac" | "tc" {
  return meets(transaction, "9F0D", { own: codes.default, whenAbsent: everything }) ? "aac" : "tc";
}

function isOfflineOnly(transaction: Transaction): boolean {
  const type = valuesOf(transaction).get("9F35");
  return type !== undefined && decodeTerminalType(type).environment.endsWith("offline-only");
}

/** Is a bit of the TVR set that the issuer's or the terminal's code has as well? */
function meets(
  { card, tvr }: Transaction,
  tag: string,
  { own, whenAbsent }: { readonly own: string; readonly whenAbsent: string },
): boolean {
  const results = terminalVerificationResults.encode(tvr);
  const issuer = card.get(tag) ?? fromHex(whenAbsent);
  const terminal = fromHex(own);
  return results.some((byte, index) => (byte & ((issuer[index] ?? 0) | (terminal[index] ?? 0))) !== 0);
}

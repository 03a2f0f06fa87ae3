/** Which answer belongs to which request. */
import { toHex } from "@tillwire/bytes";
import type { FieldValue, Message } from "./message.ts";

/** What most hosts give back unchanged: trace number and terminal. Many also give back 7 and 37. */
const usualFields: readonly number[] = [11, 41];

/**
 * A key that a request, its repeats and its answer have in common, and nothing else: version and class of the message
 * type, whether it is an advice, and the fields named in `by`. Spaces behind a value are left out, because some hosts pad
 * what they give back. `null` when one of the fields is missing, or the message type says nothing: such a message
 * answers none, and belongs to whoever takes unmatched ones.
 * @example matchKey({ mti: "0210", fields: { 11: "000101", 41: "TERM0001" } }) // "020 11=000101 41=TERM0001"
 */
export function matchKey({ mti, fields }: Message, by: readonly number[] = usualFields): string | null {
  if (!/^[0-9]{4}$/.test(mti)) return null;
  const role = Number(mti[2]);
  let key = mti.slice(0, 2) + String(role - (role % 2));
  for (const number of by) {
    const value = fields[number];
    if (value === undefined) return null;
    key += ` ${number}=${keyText(value)}`;
  }
  return key;
}

function keyText(value: FieldValue): string {
  return typeof value === "string" ? value.trimEnd() : toHex(value);
}

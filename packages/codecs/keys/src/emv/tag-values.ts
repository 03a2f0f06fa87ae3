/** Where the values of EMV data elements come from. */
import { encodeError } from "@tillwire/bytes";

/** Values by tag, in upper-case hexadecimal. A `Map` of tags to bytes is one. */
export interface TagValues {
  get(tag: string): Uint8Array | undefined;
}

/** A value that has to be there. @throws TillwireError `REQUEST_INVALID` that names the tag when it is not. */
export function requiredTag(values: TagValues, tag: string): Uint8Array {
  const value = values.get(tag);
  if (!value) throw encodeError(`The EMV data has no ${tag}.`);
  return value;
}

/** Refuses a value of another length. @throws TillwireError `REQUEST_INVALID` that names it. */
export function checkLength(name: string, value: Uint8Array, lengthBytes: number): void {
  if (value.length !== lengthBytes) throw encodeError(`${name} has ${lengthBytes} bytes, not ${value.length}.`);
}

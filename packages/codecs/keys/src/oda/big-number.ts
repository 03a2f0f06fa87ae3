/** Bytes as big numbers, the high byte first. */
import { fromHex, toHex } from "@tillwire/bytes";

/** The number that the bytes are. */
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes)}`);
}

/** As few bytes as the number needs. */
export function bytesOf(value: bigint): Uint8Array {
  const text = value.toString(16);
  return fromHex(text.length % 2 === 0 ? text : `0${text}`);
}

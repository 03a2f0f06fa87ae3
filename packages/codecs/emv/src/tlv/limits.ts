/** How much TLV is read at most. A decoder of bytes from outside has to be told, and this is where it is. */
import { decodeError } from "@tillwire/bytes";

/** Bounds for one message. What is left out has its default. */
export interface TlvLimits {
  /** Default 65,535: far more than a card, a reader's frame or field 55 can hold. */
  readonly maxBytes?: number;
  /** How deep templates may stand in templates. Default 16: readers of the market use five. */
  readonly maxDepth?: number;
}

const defaultMaxBytes = 65_535;
const defaultMaxDepth = 16;

/** The depth limit of `limits`, after the size has been checked. @throws TillwireError `FRAME_INVALID` when it is too long. */
export function checkedDepth(bytes: Uint8Array, limits: TlvLimits): number {
  const { maxBytes = defaultMaxBytes, maxDepth = defaultMaxDepth } = limits;
  if (bytes.length > maxBytes) throw decodeError(`TLV data of ${bytes.length} bytes, ${maxBytes} are taken.`);
  return maxDepth;
}

/** The error for templates that are nested too deeply. */
export function depthError(offset: number, maxDepth: number): Error {
  return decodeError(`TLV templates are nested more than ${maxDepth} deep at byte ${offset}.`);
}

/**
 * The transport header of POS networks: an id, a destination and a source, five bytes. Addresses are given as the four
 * hexadecimal digits that stand in them.
 */
import { encodeError, fromHex, toHex } from "@tillwire/bytes";

/** Length of a TPDU. */
export const tpduBytes = 5;

/** A TPDU in its parts. */
export interface Tpdu {
  /** `60` for transactions. */
  readonly id: string;
  /** The network address (NII) that it goes to: `0003`. */
  readonly destination: string;
  readonly source: string;
}

/** The parts of a TPDU. @throws TillwireError `REQUEST_INVALID` when it does not have five bytes. */
export function parseTpdu(header: Uint8Array): Tpdu {
  checkLength(header);
  const text = toHex(header);
  return { id: text.slice(0, 2), destination: text.slice(2, 6), source: text.slice(6, 10) };
}

/** The five bytes of a TPDU. @throws TillwireError when a part is not hexadecimal or has the wrong length. */
export function buildTpdu({ id, destination, source }: Tpdu): Uint8Array {
  if (id.length !== 2 || destination.length !== 4 || source.length !== 4) {
    throw encodeError("A TPDU has an id of two hexadecimal digits and two addresses of four.");
  }
  return fromHex(id + destination + source);
}

/** The TPDU of a reply: what was the source is now the destination. */
export function swapTpdu(header: Uint8Array): Uint8Array {
  checkLength(header);
  const swapped = header.slice();
  swapped.set(header.subarray(3, 5), 1);
  swapped.set(header.subarray(1, 3), 3);
  return swapped;
}

function checkLength(header: Uint8Array): void {
  if (header.length !== tpduBytes) throw encodeError(`A TPDU has ${tpduBytes} bytes, this has ${header.length}.`);
}

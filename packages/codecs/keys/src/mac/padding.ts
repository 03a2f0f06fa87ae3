/** Filling up to whole blocks before a MAC or an encryption. Source: ISO/IEC 9797-1:2011, 6.3. */
import { concatBytes } from "@tillwire/bytes";

/** The padding methods of ISO/IEC 9797-1 by their numbers. */
export type PaddingMethod = 1 | 2 | 3;

/** Fills data up to whole blocks. `blockBytes` is 8 for DES and 16 for AES. */
export function pad(data: Uint8Array, method: PaddingMethod, blockBytes: number): Uint8Array {
  if (method === 1) return padWithZeros(data, blockBytes);
  return method === 2 ? padWithBit(data, blockBytes) : padWithLength(data, blockBytes);
}

/** Method 1: zeros as far as needed, none when the data is whole blocks; nothing at all becomes one block. */
export function padWithZeros(data: Uint8Array, blockBytes: number): Uint8Array {
  const length = Math.max(1, Math.ceil(data.length / blockBytes)) * blockBytes;
  return length === data.length ? data : extended(data, length);
}

/** Method 2: always one bit, the byte 80, and then zeros. It can be taken off again. */
export function padWithBit(data: Uint8Array, blockBytes: number): Uint8Array {
  const padded = extended(data, (Math.floor(data.length / blockBytes) + 1) * blockBytes);
  padded[data.length] = 0x80;
  return padded;
}

/** Method 3: a block in front with the length of the data in bits, and zeros behind. */
function padWithLength(data: Uint8Array, blockBytes: number): Uint8Array {
  const first = new Uint8Array(blockBytes);
  for (let index = blockBytes - 1, bits = data.length * 8; bits > 0; index -= 1, bits = Math.floor(bits / 256)) {
    first[index] = bits % 256;
  }
  return concatBytes(first, data.length === 0 ? data : padWithZeros(data, blockBytes));
}

function extended(data: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(length);
  padded.set(data);
  return padded;
}

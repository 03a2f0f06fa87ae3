/** Check values against line errors. They protect against noise, not against people: for that there are MACs. */

/** XOR of all bytes, from `start` on: the longitudinal redundancy check of serial protocols. */
export function lrc(bytes: Uint8Array, start = 0): number {
  let check = start;
  for (const byte of bytes) check ^= byte;
  return check;
}

/**
 * A cyclic redundancy check of 16 bits as data, in the terms that catalogs of them use. `reflected`: the low bit of a
 * byte goes first; `polynomial` is written with the high bit first in both cases.
 */
export interface Crc16Parameters {
  readonly polynomial: number;
  readonly initial: number;
  readonly reflected: boolean;
  readonly xorOut: number;
}

/** Computes a check value. `previous` continues from the value of the bytes before. */
export type Crc16 = (bytes: Uint8Array, previous?: number) => number;

/** Makes a CRC from its parameters; the table is computed once, here. */
export function defineCrc16(parameters: Crc16Parameters): Crc16 {
  const { initial, reflected, xorOut } = parameters;
  const table = reflected ? reflectedTable(reverseBits(parameters.polynomial)) : plainTable(parameters.polynomial);
  const start = reflected ? reverseBits(initial) : initial;
  const step = reflected
    ? (crc: number, byte: number) => (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
    : (crc: number, byte: number) => ((crc << 8) & 0xffff) ^ (table[(crc >>> 8) ^ byte] ?? 0);
  return (bytes, previous) => {
    let crc = previous === undefined ? start : previous ^ xorOut;
    for (const byte of bytes) crc = step(crc, byte);
    return crc ^ xorOut;
  };
}

function plainTable(polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, index) => {
    let crc = index << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ polynomial : crc << 1) & 0xffff;
    return crc;
  });
}

function reflectedTable(polynomial: number): Uint16Array {
  return Uint16Array.from({ length: 256 }, (_, index) => {
    let crc = index;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
    return crc;
  });
}

function reverseBits(value: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 16; bit += 1) if (value & (1 << bit)) reversed |= 0x8000 >>> bit;
  return reversed;
}

/** CRC-16/XMODEM: ABECS pinpads. */
export const crc16Xmodem = defineCrc16({ polynomial: 0x1021, initial: 0, reflected: false, xorOut: 0 });
/** CRC-16/KERMIT: ZVT over a serial line. */
export const crc16Kermit = defineCrc16({ polynomial: 0x1021, initial: 0, reflected: true, xorOut: 0 });
/** CRC-16/CCITT-FALSE (also IBM-3740): ViVOtech 2 frames. */
export const crc16CcittFalse = defineCrc16({ polynomial: 0x1021, initial: 0xffff, reflected: false, xorOut: 0 });

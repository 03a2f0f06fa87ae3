/** The one-way step from a key to the key of a counter with one bit more. Source: X9.24-1:2009, A.2, "NRKGP". */
import { xorBytes } from "../cipher/bits.ts";
import { desBlock } from "../cipher/triple-des.ts";

/** What tells the left half from the right one. */
export const leftHalfMask = Uint8Array.of(0xc0, 0xc0, 0xc0, 0xc0, 0, 0, 0, 0, 0xc0, 0xc0, 0xc0, 0xc0, 0, 0, 0, 0);

/**
 * The 8 bytes that the steps encrypt: the right part of the key serial number, its counter left empty. A step sets the
 * counter that it derives for.
 */
export function stepRegister(keySerialNumber: Uint8Array): Uint8Array {
  const register = keySerialNumber.slice(2);
  register[5] = (register[5] ?? 0) & 0xe0;
  register[6] = 0;
  register[7] = 0;
  return register;
}

/** The key of `counter` from the key of the same counter without its lowest bit. The register is used as a scratch. */
export function stepTdesKey(key: Uint8Array, register: Uint8Array, counter: number): Uint8Array {
  register[5] = ((register[5] ?? 0) & 0xe0) | (counter >> 16);
  register[6] = (counter >> 8) & 0xff;
  register[7] = counter & 0xff;
  const next = new Uint8Array(16);
  next.set(half(key, register), 8);
  next.set(half(xorBytes(key, leftHalfMask), register), 0);
  return next;
}

function half(key: Uint8Array, register: Uint8Array): Uint8Array {
  const right = key.subarray(8);
  return xorBytes(desBlock(key, xorBytes(register, right)), right);
}

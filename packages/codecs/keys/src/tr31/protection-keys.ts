/** The two keys that protect a key block, from one protection key. Source: ANSI X9.143-2021, binding methods. */
import { concatBytes } from "@tillwire/bytes";
import { aes } from "../cipher/aes.ts";
import type { BlockCipher } from "../cipher/block-cipher.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import { cmacWith } from "../mac/cmac.ts";

/** One key encrypts, the other makes the MAC. */
export interface ProtectionKeys {
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
}

const encryptionMask = 0x45;
const macMask = 0x4d;

/** Versions A and C: the protection key with a mask on every byte. */
export function variantKeys(protectionKey: Uint8Array): ProtectionKeys {
  return {
    encryption: protectionKey.map((byte) => byte ^ encryptionMask),
    mac: protectionKey.map((byte) => byte ^ macMask),
  };
}

/** What a derived key is for. */
const usage = { cbc: 0x0000, mac: 0x0001, ctr: 0x0002 } as const;

/** Versions B, D and E: CMACs under the protection key, as many as its length needs. */
export function derivedKeys(algorithm: "tdes" | "aes", protectionKey: Uint8Array, mode: "cbc" | "ctr"): ProtectionKeys {
  const cipher = algorithm === "aes" ? aes(protectionKey) : tripleDes(protectionKey);
  const facts = { algorithm, lengthBytes: protectionKey.length };
  return { encryption: derive(cipher, facts, usage[mode]), mac: derive(cipher, facts, usage.mac) };
}

interface KeyFacts {
  readonly algorithm: "tdes" | "aes";
  readonly lengthBytes: number;
}

function derive(cipher: BlockCipher, { algorithm, lengthBytes }: KeyFacts, keyUsage: number): Uint8Array {
  const input = new Uint8Array(8);
  const view = new DataView(input.buffer);
  view.setUint16(1, keyUsage);
  view.setUint16(4, (algorithm === "aes" ? 0 : -2) + lengthBytes / 8);
  view.setUint16(6, lengthBytes * 8);
  const pieces: Uint8Array[] = [];
  for (let done = 0; done < lengthBytes; done += cipher.blockBytes) {
    input[0] = pieces.length + 1;
    pieces.push(cmacWith(cipher, input));
  }
  return concatBytes(...pieces).slice(0, lengthBytes);
}

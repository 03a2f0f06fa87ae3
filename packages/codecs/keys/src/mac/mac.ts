/** MACs of messages with keys that are MAC keys. Sources: ISO/IEC 9797-1:2011, NIST SP 800-38B, FIPS 198-1. */
import { createHmac } from "node:crypto";
import { encodeError } from "@tillwire/bytes";
import { plainBytes } from "../cipher/block-cipher.ts";
import { equalSecrets } from "../cipher/compare.ts";
import {
  doubleLengthBytes,
  keyBytes,
  keyCipher,
  type HmacKey,
  type Key,
  type MacPurpose,
  type TdesKey,
} from "../key.ts";
import { cbcMac, retailMac } from "./cbc-mac.ts";
import { cmacWith } from "./cmac.ts";
import { pad, type PaddingMethod } from "./padding.ts";

/** How a MAC is made. `lengthBytes` cuts it on the left, as messages carry it; all of it when left out. */
export interface MacOptions {
  readonly padding: PaddingMethod;
  readonly lengthBytes?: number;
}

/** Below 4 bytes a MAC is guessed too easily; ISO 8583 carries 4 or 8. */
const minMacBytes = 4;

/**
 * MAC algorithm 1: CBC-MAC. With a key of 16 or 24 bytes this is the TDES-CBC-MAC of ISO 16609.
 * @throws TillwireError `REQUEST_INVALID` for a length that the MAC does not have.
 */
export function macAlgorithm1(key: Key<"tdes" | "aes", MacPurpose>, data: Uint8Array, options: MacOptions): Uint8Array {
  const cipher = keyCipher(key);
  return leftmost(cbcMac(cipher, pad(data, options.padding, cipher.blockBytes)), options.lengthBytes);
}

/** The options of algorithm 3. */
export interface MacAlgorithm3Options extends MacOptions {
  /** K' of the standard, when it is a key of its own: the chain then runs under all of the first key. */
  readonly outputKey?: TdesKey<MacPurpose>;
}

/**
 * MAC algorithm 3, the retail MAC of ANSI X9.19. The key's halves are K and K', unless `outputKey` is K'.
 * @throws TillwireError `REQUEST_INVALID` for a key without two halves or a length that the MAC does not have.
 */
export function macAlgorithm3(key: TdesKey<MacPurpose>, data: Uint8Array, options: MacAlgorithm3Options): Uint8Array {
  const { padding, lengthBytes, outputKey } = options;
  const padded = pad(data, padding, 8);
  const cipher = keyCipher(key);
  if (outputKey) {
    return leftmost(cipher.encrypt(keyCipher(outputKey).decrypt(cbcMac(cipher, padded))), lengthBytes);
  }
  return leftmost(retailMac(doubleLengthBytes(key), cipher, padded), lengthBytes);
}

/** CMAC with AES or triple DES. `lengthBytes` cuts it on the left. */
export function cmac(key: Key<"tdes" | "aes", MacPurpose>, data: Uint8Array, lengthBytes?: number): Uint8Array {
  return leftmost(cmacWith(keyCipher(key), data), lengthBytes);
}

/** HMAC (FIPS 198-1). `lengthBytes` cuts it on the left. */
export function hmac(
  key: HmacKey<MacPurpose>,
  data: Uint8Array,
  options: { readonly hash: "sha256" | "sha384" | "sha512"; readonly lengthBytes?: number },
): Uint8Array {
  return leftmost(plainBytes(createHmac(options.hash, keyBytes(key)).update(data).digest()), options.lengthBytes);
}

/**
 * True when the received MAC is the computed one, cut to the received length. Shorter than 4 bytes is never true. Takes
 * the same time wherever they differ.
 */
export function equalMacs(computed: Uint8Array, received: Uint8Array): boolean {
  return received.length >= minMacBytes && equalSecrets(computed.subarray(0, received.length), received);
}

function leftmost(mac: Uint8Array, lengthBytes = mac.length): Uint8Array {
  if (!Number.isInteger(lengthBytes) || lengthBytes < minMacBytes || lengthBytes > mac.length) {
    throw encodeError(`The MAC has ${mac.length} bytes: ${minMacBytes} to ${mac.length} of them can be taken.`);
  }
  return mac.slice(0, lengthBytes);
}

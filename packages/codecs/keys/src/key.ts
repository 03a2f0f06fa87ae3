/**
 * Keys as values that know what they are for. The purpose is part of the type, so that a PIN key cannot encrypt data
 * and a base derivation key cannot make a MAC. The bytes are private: a key that lands in a log or in JSON shows its
 * algorithm and its purpose, nothing else. These are keys of tests and simulations; nothing here wipes memory.
 */
import { encodeError } from "@tillwire/bytes";
import { aes } from "./cipher/aes.ts";
import type { BlockCipher } from "./cipher/block-cipher.ts";
import { tripleDes } from "./cipher/triple-des.ts";

/** `tdes` includes single DES, which is a key of 8 bytes. */
export type KeyAlgorithm = "tdes" | "aes" | "hmac";

/** What the keys of a payment do in its messages. `request` goes from the device to the host, `response` back. */
export type WorkingPurpose = "pin" | MacPurpose | DataPurpose | "key-encryption";
/** A MAC key for one direction, or `mac` for both. */
export type MacPurpose = "mac-request" | "mac-response" | "mac";
/** A data key for one direction, or `data` for both. */
export type DataPurpose = "data-request" | "data-response" | "data";

/** The three ages of a DUKPT key: the host's, the device's first, and the one of a single transaction. */
export type DukptPurpose = "base-derivation" | "initial" | "transaction";

/** What a chip card's keys do. `dynamic-code` makes CVC3 and dCVV. */
export type EmvUse = "cryptogram" | "integrity" | "confidentiality" | "dynamic-code";
/** An issuer's master key, a card's own master key, a key of one transaction. */
export type EmvPurpose = `${"issuer" | "card" | "session"}-${EmvUse}`;

/** Everything that a key can be for. */
export type KeyPurpose =
  | WorkingPurpose
  | DukptPurpose
  | EmvPurpose
  | "key-block-protection"
  | "card-verification"
  | "pin-verification";

const allowedBytes: Record<KeyAlgorithm, { readonly lengths: readonly number[]; readonly text: string }> = {
  tdes: { lengths: [8, 16, 24], text: "8, 16 or 24" },
  aes: { lengths: [16, 24, 32], text: "16, 24 or 32" },
  // X9.24-3 knows keys of 128, 192 and 256 bits; RFC 4231 and hosts use longer ones up to a block of SHA-512.
  hmac: { lengths: Array.from({ length: 113 }, (_, index) => 16 + index), text: "16 to 128" },
};

/** Bytes of a key, for the modules of this package. Set when the class is defined, below. */
export let keyBytes: (key: AnyKey) => Uint8Array;
/** The block cipher of a key, set up on first use and kept, for the modules of this package. */
export let keyCipher: (key: Key<"tdes" | "aes", KeyPurpose>) => BlockCipher;

/** A key. Made by {@link tdesKey}, {@link aesKey} and {@link hmacKey} and by every derivation. */
export class Key<Algorithm extends KeyAlgorithm, Purpose extends KeyPurpose> {
  readonly algorithm: Algorithm;
  readonly purpose: Purpose;
  readonly #bytes: Uint8Array;
  #cipher: BlockCipher | undefined;

  static {
    keyBytes = (key) => key.#bytes;
    keyCipher = (key) => (key.#cipher ??= key.algorithm === "aes" ? aes(key.#bytes) : tripleDes(key.#bytes));
  }

  constructor(algorithm: Algorithm, purpose: Purpose, bytes: Uint8Array) {
    const { lengths, text } = allowedBytes[algorithm];
    if (!lengths.includes(bytes.length)) {
      throw encodeError(`A key for ${purpose} (${algorithm}) has ${text} bytes, not ${bytes.length}.`);
    }
    this.algorithm = algorithm;
    this.purpose = purpose;
    this.#bytes = Uint8Array.from(bytes);
  }

  /** Its strength in bits as it stands: parity bits of DES keys count. */
  get bitLength(): number {
    return this.#bytes.length * 8;
  }
}

/** Any key at all. */
export type AnyKey = Key<KeyAlgorithm, KeyPurpose>;
/** A triple DES key for one purpose. */
export type TdesKey<Purpose extends KeyPurpose> = Key<"tdes", Purpose>;
/** An AES key for one purpose. */
export type AesKey<Purpose extends KeyPurpose> = Key<"aes", Purpose>;
/** An HMAC key for one purpose. */
export type HmacKey<Purpose extends KeyPurpose> = Key<"hmac", Purpose>;

/** A triple DES key of 8 (single DES), 16 or 24 bytes. @throws TillwireError `REQUEST_INVALID` for another length. */
export function tdesKey<const Purpose extends KeyPurpose>(purpose: Purpose, bytes: Uint8Array): TdesKey<Purpose> {
  return new Key("tdes", purpose, bytes);
}

/** An AES key of 16, 24 or 32 bytes. @throws TillwireError `REQUEST_INVALID` for another length. */
export function aesKey<const Purpose extends KeyPurpose>(purpose: Purpose, bytes: Uint8Array): AesKey<Purpose> {
  return new Key("aes", purpose, bytes);
}

/** An HMAC key of 16 to 128 bytes. @throws TillwireError `REQUEST_INVALID` for another length. */
export function hmacKey<const Purpose extends KeyPurpose>(purpose: Purpose, bytes: Uint8Array): HmacKey<Purpose> {
  return new Key("hmac", purpose, bytes);
}

/** Bytes of a triple DES key with two halves, for the modules of this package. @throws TillwireError `REQUEST_INVALID` for another length. */
export function doubleLengthBytes(key: TdesKey<KeyPurpose>): Uint8Array {
  const bytes = keyBytes(key);
  if (bytes.length !== 16) throw encodeError(`A key for ${key.purpose} has 16 bytes here, not ${bytes.length}.`);
  return bytes;
}

/** A copy of the bytes, for tests and for wrapping. Whoever calls it is answerable for where they go. */
export function exportKey(key: AnyKey): Uint8Array {
  return Uint8Array.from(keyBytes(key));
}

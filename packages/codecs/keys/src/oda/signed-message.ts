/**
 * The signature scheme of EMV, which gives a part of the message back: header, format, content, SHA-1, trailer. Source:
 * EMV Book 2, annex A2.1.
 */
import { createHash } from "node:crypto";
import { concatBytes, encodeError } from "@tillwire/bytes";
import { equalSecrets } from "../cipher/compare.ts";
import { plainBytes } from "../cipher/block-cipher.ts";
import type { RsaPrivateKey, RsaPublicKey, RsaRole } from "./rsa.ts";

/** What a signature is of. */
export type SignedFormat = "issuer-certificate" | "icc-certificate" | "static-data" | "dynamic-data";

const formatByte: Readonly<Record<SignedFormat, number>> = {
  "issuer-certificate": 0x02,
  "icc-certificate": 0x04,
  "static-data": 0x03,
  "dynamic-data": 0x05,
};

const header = 0x6a;
const trailer = 0xbc;
const hashBytes = 20;
/** Header, format, hash and trailer. */
const frameBytes = 3 + hashBytes;
/** SHA-1 and RSA are the only algorithms that the standard has numbers for. */
export const sha1Indicator = 0x01;
/** See {@link sha1Indicator}. */
export const rsaIndicator = 0x01;

/** Why something that should prove a card does not. */
export interface Failure {
  readonly kind: "failed";
  /**
   * `length`: a part is longer or shorter than it should be. `format`: the signature does not open. `algorithm`: one that
   * is not known. `hash`: something else was signed. `card-number`: for another card or issuer. `key`: the key inside is
   * not one.
   */
  readonly reason: "length" | "format" | "algorithm" | "hash" | "card-number" | "key";
}

/** Says no, with the reason. */
export function failed(reason: Failure["reason"]): Failure {
  return { kind: "failed", reason };
}

/** A signature that opened. Whether the hash is right is not known yet: more may belong to the message. */
export interface OpenedMessage {
  readonly kind: "opened";
  readonly format: SignedFormat;
  /** What stands between format and hash. */
  readonly content: Uint8Array;
  readonly hash: Uint8Array;
}

/** How many bytes of content a key of this size signs. */
export function contentCapacity(modulusBytes: number): number {
  return modulusBytes - frameBytes;
}

/** Opens a signature. */
export function openMessage(
  key: RsaPublicKey<RsaRole>,
  format: SignedFormat,
  signature: Uint8Array,
): OpenedMessage | Failure {
  if (signature.length !== key.modulus.length) return failed("length");
  const message = key.apply(signature);
  const isWhole =
    message !== undefined && message[0] === header && message[1] === formatByte[format] && message.at(-1) === trailer;
  if (!isWhole) return failed("format");
  const hashStart = message.length - 1 - hashBytes;
  return { kind: "opened", format, content: message.subarray(2, hashStart), hash: message.subarray(hashStart, -1) };
}

/** True when the hash is the one of the content and of what else belongs to the message. */
export function isHashRight(message: OpenedMessage, ...rest: readonly Uint8Array[]): boolean {
  return equalSecrets(messageHash(message.format, [message.content, ...rest]), message.hash);
}

/**
 * Signs content together with what else belongs to the message. The content fills the signature exactly.
 * @throws TillwireError `REQUEST_INVALID` when it does not.
 */
export function signMessage(
  key: RsaPrivateKey<RsaRole>,
  format: SignedFormat,
  { content, rest }: { readonly content: Uint8Array; readonly rest: readonly Uint8Array[] },
): Uint8Array {
  const capacity = contentCapacity(key.publicKey.modulus.length);
  const frame = { header: Uint8Array.of(header, formatByte[format]), trailer: Uint8Array.of(trailer) };
  const hash = messageHash(format, [content, ...rest]);
  const signature = key.apply(concatBytes(frame.header, content, hash, frame.trailer));
  if (!signature) throw encodeError(`The key signs ${capacity} bytes, there are ${content.length}.`);
  return signature;
}

function messageHash(format: SignedFormat, pieces: readonly Uint8Array[]): Uint8Array {
  const hash = createHash("sha1").update(Uint8Array.of(formatByte[format]));
  for (const piece of pieces) hash.update(piece);
  return plainBytes(hash.digest());
}

/** Fills content up with BB, as all these messages do. */
export function filledContent(content: Uint8Array, lengthBytes: number): Uint8Array {
  const filled = new Uint8Array(lengthBytes).fill(0xbb);
  if (content.length > lengthBytes) throw encodeError(`${content.length} bytes do not fit in ${lengthBytes}.`);
  filled.set(content);
  return filled;
}

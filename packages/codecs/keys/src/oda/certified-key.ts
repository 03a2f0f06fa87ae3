/**
 * What certificates have in common: algorithms, lengths and the key, as much of it as fits; the rest travels beside.
 * Source: EMV Book 2, tables 6, 7 and 13 to 14.
 */
import { concatBytes, type ByteReader } from "@tillwire/bytes";
import { RsaPublicKey, type RsaPublicNumbers, type RsaRole } from "./rsa.ts";
import { failed, filledContent, rsaIndicator, sha1Indicator, type Failure } from "./signed-message.ts";

/** A certificate as a card carries it: in tags 90, 92 and 9F32 (issuer) or 9F46, 9F48 and 9F47 (card). */
export interface Certificate {
  readonly certificate: Uint8Array;
  /** Empty when the whole key fits in the certificate. */
  readonly remainder: Uint8Array;
  readonly exponent: Uint8Array;
}

/** Validity and number of a certificate. Whether it is expired or revoked is the caller's to see. */
export interface CertificateFacts {
  /** The last month, four digits: month and year. */
  readonly expiry: string;
  readonly serialNumber: Uint8Array;
}

/** Bytes of algorithms and lengths before the key. */
const keyHeaderBytes = 4;

/** Reads the key that a certificate is about. What is left in the reader is algorithms, lengths and the key's start. */
export function readCertifiedKey<Role extends RsaRole>(
  role: Role,
  reader: ByteReader,
  { remainder, exponent }: Certificate,
): RsaPublicKey<Role> | Failure {
  const algorithms = [reader.uint8(), reader.uint8()];
  if (algorithms[0] !== sha1Indicator || algorithms[1] !== rsaIndicator) return failed("algorithm");
  const modulusBytes = reader.uint8();
  const exponentBytes = reader.uint8();
  const inside = Math.min(modulusBytes, reader.remaining);
  if (exponentBytes !== exponent.length || remainder.length !== modulusBytes - inside) return failed("length");
  const modulus = concatBytes(reader.bytes(inside), remainder);
  try {
    return new RsaPublicKey(role, { modulus, exponent });
  } catch {
    return failed("key"); // whatever OpenSSL says about it, the card is not proven
  }
}

/** Writes what {@link readCertifiedKey} reads, and gives what did not fit. */
export function writeCertifiedKey(
  { modulus, exponent }: RsaPublicNumbers,
  capacity: number,
): { readonly content: Uint8Array; readonly remainder: Uint8Array } {
  const inside = Math.min(modulus.length, capacity - keyHeaderBytes);
  const keyHeader = Uint8Array.of(sha1Indicator, rsaIndicator, modulus.length, exponent.length);
  const content = filledContent(concatBytes(keyHeader, modulus.subarray(0, inside)), capacity);
  return { content, remainder: modulus.slice(inside) };
}

/**
 * True when a certificate is still good in a month. Years from 50 on are of the last century (EMV Book 4).
 * @param expiry As in {@link CertificateFacts}: month and year.
 * @param month The present month as `YYYY-MM`.
 */
export function isValidIn(expiry: string, month: string): boolean {
  const year = Number(expiry.slice(2));
  return `${year < 50 ? 20 : 19}${expiry.slice(2)}-${expiry.slice(0, 2)}` >= month;
}

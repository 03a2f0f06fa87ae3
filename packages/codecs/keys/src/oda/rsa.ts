/**
 * RSA keys of offline data authentication, and the raw operation behind them: a power, without any padding. Source: EMV
 * Book 2, annexes A2.1 and B2.1. The role is part of the type, so that a card's key cannot open an issuer's certificate.
 */
import {
  constants,
  createPrivateKey,
  createPublicKey,
  privateDecrypt,
  publicEncrypt,
  type JsonWebKey,
  type KeyObject,
} from "node:crypto";
import { encodeError } from "@tillwire/bytes";
import { plainBytes } from "../cipher/block-cipher.ts";
import { bytesOf, numberOf } from "./big-number.ts";

/** Whose key it is: of the scheme, of the issuer, of the card, or the card's own for enciphered PINs. */
export type RsaRole = "certification-authority" | "issuer" | "icc" | "icc-pin";

/** A modulus and an exponent, the high byte first. */
export interface RsaPublicNumbers {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** A private key's numbers: OpenSSL wants the two primes as well. */
export interface RsaPrivateNumbers extends RsaPublicNumbers {
  readonly privateExponent: Uint8Array;
  readonly primeP: Uint8Array;
  readonly primeQ: Uint8Array;
}

/** EMV allows no others. */
const allowedExponents: ReadonlySet<bigint> = new Set([3n, 65537n]);
/** Certificates could not hold a smaller one. */
const minModulusBytes = 64;
/** 1984 bits, so that a certificate fits in a command. */
const maxModulusBytes = 248;

const noPadding = { padding: constants.RSA_NO_PADDING };

/** A public key. */
export class RsaPublicKey<Role extends RsaRole> {
  readonly role: Role;
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
  readonly #key: KeyObject;

  constructor(role: Role, { modulus, exponent }: RsaPublicNumbers) {
    checkNumbers(modulus, exponent);
    this.role = role;
    this.modulus = Uint8Array.from(modulus);
    this.exponent = Uint8Array.from(exponent);
    this.#key = createPublicKey({ key: webKey({ n: modulus, e: exponent }), format: "jwk" });
  }

  /** The power with the public exponent, or `undefined` when the data is not a number below the modulus. */
  apply(data: Uint8Array): Uint8Array | undefined {
    if (!isBelow(data, this.modulus)) return undefined;
    return plainBytes(publicEncrypt({ key: this.#key, ...noPadding }, data));
  }
}

/** A private key, of tests and simulations. */
export class RsaPrivateKey<Role extends RsaRole> {
  readonly publicKey: RsaPublicKey<Role>;
  readonly #key: KeyObject;

  constructor(role: Role, numbers: RsaPrivateNumbers) {
    this.publicKey = new RsaPublicKey(role, numbers);
    const { modulus, exponent, privateExponent, primeP, primeQ } = numbers;
    const [d, p, q] = [numberOf(privateExponent), numberOf(primeP), numberOf(primeQ)];
    const one = d * numberOf(exponent);
    if (p <= 2n || q <= 2n || p * q !== numberOf(modulus) || one % (p - 1n) !== 1n || one % (q - 1n) !== 1n) {
      throw encodeError("The numbers of the private key do not belong together.");
    }
    const parts = { d: privateExponent, p: primeP, q: primeQ, dp: bytesOf(d % (p - 1n)), dq: bytesOf(d % (q - 1n)) };
    const key = webKey({ n: modulus, e: exponent, ...parts, qi: bytesOf(inverse(q, p)) });
    this.#key = createPrivateKey({ key, format: "jwk" });
  }

  /** The power with the private exponent, or `undefined` when the data is not a number below the modulus. */
  apply(data: Uint8Array): Uint8Array | undefined {
    if (!isBelow(data, this.publicKey.modulus)) return undefined;
    return plainBytes(privateDecrypt({ key: this.#key, ...noPadding }, data));
  }
}

/** True when the data is as long as the modulus and a smaller number: OpenSSL throws at any other. */
function isBelow(data: Uint8Array, modulus: Uint8Array): boolean {
  if (data.length !== modulus.length) return false;
  const place = data.findIndex((byte, index) => byte !== modulus[index]);
  return place >= 0 && (data[place] ?? 0) < (modulus[place] ?? 0);
}

/** By Fermat: the modulus is prime. */
function inverse(value: bigint, prime: bigint): bigint {
  let result = 1n;
  let base = value % prime;
  for (let exponent = prime - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % prime;
    base = (base * base) % prime;
  }
  return result;
}

function webKey(parts: Readonly<Record<string, Uint8Array>>): JsonWebKey {
  const key: JsonWebKey = { kty: "RSA" };
  for (const [name, bytes] of Object.entries(parts)) key[name] = Buffer.from(bytes).toString("base64url");
  return key;
}

function checkNumbers(modulus: Uint8Array, exponent: Uint8Array): void {
  const isLength = modulus.length >= minModulusBytes && modulus.length <= maxModulusBytes;
  if (!isLength || ((modulus[0] ?? 0) & 0x80) === 0 || ((modulus.at(-1) ?? 0) & 1) === 0) {
    throw encodeError("An RSA modulus has 64 to 248 bytes here, is odd and has its highest bit set.");
  }
  if (exponent.length > 3 || !allowedExponents.has(numberOf(exponent))) {
    throw encodeError("The exponent of an RSA public key is 3 or 65537.");
  }
}

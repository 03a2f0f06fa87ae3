/**
 * Key blocks, "TR-31": a key under a protection key, bound to what it is for. Sources: ANSI X9.143-2021 (ASC X9 TR 31),
 * ISO 20038:2017.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { concatBytes, decodeError, encodeError, fromHex, toHex } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import { aes } from "../cipher/aes.ts";
import { plainBytes } from "../cipher/block-cipher.ts";
import { equalSecrets } from "../cipher/compare.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import { keyBytes, type Key } from "../key.ts";
import { cbcMac } from "../mac/cbc-mac.ts";
import { cmacWith } from "../mac/cmac.ts";
import { readKeyBlockHeader, writeKeyBlockHeader, type KeyBlockHeader } from "./header.ts";
import { derivedKeys, variantKeys, type ProtectionKeys } from "./protection-keys.ts";
import { versionRules, type KeyBlockVersion, type VersionRules } from "./versions.ts";

/** The key that protects key blocks (KBPK). */
export type KeyBlockProtectionKey = Key<"tdes" | "aes", "key-block-protection">;

/** A key with what it is for. */
export interface KeyBlock {
  readonly header: KeyBlockHeader;
  /** The bytes: of a cipher's key, or of anything else that the header names. */
  readonly key: Uint8Array;
}

/** A key block that opened: what was encrypted is the key's length in bits, the key and what fills it up. */
export interface OpenedKeyBlock extends KeyBlock {
  readonly filling: Uint8Array;
}

const keyLengthBytes = 2;

/**
 * Opens a key block.
 * @throws TillwireError `FRAME_INVALID` for a malformed one, for a MAC that is not right (another protection key, or
 * something was changed) and for content that is no key.
 */
export function unwrapKeyBlock(protectionKey: KeyBlockProtectionKey, keyBlock: string): KeyBlock {
  const { header, key } = openKeyBlock(protectionKey, keyBlock);
  return { header, key };
}

/** The same, with what filled the key up. */
export function openKeyBlock(protectionKey: KeyBlockProtectionKey, keyBlock: string): OpenedKeyBlock {
  const { header, blockLength, headerLength } = readKeyBlockHeader(keyBlock);
  const rules = versionRules[header.version];
  if (blockLength !== keyBlock.length) {
    throw decodeError(`The key block says that it has ${blockLength} characters, there are ${keyBlock.length}.`);
  }
  const body = fromHex(keyBlock.slice(headerLength));
  const ciphertext = body.subarray(0, Math.max(0, body.length - rules.macBytes));
  const isWhole = ciphertext.length > keyLengthBytes && ciphertext.length % rules.ciphertextMultiple === 0;
  if (!isWhole || (rules.mode === "cbc" && headerLength % rules.headerMultiple !== 0)) {
    throw decodeError("The parts of the key block are not as long as its version says.");
  }
  const keys = protectionKeys(protectionKey, header.version, decodeError);
  const headerBytes = latin1(keyBlock.slice(0, headerLength));
  const mac = body.subarray(ciphertext.length);
  const plaintext = decipher(keys, rules, { ciphertext, mac, headerBytes });
  const message = concatBytes(headerBytes, rules.keys === "variant" ? ciphertext : plaintext);
  if (!equalSecrets(macOf(keys, rules, message), mac)) {
    throw decodeError("The MAC of the key block is not right: it was made with another key, or changed.");
  }
  return { header, ...splitPlaintext(header, plaintext) };
}

function splitPlaintext(
  header: KeyBlockHeader,
  plaintext: Uint8Array,
): { readonly key: Uint8Array; readonly filling: Uint8Array } {
  const bits = (plaintext[0] ?? 0) * 256 + (plaintext[1] ?? 0);
  const end = keyLengthBytes + bits / 8;
  const isKey = bits > 0 && bits % 8 === 0 && end <= plaintext.length && isCipherKeyLength(header.algorithm, bits / 8);
  if (!isKey) throw decodeError("What the key block holds is not a key.");
  return { key: plaintext.slice(keyLengthBytes, end), filling: plaintext.slice(end) };
}

function isCipherKeyLength(algorithm: string, lengthBytes: number): boolean {
  if (algorithm === "T") return lengthBytes === 8 || lengthBytes === 16 || lengthBytes === 24;
  return algorithm !== "A" || lengthBytes === 16 || lengthBytes === 24 || lengthBytes === 32;
}

/** How to close a key block. */
export interface WrapOptions {
  readonly random: RandomBytes;
  /** Fills shorter keys up to as many bytes, so that the block does not show how long the key is. */
  readonly hideBelowBytes?: number;
}

/** The longest key whose length in bits fits in two bytes. */
const maxKeyBytes = 8191;

/**
 * Closes a key block, in upper case.
 * @throws TillwireError `REQUEST_INVALID` when the key or a field of the header is not what the version allows.
 */
export function wrapKeyBlock(
  protectionKey: KeyBlockProtectionKey,
  { header, key }: KeyBlock,
  { random, hideBelowBytes = 0 }: WrapOptions,
): string {
  const rules = versionRules[header.version];
  if (key.length === 0 || key.length > maxKeyBytes || !isCipherKeyLength(header.algorithm, key.length)) {
    throw encodeError(`A key block for algorithm ${header.algorithm} does not hold a key of ${key.length} bytes.`);
  }
  const keys = protectionKeys(protectionKey, header.version, encodeError);
  const needed = keyLengthBytes + Math.max(key.length, hideBelowBytes);
  const plaintextLength = Math.ceil(needed / rules.ciphertextMultiple) * rules.ciphertextMultiple;
  const headerText = writeKeyBlockHeader(header, (plaintextLength + rules.macBytes) * 2, random);
  const length = Uint8Array.of((key.length * 8) >> 8, (key.length * 8) & 0xff);
  const filling = random(plaintextLength - keyLengthBytes - key.length);
  const headerBytes = latin1(headerText);
  const { ciphertext, mac } = encipher(keys, rules, { plaintext: concatBytes(length, key, filling), headerBytes });
  return headerText + toHex(ciphertext) + toHex(mac);
}

function protectionKeys(
  protectionKey: KeyBlockProtectionKey,
  version: KeyBlockVersion,
  refuse: (message: string) => Error,
): ProtectionKeys {
  const rules = versionRules[version];
  const bytes = keyBytes(protectionKey);
  if (protectionKey.algorithm !== rules.algorithm || (version === "B" && bytes.length === 8)) {
    throw refuse(`The protection key is not one for key blocks of version ${version}.`);
  }
  return rules.keys === "variant" ? variantKeys(bytes) : derivedKeys(rules.algorithm, bytes, rules.mode);
}

/** Versions A and C sign what is encrypted; the others sign the key, and the MAC is then the initial vector. */
function encipher(
  keys: ProtectionKeys,
  rules: VersionRules,
  { plaintext, headerBytes }: { readonly plaintext: Uint8Array; readonly headerBytes: Uint8Array },
): { readonly ciphertext: Uint8Array; readonly mac: Uint8Array } {
  if (rules.keys === "variant") {
    const ciphertext = tripleDes(keys.encryption).encryptCbc(plaintext, headerBytes.subarray(0, 8));
    return { ciphertext, mac: macOf(keys, rules, concatBytes(headerBytes, ciphertext)) };
  }
  const mac = macOf(keys, rules, concatBytes(headerBytes, plaintext));
  if (rules.mode === "ctr") {
    return { ciphertext: plainBytes(createCipheriv(counterMode(keys), keys.encryption, mac).update(plaintext)), mac };
  }
  const cipher = rules.algorithm === "aes" ? aes(keys.encryption) : tripleDes(keys.encryption);
  return { ciphertext: cipher.encryptCbc(plaintext, mac), mac };
}

function decipher(
  keys: ProtectionKeys,
  rules: VersionRules,
  parts: { readonly ciphertext: Uint8Array; readonly mac: Uint8Array; readonly headerBytes: Uint8Array },
): Uint8Array {
  const { ciphertext, mac, headerBytes } = parts;
  if (rules.keys === "variant") return tripleDes(keys.encryption).decryptCbc(ciphertext, headerBytes.subarray(0, 8));
  if (rules.mode === "ctr") {
    return plainBytes(createDecipheriv(counterMode(keys), keys.encryption, mac).update(ciphertext));
  }
  const cipher = rules.algorithm === "aes" ? aes(keys.encryption) : tripleDes(keys.encryption);
  return cipher.decryptCbc(ciphertext, mac);
}

function counterMode(keys: ProtectionKeys): string {
  return `aes-${keys.encryption.length * 8}-ctr`;
}

function macOf(keys: ProtectionKeys, rules: VersionRules, message: Uint8Array): Uint8Array {
  if (rules.keys === "variant") return cbcMac(tripleDes(keys.mac), message).slice(0, rules.macBytes);
  return cmacWith(rules.algorithm === "aes" ? aes(keys.mac) : tripleDes(keys.mac), message);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.codePointAt(0) ?? 0);
}

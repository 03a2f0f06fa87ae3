/** Dynamic data authentication (DDA): the card signs something new each time. Source: EMV Book 2, 6.5. */
import { concatBytes, encodeError } from "@tillwire/bytes";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa.ts";
import {
  contentCapacity,
  failed,
  filledContent,
  isHashRight,
  openMessage,
  sha1Indicator,
  signMessage,
  type Failure,
} from "./signed-message.ts";

/** What a card has signed, tag 9F4B. */
export interface AuthenticDynamicData {
  readonly kind: "valid";
  /** The card's own number, tag 9F4C, 2 to 8 bytes. */
  readonly iccDynamicNumber: Uint8Array;
  /** What follows the number; combined authentication has the cryptogram there. */
  readonly rest: Uint8Array;
}

/** Algorithm and length, before the dynamic data. */
const startBytes = 2;
const minNumberBytes = 2;
const maxNumberBytes = 8;

/**
 * Checks a card's signature. `terminalDynamicData` is what was asked by the DDOL (tag 9F49); for combined authentication
 * the unpredictable number, for Visa's fast DDA what its kernel says.
 */
export function verifyDynamicData(
  iccKey: RsaPublicKey<"icc">,
  signature: Uint8Array,
  terminalDynamicData: Uint8Array,
): AuthenticDynamicData | Failure {
  const message = openMessage(iccKey, "dynamic-data", signature);
  if (message.kind === "failed") return message;
  const [algorithm, dataBytes = 0] = message.content;
  if (algorithm !== sha1Indicator) return failed("algorithm");
  const data = message.content.subarray(startBytes, startBytes + dataBytes);
  const numberBytes = data[0] ?? 0;
  const isLength = numberBytes >= minNumberBytes && numberBytes <= maxNumberBytes && numberBytes < data.length;
  if (!isLength || data.length !== dataBytes) return failed("length");
  if (!isHashRight(message, terminalDynamicData)) return failed("hash");
  return { kind: "valid", iccDynamicNumber: data.subarray(1, 1 + numberBytes), rest: data.subarray(1 + numberBytes) };
}

/** What a card signs. */
export interface DynamicData {
  readonly iccDynamicNumber: Uint8Array;
  readonly rest?: Uint8Array;
  readonly terminalDynamicData: Uint8Array;
}

/** Makes tag 9F4B, on the card. @throws TillwireError `REQUEST_INVALID` for a number that has not 2 to 8 bytes. */
export function signDynamicData(iccKey: RsaPrivateKey<"icc">, data: DynamicData): Uint8Array {
  const { iccDynamicNumber, rest = new Uint8Array(0), terminalDynamicData } = data;
  const numberBytes = iccDynamicNumber.length;
  if (numberBytes < minNumberBytes || numberBytes > maxNumberBytes) {
    throw encodeError(`The card's dynamic number has 2 to 8 bytes, not ${numberBytes}.`);
  }
  const dynamicBytes = 1 + numberBytes + rest.length;
  const content = concatBytes(Uint8Array.of(sha1Indicator, dynamicBytes, numberBytes), iccDynamicNumber, rest);
  const capacity = contentCapacity(iccKey.publicKey.modulus.length);
  const filled = filledContent(content, capacity);
  return signMessage(iccKey, "dynamic-data", { content: filled, rest: [terminalDynamicData] });
}

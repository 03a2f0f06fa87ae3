/** A PIN on its way to the card, enciphered with the card's key. Source: EMV Book 2, 7.2. */
import { concatBytes, encodeError } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import { equalSecrets } from "../cipher/compare.ts";
import { decodePinBlock, encodePinBlock } from "../pin/pin-block.ts";
import type { IccKeyRole } from "./icc-certificate.ts";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa.ts";

/** What is enciphered: the challenge is the card's answer to GET CHALLENGE, 8 bytes. */
export interface OfflinePin {
  readonly pin: string;
  readonly challenge: Uint8Array;
  readonly random: RandomBytes;
}

const header = 0x7f;
const pinBlockBytes = 8;
const challengeBytes = 8;
const challengeStart = 1 + pinBlockBytes;
const fixedBytes = challengeStart + challengeBytes;

/** The data of VERIFY with P2 88. @throws TillwireError `REQUEST_INVALID` for a PIN or a challenge that is none. */
export function encipherOfflinePin(key: RsaPublicKey<IccKeyRole>, { pin, challenge, random }: OfflinePin): Uint8Array {
  if (challenge.length !== challengeBytes)
    throw encodeError(`The card's challenge has 8 bytes, not ${challenge.length}.`);
  const block = encodePinBlock({ format: 2, pin });
  const message = concatBytes(Uint8Array.of(header), block, challenge, random(key.modulus.length - fixedBytes));
  const enciphered = key.apply(message);
  if (!enciphered) throw encodeError("The random bytes are not as many as were asked for.");
  return enciphered;
}

/** The PIN, on the card, or `undefined` when it was not enciphered for this key and this challenge. */
export function decipherOfflinePin(
  key: RsaPrivateKey<IccKeyRole>,
  enciphered: Uint8Array,
  challenge: Uint8Array,
): string | undefined {
  const message = key.apply(enciphered);
  if (message?.[0] !== header) return undefined;
  if (!equalSecrets(message.subarray(challengeStart, fixedBytes), challenge)) return undefined;
  try {
    return decodePinBlock(message.subarray(1, challengeStart), { format: 2 });
  } catch {
    return undefined; // a card says only that the PIN was wrong
  }
}

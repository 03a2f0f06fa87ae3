/** The issuer's answer to a cryptogram (ARPC), and the tag 91 that carries it to the card. Source: EMV Book 2, 8.2. */
import { concatBytes, encodeError } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import { equalSecrets } from "../cipher/compare.ts";
import { doubleLengthBytes, keyCipher, type TdesKey } from "../key.ts";
import { retailMac } from "../mac/cbc-mac.ts";
import { padWithBit } from "../mac/padding.ts";
import { cryptogramBytes } from "./application-cryptogram.ts";
import { checkLength } from "./tag-values.ts";

/** What the issuer says to the card. */
export type IssuerResponse =
  /** Method 1: the authorization response code, tag 8A, two characters. */
  | { readonly method: 1; readonly responseCode: Uint8Array }
  /** Method 2: a card status update of 4 bytes, and up to 8 bytes of the issuer's own. */
  | { readonly method: 2; readonly cardStatusUpdate: Uint8Array; readonly proprietaryData?: Uint8Array };

/** The key of an answer: the transaction's, or the card's where the profile says so. */
export type ResponseKey = TdesKey<"session-cryptogram" | "card-cryptogram">;

const maxProprietaryBytes = 8;
const responseCodeBytes = 2;
const statusUpdateBytes = 4;
const arpc2Bytes = 4;
const nothing = new Uint8Array(0);

/**
 * The ARPC: 8 bytes by method 1, 4 by method 2.
 * @throws TillwireError `REQUEST_INVALID` for a cryptogram, code, update or data of a wrong length.
 */
export function responseCryptogram(key: ResponseKey, cryptogram: Uint8Array, response: IssuerResponse): Uint8Array {
  checkLength("A cryptogram", cryptogram, cryptogramBytes);
  const bytes = doubleLengthBytes(key);
  const cipher = keyCipher(key);
  if (response.method === 1) {
    checkLength("The authorization response code", response.responseCode, responseCodeBytes);
    return cipher.encrypt(xorBytes(cryptogram, concatBytes(response.responseCode, new Uint8Array(6))));
  }
  const { cardStatusUpdate, proprietaryData = nothing } = response;
  checkLength("A card status update", cardStatusUpdate, statusUpdateBytes);
  if (proprietaryData.length > maxProprietaryBytes) {
    throw encodeError(`Proprietary authentication data has at most 8 bytes, not ${proprietaryData.length}.`);
  }
  const message = padWithBit(concatBytes(cryptogram, cardStatusUpdate, proprietaryData), 8);
  return retailMac(bytes, cipher, message).slice(0, arpc2Bytes);
}

/** The value of tag 91: the ARPC and what it protects. */
export function issuerAuthenticationData(
  key: ResponseKey,
  cryptogram: Uint8Array,
  response: IssuerResponse,
): Uint8Array {
  const arpc = responseCryptogram(key, cryptogram, response);
  if (response.method === 1) return concatBytes(arpc, response.responseCode);
  return concatBytes(arpc, response.cardStatusUpdate, response.proprietaryData ?? nothing);
}

/**
 * What tag 91 says, when its ARPC is the right one for the cryptogram; otherwise `undefined`. This is the card's check.
 */
export function verifyIssuerAuthentication(
  key: ResponseKey,
  cryptogram: Uint8Array,
  answer: { readonly method: 1 | 2; readonly authenticationData: Uint8Array },
): IssuerResponse | undefined {
  const response =
    answer.method === 1 ? readMethod1(answer.authenticationData) : readMethod2(answer.authenticationData);
  if (!response) return undefined;
  const expected = issuerAuthenticationData(key, cryptogram, response);
  return equalSecrets(expected, answer.authenticationData) ? response : undefined;
}

function readMethod1(data: Uint8Array): IssuerResponse | undefined {
  if (data.length !== cryptogramBytes + responseCodeBytes) return undefined;
  return { method: 1, responseCode: data.subarray(cryptogramBytes) };
}

function readMethod2(data: Uint8Array): IssuerResponse | undefined {
  const updateEnd = arpc2Bytes + statusUpdateBytes;
  if (data.length < updateEnd || data.length > updateEnd + maxProprietaryBytes) return undefined;
  const cardStatusUpdate = data.subarray(arpc2Bytes, updateEnd);
  return { method: 2, cardStatusUpdate, proprietaryData: data.subarray(updateEnd) };
}

/** Combined authentication (CDA): the signature holds the cryptogram and a hash of the transaction. Source: EMV Book 2, 6.6. */
import { createHash } from "node:crypto";
import { concatBytes } from "@tillwire/bytes";
import { plainBytes } from "../cipher/block-cipher.ts";
import { equalSecrets } from "../cipher/compare.ts";
import { signDynamicData, verifyDynamicData } from "./dynamic-data.ts";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa.ts";
import { failed, type Failure } from "./signed-message.ts";

/** What a card has signed together with its cryptogram. */
export interface AuthenticCombinedData {
  readonly kind: "valid";
  readonly iccDynamicNumber: Uint8Array;
  /** Tag 9F27. */
  readonly cryptogramInformation: number;
  /** Tag 9F26. */
  readonly cryptogram: Uint8Array;
  readonly transactionDataHash: Uint8Array;
}

/** What the terminal knows and the card must have signed. */
export interface CombinedExpectation {
  /** Tag 9F37. */
  readonly unpredictableNumber: Uint8Array;
  /** Tag 9F27 as the card's answer had it in clear. */
  readonly cryptogramInformation: number;
  /**
   * In this order: the values sent for PDOL and CDOL1, for CDOL2 when it is the second cryptogram, and the data objects
   * of the answer with tag and length, as they came, without tag 9F4B.
   */
  readonly transactionData: Uint8Array;
}

const cryptogramBytes = 8;
const hashBytes = 20;

/** Reads a signature of combined authentication and checks it as far as the unpredictable number reaches. */
export function openCombinedData(
  iccKey: RsaPublicKey<"icc">,
  signature: Uint8Array,
  unpredictableNumber: Uint8Array,
): AuthenticCombinedData | Failure {
  const dynamic = verifyDynamicData(iccKey, signature, unpredictableNumber);
  if (dynamic.kind === "failed") return dynamic;
  const { rest, iccDynamicNumber } = dynamic;
  if (rest.length !== 1 + cryptogramBytes + hashBytes) return failed("length");
  return {
    kind: "valid",
    iccDynamicNumber,
    cryptogramInformation: rest[0] ?? 0,
    cryptogram: rest.subarray(1, 1 + cryptogramBytes),
    transactionDataHash: rest.subarray(1 + cryptogramBytes),
  };
}

/** Checks tag 9F4B of an answer to GENERATE AC. */
export function verifyCombinedData(
  iccKey: RsaPublicKey<"icc">,
  signature: Uint8Array,
  expected: CombinedExpectation,
): AuthenticCombinedData | Failure {
  const opened = openCombinedData(iccKey, signature, expected.unpredictableNumber);
  if (opened.kind === "failed") return opened;
  if (opened.cryptogramInformation !== expected.cryptogramInformation) return failed("hash");
  return equalSecrets(opened.transactionDataHash, sha1(expected.transactionData)) ? opened : failed("hash");
}

/** What a card signs in combined authentication. */
export interface CombinedData extends CombinedExpectation {
  readonly iccDynamicNumber: Uint8Array;
  readonly cryptogram: Uint8Array;
}

/** Makes tag 9F4B of an answer to GENERATE AC, on the card. */
export function signCombinedData(iccKey: RsaPrivateKey<"icc">, data: CombinedData): Uint8Array {
  const rest = concatBytes(Uint8Array.of(data.cryptogramInformation), data.cryptogram, sha1(data.transactionData));
  const { iccDynamicNumber, unpredictableNumber } = data;
  return signDynamicData(iccKey, { iccDynamicNumber, rest, terminalDynamicData: unpredictableNumber });
}

function sha1(data: Uint8Array): Uint8Array {
  return plainBytes(createHash("sha1").update(data).digest());
}

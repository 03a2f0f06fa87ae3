/** Static data authentication (SDA): the issuer signed the card's data once. Source: EMV Book 2, 5. */
import { concatBytes } from "@tillwire/bytes";
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
  type OpenedMessage,
} from "./signed-message.ts";

/** Data that the issuer vouches for. */
export interface AuthenticStaticData {
  readonly kind: "valid";
  /** Two bytes of the issuer's, tag 9F45. */
  readonly dataAuthenticationCode: Uint8Array;
}

/** Opens tag 93 without knowing what was signed. */
export function openStaticData(
  issuerKey: RsaPublicKey<"issuer">,
  signature: Uint8Array,
): { readonly kind: "opened"; readonly dataAuthenticationCode: Uint8Array; readonly message: OpenedMessage } | Failure {
  const message = openMessage(issuerKey, "static-data", signature);
  if (message.kind === "failed") return message;
  if (message.content[0] !== sha1Indicator) return failed("algorithm");
  return { kind: "opened", dataAuthenticationCode: message.content.subarray(1, 3), message };
}

/** Checks tag 93 against the static data to be authenticated (EMV Book 3, 10.3). */
export function verifyStaticData(
  issuerKey: RsaPublicKey<"issuer">,
  signature: Uint8Array,
  staticData: Uint8Array,
): AuthenticStaticData | Failure {
  const opened = openStaticData(issuerKey, signature);
  if (opened.kind === "failed") return opened;
  if (!isHashRight(opened.message, staticData)) return failed("hash");
  return { kind: "valid", dataAuthenticationCode: opened.dataAuthenticationCode };
}

/** Makes tag 93, for an issuer of tests. `dataAuthenticationCode` is two bytes. */
export function signStaticData(
  issuerKey: RsaPrivateKey<"issuer">,
  staticData: Uint8Array,
  dataAuthenticationCode: Uint8Array,
): Uint8Array {
  const content = concatBytes(Uint8Array.of(sha1Indicator), dataAuthenticationCode);
  const capacity = contentCapacity(issuerKey.publicKey.modulus.length);
  return signMessage(issuerKey, "static-data", { content: filledContent(content, capacity), rest: [staticData] });
}

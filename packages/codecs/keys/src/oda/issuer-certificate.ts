/** The issuer's key, certified by the scheme. Source: EMV Book 2, 6.3. */
import { ByteReader, concatBytes, packDigits, toHex } from "@tillwire/bytes";
import type { Certificate, CertificateFacts } from "./certified-key.ts";
import { readCertifiedKey, writeCertifiedKey } from "./certified-key.ts";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa.ts";
import { contentCapacity, failed, isHashRight, openMessage, signMessage, type Failure } from "./signed-message.ts";

/** An issuer's key that the scheme vouches for. */
export interface CertifiedIssuerKey extends CertificateFacts {
  readonly kind: "valid";
  readonly publicKey: RsaPublicKey<"issuer">;
  /** The first 3 to 8 digits of the card numbers that it is for. */
  readonly issuerIdentifier: string;
}

/** Issuer identifier, expiry and serial number. */
const factsBytes = 9;
const wellFormedIdentifier = /^([0-9]{3,8})F*$/;
const wellFormedExpiry = /^(0[1-9]|1[0-2])[0-9]{2}$/;

/** Checks the certificate of tags 90, 92 and 9F32 for a card number. */
export function recoverIssuerKey(
  caKey: RsaPublicKey<"certification-authority">,
  certificate: Certificate,
  pan: string,
): CertifiedIssuerKey | Failure {
  const message = openMessage(caKey, "issuer-certificate", certificate.certificate);
  if (message.kind === "failed") return message;
  const reader = new ByteReader(message.content);
  const issuerIdentifier = wellFormedIdentifier.exec(toHex(reader.bytes(4)))?.[1];
  const expiry = toHex(reader.bytes(2));
  const serialNumber = reader.bytes(3);
  const publicKey = readCertifiedKey("issuer", reader, certificate);
  if ("kind" in publicKey) return publicKey;
  if (!isHashRight(message, certificate.remainder, certificate.exponent)) return failed("hash");
  if (issuerIdentifier === undefined || !pan.startsWith(issuerIdentifier)) return failed("card-number");
  if (!wellFormedExpiry.test(expiry)) return failed("format");
  return { kind: "valid", publicKey, issuerIdentifier, expiry, serialNumber };
}

/** What a scheme certifies. */
export interface IssuerCertificateRequest extends CertificateFacts {
  readonly publicKey: RsaPublicKey<"issuer">;
  /** 3 to 8 digits. */
  readonly issuerIdentifier: string;
}

/** Makes an issuer's certificate, for a scheme of tests. @throws TillwireError `REQUEST_INVALID` when a part does not fit. */
export function certifyIssuerKey(
  caKey: RsaPrivateKey<"certification-authority">,
  request: IssuerCertificateRequest,
): Certificate {
  const capacity = contentCapacity(caKey.publicKey.modulus.length) - factsBytes;
  const { content, remainder } = writeCertifiedKey(request.publicKey, capacity);
  const identifier = packDigits(request.issuerIdentifier.padEnd(8, "F"));
  const { exponent } = request.publicKey;
  const certificate = signMessage(caKey, "issuer-certificate", {
    content: concatBytes(identifier, packDigits(request.expiry), request.serialNumber, content),
    rest: [remainder, exponent],
  });
  return { certificate, remainder, exponent };
}

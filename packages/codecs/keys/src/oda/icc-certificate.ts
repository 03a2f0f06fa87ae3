/** A card's keys, certified by its issuer. Sources: EMV Book 2, 6.4 and 7.1. */
import { ByteReader, concatBytes, packDigits, toHex } from "@tillwire/bytes";
import type { Certificate, CertificateFacts } from "./certified-key.ts";
import { readCertifiedKey, writeCertifiedKey } from "./certified-key.ts";
import type { RsaPrivateKey, RsaPublicKey } from "./rsa.ts";
import {
  contentCapacity,
  failed,
  isHashRight,
  openMessage,
  signMessage,
  type Failure,
  type OpenedMessage,
} from "./signed-message.ts";

/** Which of a card's keys: the one that signs (tags 9F46 to 9F48), or one for PINs only (9F2D to 9F2F). */
export type IccKeyRole = "icc" | "icc-pin";

/** A card's key that its issuer vouches for. */
export interface CertifiedIccKey<Role extends IccKeyRole> extends CertificateFacts {
  readonly kind: "valid";
  readonly publicKey: RsaPublicKey<Role>;
  readonly pan: string;
}

/** A card's certificate that opened, its hash not looked at. */
export interface OpenedIccCertificate<Role extends IccKeyRole> extends CertifiedIccKey<Role> {
  readonly message: OpenedMessage;
}

/** Card number, expiry and serial number. */
const factsBytes = 15;
const wellFormedPan = /^([0-9]{8,19})F*$/;
const wellFormedExpiry = /^(0[1-9]|1[0-2])[0-9]{2}$/;

/** Reads a card's certificate without knowing what else was signed. */
export function openIccCertificate<Role extends IccKeyRole>(
  role: Role,
  issuerKey: RsaPublicKey<"issuer">,
  certificate: Certificate,
): OpenedIccCertificate<Role> | Failure {
  const message = openMessage(issuerKey, "icc-certificate", certificate.certificate);
  if (message.kind === "failed") return message;
  const reader = new ByteReader(message.content);
  const pan = wellFormedPan.exec(toHex(reader.bytes(10)))?.[1];
  const expiry = toHex(reader.bytes(2));
  const serialNumber = reader.bytes(3);
  const publicKey = readCertifiedKey(role, reader, certificate);
  if ("kind" in publicKey) return publicKey;
  if (pan === undefined) return failed("card-number");
  if (!wellFormedExpiry.test(expiry)) return failed("format");
  return { kind: "valid", publicKey, pan, expiry, serialNumber, message };
}

/** What a certificate has to be right for. */
export interface CardFacts {
  readonly pan: string;
  /**
   * The static data to be authenticated (EMV Book 3, 10.3): the marked records and, when tag 9F4A says so, tag 82. A key
   * for PINs only is signed without it.
   */
  readonly staticData: Uint8Array;
}

/** Checks the certificate of the key that signs, tags 9F46, 9F48 and 9F47. */
export function recoverIccKey(
  issuerKey: RsaPublicKey<"issuer">,
  certificate: Certificate,
  card: CardFacts,
): CertifiedIccKey<"icc"> | Failure {
  return checked(openIccCertificate("icc", issuerKey, certificate), certificate, card);
}

/** Checks the certificate of the key for PINs, tags 9F2D, 9F2F and 9F2E. */
export function recoverIccPinKey(
  issuerKey: RsaPublicKey<"issuer">,
  certificate: Certificate,
  pan: string,
): CertifiedIccKey<"icc-pin"> | Failure {
  const opened = openIccCertificate("icc-pin", issuerKey, certificate);
  return checked(opened, certificate, { pan, staticData: new Uint8Array(0) });
}

function checked<Role extends IccKeyRole>(
  opened: OpenedIccCertificate<Role> | Failure,
  { remainder, exponent }: Certificate,
  { pan, staticData }: CardFacts,
): CertifiedIccKey<Role> | Failure {
  if (opened.kind === "failed") return opened;
  const { message, ...certified } = opened;
  if (!isHashRight(message, remainder, exponent, staticData)) return failed("hash");
  return certified.pan === pan ? certified : failed("card-number");
}

/** What an issuer certifies. */
export interface IccCertificateRequest<Role extends IccKeyRole> extends CertificateFacts, CardFacts {
  readonly publicKey: RsaPublicKey<Role>;
}

/** Makes a card's certificate, for an issuer of tests. @throws TillwireError `REQUEST_INVALID` when a part does not fit. */
export function certifyIccKey<Role extends IccKeyRole>(
  issuerKey: RsaPrivateKey<"issuer">,
  request: IccCertificateRequest<Role>,
): Certificate {
  const capacity = contentCapacity(issuerKey.publicKey.modulus.length) - factsBytes;
  const { content, remainder } = writeCertifiedKey(request.publicKey, capacity);
  const pan = packDigits(request.pan.padEnd(20, "F"));
  const { exponent } = request.publicKey;
  const certificate = signMessage(issuerKey, "icc-certificate", {
    content: concatBytes(pan, packDigits(request.expiry), request.serialNumber, content),
    rest: [remainder, exponent, request.staticData],
  });
  return { certificate, remainder, exponent };
}

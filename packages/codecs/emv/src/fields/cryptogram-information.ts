/** Which cryptogram the card gave (tag 9F27; EMV 4.4 Book 3, section 6.5.5.4, Table 15). */
import { decodeError } from "@tillwire/bytes";
import { defineCodes } from "./code-table.ts";

/** The two high bits. */
export const cryptogramTypes = defineCodes([
  [0x00, "aac", "Application authentication cryptogram (AAC): transaction declined"],
  [0x40, "tc", "Transaction certificate (TC): transaction approved"],
  [0x80, "arqc", "Authorisation request cryptogram (ARQC): online authorisation requested"],
]);

const reasons = defineCodes([
  [0, "none", "No information given"],
  [1, "service-not-allowed", "Service not allowed"],
  [2, "pin-try-limit-exceeded", "PIN try limit exceeded"],
  [3, "issuer-authentication-failed", "Issuer authentication failed"],
]);

/** Cryptogram information data. */
export interface CryptogramInformation {
  readonly cryptogram: ReturnType<typeof cryptogramTypes.name>;
  readonly adviceRequired: boolean;
  readonly reason: ReturnType<typeof reasons.name>;
}

/** Reads cryptogram information data. @throws TillwireError `FRAME_INVALID` for another length than one byte. */
export function decodeCryptogramInformation(value: Uint8Array): CryptogramInformation {
  const byte = checkedByte(value);
  return {
    cryptogram: cryptogramTypes.name(byte & 0xc0),
    adviceRequired: (byte & 0x08) !== 0,
    reason: reasons.name(byte & 0x07),
  };
}

/** Cryptogram information data in words. */
export function cryptogramInformationWords(value: Uint8Array): string[] {
  const byte = checkedByte(value);
  return [
    cryptogramTypes.phrase(byte & 0xc0),
    ...(byte & 0x08 ? ["Advice required"] : []),
    ...(byte & 0x07 ? [`Reason: ${reasons.phrase(byte & 0x07)}`] : []),
  ];
}

function checkedByte(value: Uint8Array): number {
  const [byte] = value;
  if (byte === undefined || value.length !== 1) {
    throw decodeError(`Cryptogram information data has 1 byte, there are ${value.length}.`);
  }
  return byte;
}

/** Issuer application data (9F10) for people. */
import { decodeCardVerificationResults, firstCryptograms, secondCryptograms } from "./card-verification-results.ts";
import { decodeIssuerApplicationData, type IssuerApplicationData } from "./issuer-application-data.ts";

type Known = Exclude<IssuerApplicationData, { layout: "unknown" }>;

const hexByte = (value: number): string => value.toString(16).padStart(2, "0").toUpperCase();

/** Issuer application data in words; nothing when its layout is unknown. */
export function issuerApplicationWords(value: Uint8Array, applicationId?: string): string[] {
  const data = decodeIssuerApplicationData(value, applicationId);
  if (data.layout === "unknown") return [];
  return [...layoutWords(data), ...verificationWords(data)];
}

function layoutWords(data: Known): string[] {
  const key = `Derivation key index (DKI): ${hexByte(data.derivationKeyIndex)}`;
  const version = hexByte(data.cryptogramVersion);
  if (data.layout === "ccd") return ["Application: CCD-compliant", ...ccdWords(data.cryptogramVersion), key];
  if (data.layout === "visa") {
    const cvn = `Cryptogram version number (CVN): ${version} (CVN${data.cryptogramVersion})`;
    return ["Application: Visa Smart Debit/Credit (VSDC)", `IAD format: ${data.iadFormat}`, key, cvn];
  }
  const counters = data.cryptogramVersion & 0x01 ? "included" : "not included";
  return [
    `Application: ${data.product}`,
    key,
    `Cryptogram version number (CVN): ${version}`,
    `Cryptogram: ${data.cryptogramVersion & 0x04 ? "EMV CSK" : "Mastercard Proprietary SKD"} session key`,
    `Cryptogram: counters ${counters} in AC data`,
  ];
}

/** Common core identifier (Book 3, Annex C9.2): format in the high half, cryptogram version in the low one. */
function ccdWords(identifier: number): string[] {
  const algorithms = new Map([
    [0x5, "TDES"],
    [0x6, "AES"],
  ]);
  const format = identifier >> 4 === 0xa ? "CCD Version 4.1" : `reserved (${hexByte(identifier & 0xf0)})`;
  const algorithm = algorithms.get(identifier & 0x0f) ?? `reserved (${hexByte(identifier & 0x0f)})`;
  return [`IAD format: ${format}`, `Cryptogram version: ${algorithm}`];
}

function verificationWords(data: Known): string[] {
  const results = decodeCardVerificationResults(data);
  if (!results) return [];
  const { firstGenerateAc, secondGenerateAc, pinTryCounter, scriptCount, bits } = results;
  return [
    secondGenerateAc === "rfu"
      ? "Second GENERATE AC: reserved value"
      : secondCryptograms.phrase(secondCryptograms.code(secondGenerateAc)),
    firstGenerateAc === "rfu"
      ? "First GENERATE AC: reserved value"
      : firstCryptograms.phrase(firstCryptograms.code(firstGenerateAc)),
    ...(pinTryCounter === undefined ? [] : [`PIN try counter is ${pinTryCounter}`]),
    ...(scriptCount === 0 ? [] : [`Script commands carried out: ${scriptCount}`]),
    ...bits.map(({ phrase }) => phrase),
  ].map((words) => `Card verification results (CVR): ${words}`);
}

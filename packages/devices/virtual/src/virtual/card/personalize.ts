/** Personalization: turns what an issuer decides about a card into its files, signed with the issuer's key for data. */
import { concatBytes, fromHex, packDigits } from "@tillwire/bytes";
import { encodeCvmList, encodeTlv, encodeTrack2Equivalent, formatTrack1, formatTrack2 } from "@tillwire/emv";
import type { AflEntry, CvmList, CvmRuleInput, DataObjectInput } from "@tillwire/emv";
import { certifyIccKey, RsaPrivateKey, signStaticData } from "@tillwire/keys";
import type { CryptogramProfile } from "@tillwire/keys";
import { recordName } from "./image.ts";
import type { CardApplication, CardKeys, Stripe } from "./image.ts";
import { testAuthorityKey, testIssuerCertificate, testIssuerKey } from "./test-keys.ts";

/** What an issuer decides about one application. */
export interface ApplicationPlan {
  /** Hexadecimal. */
  readonly applicationId: string;
  readonly label: string;
  readonly priority: number;
  readonly needsConfirmation?: boolean;
  readonly pan: string;
  /** Two digits (tag 5F34). */
  readonly panSequenceNumber: string;
  readonly cardholder: string;
  /** `YYMMDD`. */
  readonly effective: string;
  readonly expires: string;
  readonly keys: CardKeys;
  readonly profile: CryptogramProfile;
  /** Ways to authenticate data offline; the synthetic scheme's cards only. */
  readonly authentication: readonly ("sda" | "dda" | "cda")[];
  /** The card wants EXTERNAL AUTHENTICATE; otherwise it takes tag 91 with the second GENERATE AC. */
  readonly externalAuthenticate: boolean;
  readonly cvm: Omit<CvmList, "rules"> & { readonly rules: readonly CvmRuleInput[] };
  /** Tags 9F0E, 9F0F and 9F0D, in hexadecimal. */
  readonly actionCodes: { readonly denial: string; readonly online: string; readonly default: string };
  /** Tag 9F07, in hexadecimal. */
  readonly usageControl: string;
  readonly pin: string;
  readonly pinTries?: number;
  readonly offlineLimit?: number;
  /** Tags 9F14 and 9F23: approvals offline in a row. */
  readonly offlineLimits?: { readonly lower: number; readonly upper: number };
}

const country = "0528";
const currency = "0978";
const asked = "9F02069F03069F1A0295055F2A029A039C019F3704";
const serviceCode = "201";
const defaultPinTries = 3;
const defaultOfflineLimit = 5;
const interchangeBits = { sda: 0x40, dda: 0x20, cda: 0x01 } as const;
const verifiesCardholder = 0x10;
const wantsRiskManagement = 0x08;
const authenticatesIssuer = 0x04;
const signingKey = new RsaPrivateKey("issuer", testIssuerKey);

/** Makes one application of a card. */
export function personalize(plan: ApplicationPlan): CardApplication {
  const interchangeProfile = Uint8Array.of(
    plan.authentication.reduce<number>((sum, way) => sum | interchangeBits[way], 0) |
      verifiesCardholder |
      wantsRiskManagement |
      (plan.externalAuthenticate ? authenticatesIssuer : 0),
    0,
  );
  const facts = encodeTlv(verifiedFacts(plan));
  const staticData = concatBytes(facts, interchangeProfile);
  const secondDol = fromHex(plan.externalAuthenticate ? `8A02${asked}` : `910A8A02${asked}`);
  const files = [
    { sfi: 1, record: 1, objects: stripeObjects(plan) },
    { sfi: 2, record: 1, objects: issuerObjects(plan) },
    ...[signedObjects(plan, staticData), cardKeyObjects(plan, staticData)]
      .filter((objects) => objects.length > 0)
      .map((objects, index) => ({ sfi: 2, record: index + 2, objects })),
    { sfi: 3, record: 1, objects: verifiedFacts(plan) },
    { sfi: 3, record: 2, objects: listObjects(plan, secondDol) },
  ].filter(({ objects }) => objects.length > 0);
  return {
    applicationId: fromHex(plan.applicationId),
    label: plan.label,
    priority: plan.priority,
    needsConfirmation: plan.needsConfirmation ?? false,
    interchangeProfile,
    fileLocator: locatorOf(files),
    records: new Map(
      files.map(({ sfi, record, objects }) => [recordName(sfi, record), encodeTlv([{ tag: "70", children: objects }])]),
    ),
    firstDol: fromHex(asked),
    secondDol,
    keys: plan.keys,
    profile: plan.profile,
    pin: plan.pin,
    pinTries: plan.pinTries ?? defaultPinTries,
    offlineLimit: plan.offlineLimit ?? defaultOfflineLimit,
  };
}

/** The stripe that goes with an application. */
export function stripeOf({ pan, cardholder, expires }: ApplicationPlan, code = serviceCode): Stripe {
  const track = { pan, expiry: expires.slice(0, 4), serviceCode: code, discretionaryData: "0000000000" };
  return { track1: formatTrack1({ ...track, name: cardholder }), track2: formatTrack2(track) };
}

/** One entry for each file; the issuer vouches for the record of facts. */
function locatorOf(files: readonly { readonly sfi: number; readonly record: number }[]): AflEntry[] {
  const factsFile = 3;
  return [...new Set(files.map(({ sfi }) => sfi))].map((sfi) => {
    const records = files.filter((file) => file.sfi === sfi).map(({ record }) => record);
    const authenticatedRecords = sfi === factsFile ? 1 : 0;
    return { sfi, firstRecord: Math.min(...records), lastRecord: Math.max(...records), authenticatedRecords };
  });
}

function stripeObjects({ pan, expires, cardholder }: ApplicationPlan): DataObjectInput[] {
  const track = { pan, expiry: expires.slice(0, 4), serviceCode, discretionaryData: "0000000000" };
  return [
    { tag: "57", value: encodeTrack2Equivalent(track) },
    { tag: "5F20", value: new TextEncoder().encode(cardholder) },
  ];
}

/** What static and dynamic authentication cover (EMV Book 3, section 10.3). */
function verifiedFacts(plan: ApplicationPlan): DataObjectInput[] {
  return [
    { tag: "5F24", value: fromHex(plan.expires) },
    { tag: "5F25", value: fromHex(plan.effective) },
    { tag: "5A", value: packDigits(plan.pan.length % 2 === 0 ? plan.pan : `${plan.pan}F`) },
    { tag: "5F34", value: fromHex(plan.panSequenceNumber) },
    { tag: "9F07", value: fromHex(plan.usageControl) },
    { tag: "8E", value: encodeCvmList(plan.cvm) },
    { tag: "9F0D", value: fromHex(plan.actionCodes.default) },
    { tag: "9F0E", value: fromHex(plan.actionCodes.denial) },
    { tag: "9F0F", value: fromHex(plan.actionCodes.online) },
    { tag: "5F28", value: fromHex(country) },
    { tag: "9F4A", value: fromHex("82") },
  ];
}

function issuerObjects({ authentication }: ApplicationPlan): DataObjectInput[] {
  if (authentication.length === 0) return [];
  const { certificate, remainder, exponent } = testIssuerCertificate;
  return [
    { tag: "8F", value: fromHex(testAuthorityKey.index) },
    { tag: "9F32", value: exponent },
    { tag: "92", value: remainder },
    { tag: "90", value: certificate },
  ];
}

/** A record of its own: together with the certificate it would not fit in a response. */
function signedObjects({ authentication }: ApplicationPlan, staticData: Uint8Array): DataObjectInput[] {
  if (!authentication.includes("sda")) return [];
  return [{ tag: "93", value: signStaticData(signingKey, staticData, fromHex("DAC1")) }];
}

function cardKeyObjects(plan: ApplicationPlan, staticData: Uint8Array): DataObjectInput[] {
  const { signing } = plan.keys;
  if (signing === undefined || !plan.authentication.some((way) => way !== "sda")) return [];
  const expiry = plan.expires.slice(2, 4) + plan.expires.slice(0, 2);
  const certified = certifyIccKey(signingKey, {
    publicKey: signing.publicKey,
    expiry,
    serialNumber: fromHex("000001"),
    pan: plan.pan,
    staticData,
  });
  return [
    { tag: "9F46", value: certified.certificate },
    { tag: "9F47", value: certified.exponent },
    ...(certified.remainder.length > 0 ? [{ tag: "9F48", value: certified.remainder }] : []),
    { tag: "9F49", value: fromHex("9F3704") },
  ];
}

function listObjects({ offlineLimits }: ApplicationPlan, secondDol: Uint8Array): DataObjectInput[] {
  return [
    { tag: "9F42", value: fromHex(currency) },
    { tag: "9F44", value: fromHex("02") },
    { tag: "9F08", value: fromHex("0096") },
    { tag: "8C", value: fromHex(asked) },
    { tag: "8D", value: secondDol },
    ...(offlineLimits
      ? [
          { tag: "9F14", value: Uint8Array.of(offlineLimits.lower) },
          { tag: "9F23", value: Uint8Array.of(offlineLimits.upper) },
        ]
      : []),
  ];
}

/**
 * What the cryptogram versions of the schemes mean, as a table: which data goes in, how it is filled up, which key. The
 * byte in tag 9F10 decides; schemes quote it in hexadecimal or in decimal ("CVN 18" is 12). Sources: published test values
 * of each row, and for the rows marked so the agreement of open implementations only.
 */
import type { ScriptRules } from "./script-rules.ts";
import { ccdScripts, mastercardScripts, interacScripts, visaScripts, visaCommonKeyScripts } from "./script-rules.ts";

/** Who defined a cryptogram version. `ccd` is EMV's own Common Core Definitions. */
export type CryptogramScheme = "visa" | "mastercard" | "ccd" | "interac" | "unionpay" | "jcb" | "discover";

/** How a cryptogram of one version is made and answered. */
export interface CryptogramProfile {
  readonly scheme: CryptogramScheme;
  /** The byte in tag 9F10. */
  readonly version: number;
  /** Tags whose values come first, in order. */
  readonly tags: readonly string[];
  /** Which bytes of tag 9F10 follow, from and to; without `to` all the rest. */
  readonly issuerData: readonly (readonly [from: number, to?: number])[];
  /** ISO/IEC 9797-1: 1 is zeros, 2 is 80 and zeros. */
  readonly padding: 1 | 2;
  readonly sessionKey: "none" | "emv-common" | "mastercard-skd";
  /** How the issuer answers, and with which key; left out where the scheme has no answer. */
  readonly response?: { readonly method: 1 | 2; readonly key: "session" | "card" };
  /** How scripts are protected; left out where no published value shows it. */
  readonly script?: ScriptRules;
  /** `published`: published test values exercise it. `one-source`: a single open implementation says so. */
  readonly evidence: "published" | "one-source";
}

const usualTags = ["9F02", "9F03", "9F1A", "95", "5F2A", "9A", "9C", "9F37", "82", "9F36"] as const;
const all = [[0]] as const;
const mchipResults = [2, 8] as const;
const mchipCounters = [10, 18] as const;
const published = "published" as const;
const withSessionKey = { method: 1, key: "session" } as const;
const withCardKey = { method: 1, key: "card" } as const;
const withStatusUpdate = { method: 2, key: "session" } as const;

const visa = { scheme: "visa", tags: usualTags, evidence: published } as const;
const mastercard = {
  scheme: "mastercard",
  tags: usualTags,
  padding: 2,
  script: mastercardScripts,
  evidence: published,
} as const;
const oneSource = { tags: usualTags, evidence: "one-source" } as const;

/** Every version that is known here. */
export const cryptogramProfiles: readonly CryptogramProfile[] = [
  {
    ...visa,
    version: 0x0a,
    issuerData: [[3, 7]],
    padding: 1,
    sessionKey: "none",
    response: withSessionKey,
    script: visaScripts,
  },
  { ...visa, version: 0x11, tags: ["9F02", "9F37", "9F36"], issuerData: [[4, 5]], padding: 1, sessionKey: "none" },
  {
    ...visa,
    version: 0x12,
    issuerData: all,
    padding: 2,
    sessionKey: "emv-common",
    response: withStatusUpdate,
    script: visaScripts,
  },
  {
    ...visa,
    version: 0x22,
    issuerData: all,
    padding: 2,
    sessionKey: "emv-common",
    response: withStatusUpdate,
    script: visaCommonKeyScripts,
  },
  { ...mastercard, version: 0x10, issuerData: [mchipResults], sessionKey: "mastercard-skd", response: withCardKey },
  {
    ...mastercard,
    version: 0x11,
    issuerData: [mchipResults, mchipCounters],
    sessionKey: "mastercard-skd",
    response: withCardKey,
  },
  { ...mastercard, version: 0x14, issuerData: [mchipResults], sessionKey: "emv-common", response: withSessionKey },
  {
    ...mastercard,
    version: 0x15,
    issuerData: [mchipResults, mchipCounters],
    sessionKey: "emv-common",
    response: withSessionKey,
  },
  {
    scheme: "ccd",
    version: 0xa5,
    tags: usualTags,
    issuerData: all,
    padding: 2,
    sessionKey: "emv-common",
    response: withStatusUpdate,
    script: ccdScripts,
    evidence: published,
  },
  {
    ...oneSource,
    scheme: "interac",
    version: 0x85,
    issuerData: all,
    padding: 2,
    sessionKey: "mastercard-skd",
    response: withSessionKey,
    script: interacScripts,
  },
  { ...oneSource, scheme: "unionpay", version: 0x01, issuerData: [[3, 7]], padding: 2, sessionKey: "emv-common" },
  { ...oneSource, scheme: "jcb", version: 0x01, issuerData: [[3]], padding: 1, sessionKey: "none" },
  {
    ...oneSource,
    scheme: "discover",
    version: 0x15,
    tags: ["9F02", "9F1A", "9F37", "9F36"],
    issuerData: all,
    padding: 2,
    sessionKey: "emv-common",
  },
];

const profileByVersion = new Map(
  cryptogramProfiles.map((profile) => [keyOf(profile.scheme, profile.version), profile]),
);

function keyOf(scheme: CryptogramScheme, version: number): string {
  return `${scheme} ${version}`;
}

/** The profile of a version, or `undefined` when it is not in the table. */
export function findCryptogramProfile(scheme: CryptogramScheme, version: number): CryptogramProfile | undefined {
  return profileByVersion.get(keyOf(scheme, version));
}

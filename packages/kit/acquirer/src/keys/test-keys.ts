/**
 * Every key that this host has by itself, each published, each with its source. None of them protects anything: that is
 * why they may stand here. Nothing else of the project holds them; readers and cards have what was derived for them.
 */

/** ANSI X9.24-1:2009, annex A: the base derivation key of its examples. */
export const x924TdesBaseKey = "0123456789ABCDEFFEDCBA9876543210";

/** ANSI X9.24-3:2017, annex A: the AES-128 base derivation key of its examples. */
export const x924AesBaseKey = "FEDCBA9876543210F1F1F1F1F1F1F1F1";

/** Master keys of an issuer: for cryptograms, for the MAC of scripts, for what scripts encipher. */
export interface IssuerKeySet {
  readonly cryptogram: string;
  readonly integrity: string;
  readonly confidentiality: string;
}

/**
 * The set of Mastercard's test cards (MTIP). Its cryptogram key is also that of EMVCo's Issuer and Application Security
 * Guidelines, annex A.3. The synthetic cards (RID AFFFFFFFFF) use it too: no scheme has given them keys.
 */
export const mastercardTestKeys: IssuerKeySet = {
  cryptogram: "9E15204313F7318ACB79B90BD986AD29",
  integrity: "4664942FE615FB02E5D57F292AA2B3B6",
  confidentiality: "CE293B8CC12A977379EF256D76109492",
};

/** The set of Visa's test cards (ADVT): one key for all three uses. Also in the tests of jPOS. */
export const visaTestKeys: IssuerKeySet = {
  cryptogram: "2315208C9110AD402315208C9110AD40",
  integrity: "2315208C9110AD402315208C9110AD40",
  confidentiality: "2315208C9110AD402315208C9110AD40",
};

const published: ReadonlySet<string> = new Set([
  x924TdesBaseKey,
  x924AesBaseKey,
  ...[mastercardTestKeys, visaTestKeys].flatMap((set) => [set.cryptogram, set.integrity, set.confidentiality]),
]);

/** True for a key that is published here. Takes hexadecimal, upper case. */
export function isPublishedTestKey(key: string): boolean {
  return published.has(key);
}

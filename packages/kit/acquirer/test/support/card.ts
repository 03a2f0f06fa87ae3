/** A chip card of the tests: what a card holds and makes, from its own keys, derived once from the issuer's. */
import { concatBytes, fromHex, packDigits, toHex } from "@tillwire/bytes";
import { encodeTrack2Equivalent } from "@tillwire/emv";
import {
  cryptogramKey,
  cryptogramOf,
  deriveCardKey,
  findCryptogramProfile,
  tdesKey,
  verifyIssuerAuthentication,
  type CryptogramScheme,
} from "@tillwire/keys";

export interface CardOptions {
  readonly pan: string;
  readonly expiry?: string;
  readonly sequenceNumber?: string;
  readonly issuerKey: string;
  readonly scheme: CryptogramScheme;
  readonly version: number;
  readonly issuerData: string;
}

export const mastercardCcd: CardOptions = {
  pan: "5413339000006165",
  issuerKey: "9E15204313F7318ACB79B90BD986AD29",
  scheme: "ccd",
  version: 0xa5,
  issuerData: "0FA500A03800000000000000000000000F010000000000000000000000000000",
};
export const mastercard16: CardOptions = {
  ...mastercardCcd,
  pan: "5413330089020011",
  scheme: "mastercard",
  version: 0x10,
  issuerData: "0110A00003220000000000000000000000FF",
};
export const mastercard20: CardOptions = {
  ...mastercard16,
  version: 0x14,
  issuerData: "0114A00003220000000000000000000000FF",
};
export const visa10: CardOptions = {
  pan: "4761739001010010",
  issuerKey: "2315208C9110AD402315208C9110AD40",
  scheme: "visa",
  version: 0x0a,
  issuerData: "06010A03A00000",
};
export const visa18: CardOptions = { ...visa10, version: 0x12, issuerData: "06011203A00000" };
export const synthetic: CardOptions = { ...mastercardCcd, pan: "1234560012345608" };

/** What the terminal tells the card. */
export interface Told {
  readonly amountMinor: number;
  readonly cashbackMinor?: number;
  readonly currencyNumeric?: string;
  readonly tvr?: string;
}

export type Emv = Readonly<Record<string, string>>;

export function createCard(options: CardOptions, firstAtc = 1) {
  const { pan, expiry = "3012", sequenceNumber = "00", scheme, version } = options;
  const profile = findCryptogramProfile(scheme, version);
  if (!profile) throw new Error("There is no such profile.");
  const cardKey = deriveCardKey(
    tdesKey("issuer-cryptogram", fromHex(options.issuerKey)),
    { pan, panSequenceNumber: sequenceNumber },
    "A",
  );
  let atc = firstAtc - 1;
  return {
    pan,
    sequenceNumber,
    track2: () => encodeTrack2Equivalent({ pan, expiry, serviceCode: "201", discretionaryData: "12345" }),
    stripe: (serviceCode: string) => `;${pan}=${expiry}${serviceCode}12345?`,
    /** GENERATE AC with a request for an ARQC. */
    generate(told: Told): Emv {
      atc += 1;
      const values = new Map(
        Object.entries(emvOf(told, atc, options.issuerData)).map(([tag, hex]) => [tag, fromHex(hex)]),
      );
      values.set("9F26", cryptogramOf(profile, cryptogramKey(profile, cardKey, values), values));
      return Object.fromEntries([...values].map(([tag, value]) => [tag, toHex(value)]));
    },
    /** The card's check of tag 91. */
    accepts(emv: Emv, authenticationData: Uint8Array): boolean {
      const values = new Map(Object.entries(emv).map(([tag, hex]) => [tag, fromHex(hex)]));
      if (!profile.response) return false;
      const key = profile.response.key === "card" ? cardKey : cryptogramKey(profile, cardKey, values);
      const answer = { method: profile.response.method, authenticationData };
      return verifyIssuerAuthentication(key, fromHex(emv["9F26"] ?? ""), answer) !== undefined;
    },
  };
}

export type TestCard = ReturnType<typeof createCard>;

function emvOf(
  { amountMinor, cashbackMinor = 0, currencyNumeric = "978", tvr = "0000008000" }: Told,
  atc: number,
  issuerData: string,
): Emv {
  const amount = (minor: number) => toHex(packDigits(String(minor).padStart(12, "0")));
  return {
    "9F27": "80",
    "9F10": issuerData,
    "9F37": "1A2B3C4D",
    "9F36": toHex(concatBytes(Uint8Array.of(atc >> 8, atc & 0xff))),
    "95": tvr,
    "9A": "261124",
    "9C": "00",
    "9F02": amount(amountMinor),
    "9F03": amount(cashbackMinor),
    "5F2A": `0${currencyNumeric}`,
    "82": "5800",
    "9F1A": "0276",
  };
}

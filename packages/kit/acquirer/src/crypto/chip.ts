/**
 * The issuer's check of a chip's cryptogram, with keys that it derives from its own master key. Pure functions; the answer
 * to the chip is in `chip-answer`.
 */
import { decodeError, fromHex, toHex } from "@tillwire/bytes";
import { decodeCryptogramInformation, decodeIssuerApplicationData } from "@tillwire/emv";
import {
  cryptogramKey,
  deriveCardKey,
  findCryptogramProfile,
  tdesKey,
  verifyCryptogram,
  type CardIdentity,
  type CryptogramProfile,
  type ResponseKey,
} from "@tillwire/keys";
import type { Issuer } from "../settings.ts";

/** The registered application provider of cards that belong to no scheme. */
const syntheticRid = "AFFFFFFFFF";

/** Values of field 55 by tag. */
export type EmvData = ReadonlyMap<string, Uint8Array>;

/** A chip whose cryptogram was right: everything that answering it takes. */
export interface GenuineChip {
  readonly profile: CryptogramProfile;
  readonly cryptogram: Uint8Array;
  /** Tag 9F36. */
  readonly atc: number;
  readonly responseKey: ResponseKey;
  readonly issuer: Issuer;
  readonly card: CardIdentity;
}

/**
 * Checks tag 9F26. `undefined` when it is wrong, whatever it is that is wrong.
 * @throws TillwireError `FRAME_INVALID` or `REQUEST_INVALID` when data is missing or of no known cryptogram version.
 */
export function checkChip(issuer: Issuer, card: CardIdentity, values: EmvData): GenuineChip | undefined {
  const profile = profileOf(values);
  const cardKey = deriveCardKey(tdesKey("issuer-cryptogram", fromHex(issuer.cryptogram)), card, issuer.cardKeyOption);
  const key = cryptogramKey(profile, cardKey, values);
  const cryptogram = valueOf(values, "9F26");
  if (decodeCryptogramInformation(valueOf(values, "9F27")).cryptogram !== "arqc") return undefined;
  if (!verifyCryptogram(profile, key, { values, cryptogram })) return undefined;
  const [high = 0, low = 0] = valueOf(values, "9F36");
  const responseKey = profile.response?.key === "card" ? cardKey : key;
  return { profile, cryptogram, atc: high * 256 + low, responseKey, issuer, card };
}

/** The application identifier helps to tell the layout of 9F10; that of the synthetic cards says nothing about it. */
function profileOf(values: EmvData): CryptogramProfile {
  const identifier = toHex(values.get("84") ?? values.get("9F06") ?? new Uint8Array(0));
  const known = identifier === "" || identifier.startsWith(syntheticRid) ? undefined : identifier;
  const data = decodeIssuerApplicationData(valueOf(values, "9F10"), known);
  const profile =
    data.layout === "unknown"
      ? undefined
      : findCryptogramProfile(data.layout === "mchip" ? "mastercard" : data.layout, data.cryptogramVersion);
  if (!profile) throw decodeError("Tag 9F10 is of no cryptogram version that this host knows.");
  return profile;
}

function valueOf(values: EmvData, tag: string): Uint8Array {
  const value = values.get(tag);
  if (!value) throw decodeError(`Field 55 has no ${tag}.`);
  return value;
}

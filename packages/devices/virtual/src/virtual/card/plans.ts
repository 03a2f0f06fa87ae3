/**
 * The cards that there are. Numbers are published test numbers; the keys for cryptograms are each card's own, as their
 * issuers derive them from the published test master keys (Mastercard MTIP, Visa ADVT), which are not here.
 */
import { fromHex } from "@tillwire/bytes";
import type { CvmRuleInput } from "@tillwire/emv";
import { cryptogramProfiles, RsaPrivateKey, tdesKey } from "@tillwire/keys";
import type { CryptogramProfile, CryptogramScheme } from "@tillwire/keys";
import { TillwireError } from "@tillwire/plugin-api";
import type { CardKeys } from "./image.ts";
import type { ApplicationPlan } from "./personalize.ts";
import { testCardKey } from "./test-keys.ts";

/** Methods and conditions of CVM rules (EMV Book 3, annex C3). */
const method = { plainPin: 0x01, onlinePin: 0x02, encipheredPin: 0x04, signature: 0x1e, none: 0x1f } as const;
const whenSupported = 0x03;
const always = 0x00;

/** How a card wants its holder verified, most wanted first. The last rule takes whatever the ones before could not. */
export const cvmRules = {
  "online-pin": [
    rule(method.onlinePin, whenSupported),
    rule(method.signature, whenSupported),
    rule(method.none, always),
  ],
  "offline-pin": [
    rule(method.plainPin, whenSupported),
    rule(method.onlinePin, whenSupported),
    rule(method.none, always),
  ],
  "enciphered-pin": [
    rule(method.encipheredPin, whenSupported),
    rule(method.onlinePin, whenSupported),
    rule(method.none, always),
  ],
  signature: [rule(method.signature, always)],
  none: [rule(method.none, always)],
} as const satisfies Record<string, readonly CvmRuleInput[]>;

/** A way to verify the holder. */
export type CvmChoice = keyof typeof cvmRules;

/** A rule that goes on to the next one when it fails, as all do here. */
function rule(methodCode: number, conditionCode: number): CvmRuleInput {
  return { methodCode, conditionCode, continueIfUnsuccessful: true };
}

function keysOf(cryptogram: string, integrity: string, confidentiality: string): CardKeys {
  return {
    cryptogram: tdesKey("card-cryptogram", fromHex(cryptogram)),
    integrity: tdesKey("card-integrity", fromHex(integrity)),
    confidentiality: tdesKey("card-confidentiality", fromHex(confidentiality)),
  };
}

function profileOf(scheme: CryptogramScheme, version: number): CryptogramProfile {
  const found = cryptogramProfiles.find((profile) => profile.scheme === scheme && profile.version === version);
  if (found) return found;
  throw new TillwireError("INTERNAL", {
    message: `There is no cryptogram version ${version} of ${scheme}.`,
    effect: "none",
  });
}

const common = {
  panSequenceNumber: "01",
  effective: "240101",
  expires: "391231",
  priority: 1,
  cvm: { amountX: 0, amountY: 0, rules: cvmRules["online-pin"] },
  actionCodes: { denial: "0010000000", online: "F8483C9800", default: "B8483C9800" },
  usageControl: "FFC0",
  pin: "1234",
} as const;

/** A card of the synthetic scheme: it can do all that EMV has, and is no card of the real world. */
export const syntheticPlan: ApplicationPlan = {
  ...common,
  applicationId: "AFFFFFFFFF1234",
  label: "TILLWIRE TEST",
  pan: "1234560012345608",
  cardholder: "TEST CARD/SYNTHETIC",
  keys: {
    ...keysOf(
      "DCF71FB662E6F7FEB01AB631E938F162",
      "6B46BFA21902988CB002C752922C571C",
      "FBDAAE372ABCA1468AA2B50EDA26E646",
    ),
    signing: new RsaPrivateKey("icc", testCardKey),
  },
  profile: profileOf("ccd", 0xa5),
  authentication: ["sda", "dda", "cda"],
  externalAuthenticate: true,
};

/** A published Mastercard test number. Without offline authentication: nobody has the scheme's private keys. */
export const mastercardPlan: ApplicationPlan = {
  ...common,
  applicationId: "A0000000041010",
  label: "Debit Mastercard",
  pan: "5413330089020011",
  cardholder: "TEST CARD/MTIP",
  keys: keysOf(
    "F80DF446FB91AEA8D901E0E9DF5126F2",
    "AB1CEA1A37E04380EF94A180ADB0C72F",
    "AE38F8F8A4FBC8E013203161FBA4076D",
  ),
  profile: profileOf("mastercard", 0x14),
  authentication: [],
  externalAuthenticate: false,
};

/** A published Visa test number; as {@link mastercardPlan}. */
export const visaPlan: ApplicationPlan = {
  ...common,
  applicationId: "A0000000031010",
  label: "Visa Debit",
  pan: "4761739001010119",
  cardholder: "TEST CARD/ADVT",
  keys: keysOf(
    "31E6FBA4021F57C70B19BF5E43164F45",
    "31E6FBA4021F57C70B19BF5E43164F45",
    "31E6FBA4021F57C70B19BF5E43164F45",
  ),
  profile: profileOf("visa", 0x12),
  authentication: [],
  externalAuthenticate: true,
};

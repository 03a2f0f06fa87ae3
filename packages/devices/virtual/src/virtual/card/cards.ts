/** The virtual cards by name: what a shopper can have in the wallet. */
import { fromHex } from "@tillwire/bytes";
import type { CardImage } from "./image.ts";
import { personalize, stripeOf } from "./personalize.ts";
import type { ApplicationPlan } from "./personalize.ts";
import { cvmRules, mastercardPlan, syntheticPlan, visaPlan } from "./plans.ts";
import type { CvmChoice } from "./plans.ts";

/** T=1, no historical bytes (ISO/IEC 7816-3; EMV Book 1, section 8.3). */
const basicAnswerToReset = fromHex("3BE000008131FE45EB");
/** Of a card without a chip. */
const stripeOnlyServiceCode = "101";

/** A card of one application, made of its plan. */
export function cardOf(name: string, ...plans: readonly [ApplicationPlan, ...ApplicationPlan[]]): CardImage {
  return {
    name,
    answerToReset: basicAnswerToReset,
    applications: plans.map(personalize),
    directory: true,
    contactless: true,
    stripe: stripeOf(plans[0]),
  };
}

const verifiedBy = (choice: CvmChoice): ApplicationPlan => ({
  ...syntheticPlan,
  cvm: { amountX: 0, amountY: 0, rules: cvmRules[choice] },
});

/** Approves below a floor limit without going online, when the reader has one. */
const offlinePlan: ApplicationPlan = { ...verifiedBy("none"), offlineLimits: { lower: 3, upper: 5 } };

const makers = {
  synthetic: (name: string) => cardOf(name, syntheticPlan),
  mastercard: (name: string) => cardOf(name, mastercardPlan),
  visa: (name: string) => cardOf(name, visaPlan),
  "offline-pin": (name: string) => cardOf(name, verifiedBy("offline-pin")),
  "enciphered-pin": (name: string) => cardOf(name, verifiedBy("enciphered-pin")),
  signature: (name: string) => cardOf(name, verifiedBy("signature")),
  "no-cvm": (name: string) => cardOf(name, verifiedBy("none")),
  offline: (name: string) => cardOf(name, offlinePlan),
  expired: (name: string) => cardOf(name, { ...syntheticPlan, expires: "241231" }),
  foreign: (name: string) => cardOf(name, { ...syntheticPlan, applicationId: "B0123456781010", authentication: [] }),
  "two-applications": (name: string) =>
    cardOf(
      name,
      { ...syntheticPlan, label: "TILLWIRE CREDIT" },
      { ...syntheticPlan, applicationId: "AFFFFFFFFF5678", label: "TILLWIRE DEBIT", priority: 2 },
    ),
  stripe: (name: string): CardImage => ({
    ...cardOf(name, visaPlan),
    answerToReset: new Uint8Array(0),
    applications: [],
    contactless: false,
    stripe: stripeOf(visaPlan, stripeOnlyServiceCode),
  }),
} as const;

/** A virtual card by name. */
export type CardName = keyof typeof makers;

/** All names. */
export const cardNames: readonly CardName[] = Object.keys(makers) as CardName[]; // the keys of an object that is written out

/** Makes a card by name, new from its issuer. */
export function cardImage(name: CardName): CardImage {
  return makers[name](name);
}

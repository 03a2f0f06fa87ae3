/**
 * The shopper: which card, how it is held, what is keyed, and when it is pulled. The last two digits of an amount choose
 * one of these plans, as they choose the behaviors of the virtual terminal; the digits of terminal, reader and acquirer
 * are all different. A program can choose by name instead.
 */
import type { CardEntry } from "@tillwire/plugin-api";
import type { CardName } from "../card/cards.ts";
import type { CardFaults } from "../card/faults.ts";

/** The ways that a shopper has. */
export type Way = Extract<CardEntry, "chip" | "contactless" | "swipe" | "manual">;

/** What a shopper does. */
export interface ShopperPlan {
  readonly card: CardName;
  readonly way: Way;
  readonly faults?: CardFaults;
  /** In the order of entry, within one read; after them the card's right PIN. */
  readonly firstPins?: readonly string[];
  /** Does something else than pay. */
  readonly hands?: "stays-away" | "cancels-at-card" | "cancels-at-pin" | "skips-pin";
  /** Which application, where the card has several and the POS is not asked. */
  readonly choose?: number;
}

/** A plan, with what it shows. */
export interface NamedPlan {
  /** The last two digits of an amount, where an amount can choose it. */
  readonly digits?: string;
  readonly meaning: string;
  readonly plan: ShopperPlan;
}

const chip = (card: CardName, more: Partial<ShopperPlan> = {}): ShopperPlan => ({ card, way: "chip", ...more });
const withFaults = (faults: CardFaults): ShopperPlan => chip("synthetic", { faults });

const rows = {
  pays: { meaning: "Inserts the card, keys its PIN, waits.", plan: chip("synthetic") },
  mastercard: { meaning: "The same with a Mastercard test number.", plan: chip("mastercard") },
  visa: { meaning: "The same with a Visa test number.", plan: chip("visa") },
  taps: { digits: "83", meaning: "Taps.", plan: { card: "synthetic", way: "contactless" } },
  "swipes-stripe-card": {
    digits: "84",
    meaning: "Swipes a card without a chip.",
    plan: { card: "stripe", way: "swipe" },
  },
  "swipes-chip-card": {
    digits: "85",
    meaning: "Swipes a chip card: has to insert it.",
    plan: { card: "synthetic", way: "swipe" },
  },
  "chip-unreadable": {
    digits: "86",
    meaning: "The chip does not answer: fallback.",
    plan: withFaults({ unreadable: true }),
  },
  "no-common-application": { digits: "87", meaning: "No application in common: fallback.", plan: chip("foreign") },
  "keys-number": {
    digits: "88",
    meaning: "The card number is keyed on the reader.",
    plan: { card: "synthetic", way: "manual" },
  },
  "pulls-at-once": {
    digits: "89",
    meaning: "Pulls the card before its cryptogram: canceled.",
    plan: withFaults({ pulledBefore: { command: "generate-ac" } }),
  },
  "pulls-before-end": {
    digits: "90",
    meaning: "Pulls the card after the host has answered.",
    plan: withFaults({ pulledBefore: { command: "generate-ac", time: 2 } }),
  },
  "card-refuses": {
    digits: "91",
    meaning: "The card refuses an approval (AAC).",
    plan: withFaults({ refusesApproval: true }),
  },
  "card-declines": {
    digits: "92",
    meaning: "The card declines before the host is asked.",
    plan: withFaults({ firstAnswer: "aac" }),
  },
  "offline-pin": { digits: "93", meaning: "The card checks the PIN.", plan: chip("enciphered-pin") },
  "offline-pin-wrong-once": {
    digits: "94",
    meaning: "The card checks the PIN: wrong, then right.",
    plan: chip("offline-pin", { firstPins: ["9999"] }),
  },
  "pin-blocked": {
    digits: "28",
    meaning: "The card takes no PIN any more: the next rule, a PIN for the issuer.",
    plan: chip("offline-pin", { faults: { pinTriesLeft: 0 } }),
  },
  "goes-mute": {
    digits: "29",
    meaning: "The chip stops answering in the middle: fallback.",
    plan: withFaults({ muteAfterCommands: 6 }),
  },
  "wrong-pin": {
    digits: "95",
    meaning: "Keys a wrong PIN for the issuer; when asked again, the right one.",
    plan: chip("synthetic", { firstPins: ["9999"] }),
  },
  signs: { digits: "96", meaning: "A card that wants a signature.", plan: chip("signature") },
  "two-applications": {
    digits: "97",
    meaning: "A card with two applications: one is chosen.",
    plan: chip("two-applications"),
  },
  "stays-away": { digits: "98", meaning: "Nobody presents a card.", plan: chip("synthetic", { hands: "stays-away" }) },
  "cancels-at-pin": {
    digits: "99",
    meaning: "Presses cancel at the PIN.",
    plan: chip("synthetic", { hands: "cancels-at-pin" }),
  },
  "cancels-at-card": {
    digits: "79",
    meaning: "Presses cancel, with no card in.",
    plan: chip("synthetic", { hands: "cancels-at-card" }),
  },
  "skips-pin": {
    digits: "80",
    meaning: "Goes past the PIN: the card's next rule.",
    plan: chip("synthetic", { hands: "skips-pin" }),
  },
  expired: { digits: "35", meaning: "An expired card.", plan: chip("expired") },
  blocked: { digits: "36", meaning: "A blocked card: declined.", plan: withFaults({ cardBlocked: true }) },
  "signs-wrongly": {
    digits: "37",
    meaning: "A forged card: authentication fails.",
    plan: withFaults({ signsWrongly: true }),
  },
  "card-approves": {
    digits: "38",
    meaning: "The card approves by itself where the reader lets it (floor limit), else it goes online.",
    plan: chip("offline"),
  },
  "trusts-any-issuer": {
    digits: "39",
    meaning: "A card that does not check its issuer's answer.",
    plan: withFaults({ trustsAnyIssuer: true }),
  },
} as const satisfies Record<string, NamedPlan>;

/** A plan by name. */
export type PlanName = keyof typeof rows;

/** All plans. */
export const shopperPlans: Readonly<Record<PlanName, NamedPlan>> = rows;

const byDigits = new Map(
  Object.values(shopperPlans).flatMap(({ digits, plan }) => (digits === undefined ? [] : [[digits, plan] as const])),
);

/** The plan that an amount chooses, if one. */
export function planOfAmount(amountMinor: number): ShopperPlan | undefined {
  return byDigits.get(String(amountMinor % 100).padStart(2, "0"));
}

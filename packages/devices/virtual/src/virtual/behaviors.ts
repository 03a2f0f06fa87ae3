/**
 * What the virtual shopper, issuer and terminal do with a sale, chosen by the last two digits of its amount in minor
 * units, as the sandboxes of acquirers do it. One table, which the README repeats.
 */
import { z } from "zod";
import type { WireDeclineReason } from "../protocol/vocabulary.ts";

/** What the shopper does, and until when the terminal waits for it. */
export type Shopper =
  | "pays"
  | "mistypes-once"
  | "mistypes-thrice"
  | "cancels-at-card"
  | "cancels-at-pin"
  | "stays-away";

/** What the issuer says. `half`, where the client takes a part; else it declines. `more`: another amount than asked for. */
export type Issuer = "full" | "half" | "more" | { readonly reason: WireDeclineReason; readonly hostCode: string };

/** How the answer to an approved sale goes out. */
export type Answering = "plainly" | "never" | "late" | "twice" | "other-amount" | "other-reference" | "garbage";

/** What breaks, and when. */
export interface Trouble {
  readonly moment: "before-approval" | "after-approval" | "after-commit";
  readonly what: "drop" | "drop-and-key-in" | "reboot" | "hang";
}

/** All of it. */
export interface Behavior {
  readonly shopper: Shopper;
  readonly issuer: Issuer;
  readonly answering: Answering;
  readonly trouble?: Trouble;
  /** For the documented table. */
  readonly says: string;
}

const plain = { shopper: "pays", issuer: "full", answering: "plainly" } as const;

function declines(reason: WireDeclineReason, hostCode: string): Behavior {
  return { ...plain, issuer: { reason, hostCode }, says: `The issuer declines: ${reason} (code ${hostCode}).` };
}

function breaks(moment: Trouble["moment"], what: Trouble["what"], says: string): Behavior {
  return { ...plain, trouble: { moment, what }, says };
}

/** Every behavior by its name. Response codes: ISO 8583 field 39. */
export const behaviors = {
  approve: { ...plain, says: "Approves." },

  "decline-insufficient-funds": declines("insufficient-funds", "51"),
  "decline-unspecified": declines("unspecified", "05"),
  "decline-expired-card": declines("expired-card", "54"),
  "decline-lost-or-stolen": declines("lost-or-stolen", "41"),
  "decline-call-issuer": declines("call-issuer", "01"),
  "decline-issuer-unavailable": declines("issuer-unavailable", "91"),
  "decline-limit-exceeded": declines("limit-exceeded", "61"),
  "decline-suspected-fraud": declines("suspected-fraud", "59"),
  "decline-not-permitted": declines("not-permitted", "57"),

  "shopper-cancels": { ...plain, shopper: "cancels-at-card", says: "The shopper presses cancel, with no card in." },
  "shopper-cancels-at-pin": { ...plain, shopper: "cancels-at-pin", says: "The shopper presses cancel at the PIN." },
  "no-card": { ...plain, shopper: "stays-away", says: "Nobody presents a card; the terminal gives up." },
  "wrong-pin-once": { ...plain, shopper: "mistypes-once", says: "A wrong PIN, then the right one: approves." },
  "wrong-pin-thrice": { ...plain, shopper: "mistypes-thrice", says: "Three wrong PINs: declines (code 75)." },
  "approve-half": { ...plain, issuer: "half", says: "Approves half where a part is allowed, else declines (code 51)." },
  "approve-more": { ...plain, issuer: "more", says: "Approves 1.00 more than was asked for." },

  silent: { ...plain, answering: "never", says: "Approves and never answers." },
  late: { ...plain, answering: "late", says: "Approves and answers late." },
  twice: { ...plain, answering: "twice", says: "Approves and answers twice." },
  "other-amount": { ...plain, answering: "other-amount", says: "Approves what was asked, but answers another amount." },
  "other-reference": { ...plain, answering: "other-reference", says: "Approves, but answers for another reference." },
  garbage: { ...plain, answering: "garbage", says: "Approves, and answers bytes that are no message." },

  "drop-before-approval": breaks("before-approval", "drop", "Drops the connection, then approves."),
  "drop-after-approval": breaks("after-approval", "drop", "Approves, then drops the connection without an answer."),
  "drop-after-commit": breaks("after-commit", "drop", "Commits, then drops the connection without saying so."),
  "keyed-over": breaks(
    "after-commit",
    "drop-and-key-in",
    "Commits and drops the connection; a sale of 5.00 EUR is keyed in by hand.",
  ),
  "reboot-before-approval": breaks(
    "before-approval",
    "reboot",
    "Restarts before the issuer answered: nothing happened.",
  ),
  "reboot-after-approval": breaks("after-approval", "reboot", "Approves, then restarts without an answer."),
  hang: breaks("after-approval", "hang", "Approves, then hangs for a while: no answers, not even to a new connection."),
} as const satisfies Record<string, Behavior>;

/** Any of them. */
export type BehaviorName = keyof typeof behaviors;

// The keys of the table above, which Object.keys gives as plain strings.
const names = Object.keys(behaviors) as [BehaviorName, ...BehaviorName[]];

export const behaviorNameSchema = z.enum(names);

/** Which last two digits of an amount choose what. Any other digits approve. */
export const behaviorsByDigits: Readonly<Record<string, BehaviorName>> = {
  "01": "decline-insufficient-funds",
  "02": "decline-unspecified",
  "03": "decline-expired-card",
  "04": "decline-lost-or-stolen",
  "05": "decline-call-issuer",
  "06": "decline-issuer-unavailable",
  "07": "decline-limit-exceeded",
  "08": "decline-suspected-fraud",
  "09": "decline-not-permitted",
  "41": "shopper-cancels",
  "42": "shopper-cancels-at-pin",
  "43": "no-card",
  "44": "wrong-pin-once",
  "45": "wrong-pin-thrice",
  "46": "approve-half",
  "47": "approve-more",
  "61": "silent",
  "62": "late",
  "63": "twice",
  "64": "other-amount",
  "65": "other-reference",
  "66": "garbage",
  "71": "drop-before-approval",
  "72": "drop-after-approval",
  "73": "drop-after-commit",
  "74": "reboot-before-approval",
  "76": "reboot-after-approval",
  "77": "hang",
  "78": "keyed-over",
};

/** The behavior that an amount chooses. */
export function behaviorOf(amountMinor: number): BehaviorName {
  return behaviorsByDigits[String(amountMinor % 100).padStart(2, "0")] ?? "approve";
}

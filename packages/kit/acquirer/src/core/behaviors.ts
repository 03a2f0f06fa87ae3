/**
 * Trouble on purpose: the last two digits of an amount choose it. The digits are others than those of the virtual
 * terminal, so that an amount means one thing wherever it is asked for.
 */

import type { ChipScript } from "../crypto/chip-answer.ts";

/** What a behavior does to a request that is right in everything else. */
export type Behavior =
  /** The issuer says no. */
  | { readonly kind: "decline"; readonly responseCode: string; readonly script?: ChipScript }
  /** A card that was tapped has to be inserted; an inserted one is approved. */
  | { readonly kind: "insert-card" }
  /** The first PIN is wrong, whatever it is; the next is checked as always. */
  | { readonly kind: "first-pin-wrong" }
  | { readonly kind: "approve-half" }
  /** Approves, and has something odd for the chip. */
  | { readonly kind: "chip"; readonly authentication?: "wrong" | "none"; readonly script?: ChipScript }
  /** Approves, and does something odd to the line. */
  | { readonly kind: "line"; readonly trouble: LineTrouble }
  /** Books nothing and answers nothing. */
  | { readonly kind: "lost"; readonly closes: boolean };

export type LineTrouble = "silent" | "late" | "twice" | "garbage" | "other-trace-number" | "other-amount" | "close";

/** A line of the table. */
export interface NamedBehavior {
  readonly digits: string;
  readonly name: string;
  readonly meaning: string;
  readonly behavior: Behavior;
}

const decline = (responseCode: string): Behavior => ({ kind: "decline", responseCode });
const line = (trouble: LineTrouble): Behavior => ({ kind: "line", trouble });

function row(digits: string, behavior: Behavior, [name, meaning]: readonly [string, string]): NamedBehavior {
  return { digits, name, meaning, behavior };
}

export const behaviors: readonly NamedBehavior[] = [
  row("11", decline("51"), ["decline-insufficient-funds", "Declines: insufficient-funds (code 51)."]),
  row("12", decline("05"), ["decline-unspecified", "Declines: unspecified (code 05), with a text for people."]),
  row("13", decline("54"), ["decline-expired-card", "Declines: expired-card (code 54)."]),
  row("14", decline("04"), ["pick-up-card", "Declines: lost-or-stolen (code 04)."]),
  row("15", decline("01"), ["refer-to-issuer", "Declines: call-issuer (code 01), with a text for people."]),
  row("16", decline("91"), ["issuer-unavailable", "Declines: issuer-unavailable (code 91)."]),
  row("17", decline("61"), ["decline-limit-exceeded", "Declines: limit-exceeded (code 61)."]),
  row("18", decline("59"), ["decline-suspected-fraud", "Declines: suspected-fraud (code 59)."]),
  row("19", decline("57"), ["decline-not-permitted", "Declines: not-permitted (code 57)."]),
  row("21", { kind: "insert-card" }, ["insert-card", "A tap is declined: contact-required (code 65). Else approves."]),
  row("22", { kind: "first-pin-wrong" }, [
    "wrong-pin",
    "The first PIN is wrong (code 55), the next is checked. Without a PIN approves.",
  ]),
  row("23", decline("75"), ["pin-tries-exceeded", "Declines: pin-tries-exceeded (code 75)."]),
  row("24", { kind: "approve-half" }, [
    "approve-half",
    "Approves half where field 60 allows it (code 10), else declines (code 51).",
  ]),
  row("25", decline("06"), ["error", "Answers code 06, which says nothing clear. Books nothing."]),
  row("26", { kind: "decline", responseCode: "43", script: "block-application" }, [
    "block-card",
    "Declines: lost-or-stolen (code 43), with a script that blocks the application.",
  ]),
  row("31", { kind: "chip", authentication: "wrong" }, [
    "wrong-arpc",
    "Approves with a response cryptogram that is wrong.",
  ]),
  row("32", { kind: "chip", authentication: "none" }, ["no-arpc", "Approves without a response cryptogram."]),
  row("33", { kind: "chip", script: "unblock-pin" }, [
    "script-71",
    "Approves with a script for before the second GENERATE AC: PIN UNBLOCK.",
  ]),
  row("34", { kind: "chip", script: "unblock-application" }, [
    "script-72",
    "Approves with a script for after it: APPLICATION UNBLOCK.",
  ]),
  row("51", line("silent"), ["silent", "Approves and never answers."]),
  row("52", line("late"), ["late", "Approves and answers late."]),
  row("53", line("twice"), ["twice", "Approves and answers twice."]),
  row("54", line("garbage"), ["garbage", "Approves and answers bytes that are no message."]),
  row("55", line("other-trace-number"), ["other-trace-number", "Approves, but answers for another trace number."]),
  row("56", line("other-amount"), ["other-amount", "Approves what was asked, but answers 1.00 more."]),
  row("57", { kind: "lost", closes: false }, ["lost", "Books nothing and never answers: the request never came."]),
  row("81", { kind: "lost", closes: true }, ["close-before-booking", "Closes the line; books nothing."]),
  row("82", line("close"), ["close-after-booking", "Approves, then closes the line without an answer."]),
];

const byDigits = new Map(behaviors.map((one) => [one.digits, one.behavior]));

/** What an amount chooses; `undefined` for most. */
export function behaviorOf(amountMinor: number): Behavior | undefined {
  return byDigits.get(String(amountMinor % 100).padStart(2, "0"));
}

/** Field 44: what a person should read. Most codes say enough by themselves. */
export function textFor(responseCode: string): string | undefined {
  return texts.get(responseCode);
}

const texts: ReadonlyMap<string, string> = new Map([
  ["01", "CALL ISSUER"],
  ["05", "DECLINED"],
]);

/** The auditor: reads the three ledgers and lists every promise that was broken. An empty list is a good day. */
import type { Ledgers } from "./ledgers.ts";
import { doubleCharges, falselyNotCharged, orphans, paidWithoutMoney } from "./money.ts";
import { decidedTwice, overtaken, sentTooEarly, takenWithoutRoom, unfinished } from "./order.ts";
import { brokenRefusals, changedOutcomes, numbersUsedTwice, unanswered, wordsTakenBack } from "./words.ts";

const checks = [
  orphans,
  doubleCharges,
  paidWithoutMoney,
  falselyNotCharged,
  changedOutcomes,
  wordsTakenBack,
  numbersUsedTwice,
  unanswered,
  brokenRefusals,
  sentTooEarly,
  overtaken,
  takenWithoutRoom,
  unfinished,
  decidedTwice,
];

/** All broken promises. */
export function audit(ledgers: Ledgers): readonly string[] {
  return checks.flatMap((check) => check(ledgers));
}

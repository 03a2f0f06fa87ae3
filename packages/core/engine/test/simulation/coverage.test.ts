/** The days are eventful: everything that the promises speak of happens in them. What never happens proves nothing. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { nameOf, stateOf } from "../harness/terminal-ledger.ts";
import { recordsOf, toldViews } from "../audit/ledgers.ts";
import type { Ledgers } from "../audit/ledgers.ts";
import { scenarios } from "./scenario.ts";
import { simulate } from "./simulate.ts";

const days = 2_000;

/** Everything that happened in a day, in words. */
function happenings(ledgers: Ledgers): readonly string[] {
  const { journal, tills, terminals } = ledgers;
  const outcomes = recordsOf(ledgers, "outcome").map(({ outcome }) => outcome);
  return [
    ...journal.map(({ record }) => `record ${record.type}`),
    ...outcomes.map((outcome) => `outcome ${outcome.kind}`),
    ...outcomes.flatMap((outcome) => (outcome.kind === "failed" ? [`failed ${outcome.code}`] : [])),
    ...recordsOf(ledgers, "reversal").map(({ reason }) => `reversal ${reason}`),
    ...recordsOf(ledgers, "parked").map(({ reversal }) => `parked ${reversal ? "reversal" : "payment"}`),
    ...recordsOf(ledgers, "sent").map(({ recovery }) => `level ${recovery.level}`),
    ...lastResults(ledgers),
    ...terminals.flatMap(({ entries }) => entries.map((entry) => `terminal ${stateOf(entry)}`)),
    ...toldViews(ledgers).map(({ view }) => `told ${view.state}`),
    ...tills.flatMap(({ till }) => till.events.map(({ event }) => `event ${event.body.type}`)),
    ...tills.flatMap(({ till }) =>
      till.requests.flatMap(({ command, replies, vanished }) => [
        ...(vanished ? ["request vanished"] : []),
        ...replies.map(({ reply }) =>
          reply.kind === "error" ? `error ${reply.error.code}` : `answered ${command.type}`,
        ),
        ...replies.flatMap(({ reply }) =>
          reply.kind === "result" && "cancel" in reply.result ? [`cancel ${reply.result.cancel}`] : [],
        ),
      ]),
    ),
  ];
}

/** How payments ended that a terminal of level C could not name: proven never carried out, undone, or parked. */
function lastResults(ledgers: Ledgers): readonly string[] {
  const lastOnly = new Set(ledgers.terminals.filter(({ traits }) => traits.level === "C").map(({ lane }) => lane));
  const keyedIn = ledgers.terminals.some(
    ({ lane, entries }) => lastOnly.has(lane) && entries.some(({ references }) => nameOf(references) === ""),
  );
  return [
    ...recordsOf(ledgers, "outcome").flatMap(({ lane, outcome }) =>
      lastOnly.has(lane) && outcome.kind === "failed" && outcome.code === "NOT_COMPLETED" ? ["last proves"] : [],
    ),
    ...recordsOf(ledgers, "parked").flatMap(({ lane }) => (lastOnly.has(lane) && keyedIn ? ["last parked"] : [])),
    ...recordsOf(ledgers, "reversal").flatMap(({ lane, reason }) =>
      lastOnly.has(lane) && reason === "no-answer" ? ["last undone"] : [],
    ),
  ];
}

const expected = [
  "record intent, prepared, sent, gateway-state, refused, settled, outcome, reversal, reversed, acknowledged, closed, parked, numbers",
  "outcome approved, declined, canceled, failed",
  "failed ANSWER_MISMATCH, REVERSED, NOT_COMPLETED, DEVICE_REFUSED, DEVICE_UNREACHABLE",
  "reversal canceled, mismatch, partial-refused, not-wanted, no-answer, card-refused",
  "parked reversal, payment",
  "level A, B, C, D",
  "last proves, parked, undone",
  "terminal live, undone, reversed, declined, canceled, failed",
  "told sent, unknown, parked, final",
  "event accepted, sent, online-answered, reversing, reversed, parked, completed, resolved",
  "event unknown, canceling, question, question-closed, card-presented",
  "request vanished",
  "error KEY_REUSED, KEY_CLOSED, LANE_BUSY, LANE_NOT_READY, BRIDGE_STOPPING, PAYMENT_RUNNING, STORAGE_LOW, QUESTION_CLOSED, NOT_FOUND",
  "answered payment.sale, payment.get, payment.watch, payment.cancel, payment.close, payment.acknowledge, payment.answer",
  "cancel canceling, too-late, nothing-to-cancel",
].flatMap((line) => {
  const [word = "", ...rest] = line.split(" ");
  return rest
    .join(" ")
    .split(", ")
    .map((what) => `${word} ${what}`);
});

test(`${days} days have everything in them`, { timeout: 120_000 }, () => {
  const seen = new Set(fc.sample(scenarios, { seed: 1, numRuns: days }).flatMap((day) => happenings(simulate(day))));
  expect(expected.filter((what) => !seen.has(what))).toEqual([]);
});

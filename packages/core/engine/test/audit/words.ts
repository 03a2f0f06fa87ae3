/** P5 and P6: the same key has the same outcome, what was said is durable and goes forward, each request has one answer. */
import { isDeepStrictEqual } from "node:util";
import type { PaymentOutcome, PaymentView } from "@tillwire/plugin-api";
import type { AskedRequest, HeardEvent } from "../harness/till.ts";
import { movementsOf, recordsOf, toldViews } from "./ledgers.ts";
import type { Ledgers } from "./ledgers.ts";

/** P5. One final outcome a key, whoever is told, whenever; and an answer is about what was asked. */
export function changedOutcomes(ledgers: Ledgers): readonly string[] {
  const first = new Map<string, PaymentOutcome>();
  const changed = toldViews(ledgers).flatMap(({ key, view: { outcome } }) => {
    if (!outcome) return [];
    const before = first.get(key) ?? outcome;
    first.set(key, before);
    return isDeepStrictEqual(withoutProgress(before), withoutProgress(outcome)) ? [] : [`P5: ${key} has two outcomes.`];
  });
  return [...changed, ...answersToOthers(ledgers)];
}

function withoutProgress(outcome: PaymentOutcome): PaymentOutcome {
  if (outcome.kind === "approved") return outcome;
  const { reversal: _, ...plain } = outcome;
  return plain;
}

function answersToOthers({ tills }: Ledgers): readonly string[] {
  const requests = tills.flatMap(({ till }) => till.requests);
  return requests.flatMap(({ command, replies }) =>
    replies.flatMap(({ reply }) => {
      if (command.type !== "payment.sale" || reply.kind === "error" || !("payment" in reply.result)) return [];
      const { amount, lane } = reply.result.payment;
      const same = amount.amountMinor === command.amount.amountMinor && lane === command.lane;
      return same ? [] : [`P5: a sale under ${command.key} was answered with another payment.`];
    }),
  );
}

const ranks: Record<PaymentView["state"], number> = { accepted: 0, sent: 1, unknown: 2, parked: 3, final: 4 };
const progressRanks = { none: 0, pending: 1, done: 2, parked: 2 };

/** P6. States go forward only, across restarts too, and what a till heard stands in the journal. */
export function wordsTakenBack(ledgers: Ledgers): readonly string[] {
  const last = new Map<string, { readonly rank: number; readonly progress: number }>();
  const outcomes = recordsOf(ledgers, "outcome");
  const facts = new Set(
    ledgers.journal.flatMap(({ record, lane }) => ("seq" in record ? [`${lane} ${record.seq}`] : [])),
  );
  const backwards = toldViews(ledgers).flatMap(({ key, stamp, till, view }) => {
    const now = { rank: ranks[view.state], progress: progressOf(view) };
    const before = last.get(`${till} ${key}`) ?? now;
    last.set(`${till} ${key}`, now);
    const kept = view.state !== "final" || outcomes.some((outcome) => outcome.key === key && outcome.stamp <= stamp);
    return [
      ...(now.rank < before.rank || now.progress < before.progress ? [`P6: ${key} went back to ${view.state}.`] : []),
      ...(kept ? [] : [`P6: ${key} was told ${view.state} before it was written down.`]),
    ];
  });
  const unwritten = heardFacts(ledgers).filter(({ event }) => !facts.has(`${event.lane} ${event.seq}`));
  return [...backwards, ...unwritten.map(({ event }) => `P6: ${event.body.type} of ${event.key} is in no record.`)];
}

function progressOf({ outcome }: PaymentView): number {
  return progressRanks[(outcome && outcome.kind !== "approved" ? outcome.reversal : undefined) ?? "none"];
}

const factTypes: ReadonlySet<string> = new Set([
  "accepted",
  "sent",
  "canceling",
  "online-answered",
  "reversing",
  "reversed",
  "parked",
  "completed",
  "resolved",
]);

function heardFacts({ tills }: Ledgers): readonly HeardEvent[] {
  return tills.flatMap(({ till }) => till.events).filter(({ event }) => factTypes.has(event.body.type));
}

/** Event numbers of a lane rise strictly, across restarts too. */
export function numbersUsedTwice({ tills }: Ledgers): readonly string[] {
  return tills.flatMap(({ till }) => {
    const last = new Map<string, number>();
    return till.events.flatMap(({ event: { lane, seq } }) => {
      const before = last.get(lane) ?? 0;
      last.set(lane, seq);
      return seq > before ? [] : [`Events: number ${seq} of ${lane} comes after ${before}.`];
    });
  });
}

/** Every request has one answer, except where the POS or the bridge was gone. */
export function unanswered({ tills }: Ledgers): readonly string[] {
  return tills.flatMap(({ till }) => till.requests.flatMap(answersMissing));
}

function answersMissing({ command, replies, vanished }: AskedRequest): readonly string[] {
  if (replies.length === 1 || (vanished && replies.length === 0)) return [];
  return [`Answers: ${command.type} got ${replies.length}.`];
}

/** An error that says that nothing was run, and a closed key, keep their word. */
export function brokenRefusals(ledgers: Ledgers): readonly string[] {
  const intents = recordsOf(ledgers, "intent");
  const { byKey } = movementsOf(ledgers);
  const requests = ledgers.tills.flatMap(({ till }) => till.requests);
  return requests.flatMap(({ command, replies, stamp }) =>
    replies.flatMap(({ reply }) => {
      if (command.type === "payment.sale" && reply.kind === "error") {
        const { code, effect } = reply.error;
        const ran = intents.some((intent) => intent.key === command.key && intent.stamp <= stamp);
        return effect === "none" && code !== "KEY_REUSED" && ran ? [`P4: ${command.key} was refused, and runs.`] : [];
      }
      const closed = command.type === "payment.close" && reply.kind === "result" && "closed" in reply.result;
      if (!closed || !("closed" in reply.result) || !reply.result.closed) return [];
      return byKey.has(command.key) ? [`P4: ${command.key} was closed, and ran.`] : [];
    }),
  );
}

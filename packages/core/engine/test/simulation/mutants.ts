/**
 * Mutants: engines that break one rule each, made of the real one and a wrapper. The auditor has to catch every one of
 * them, else it proves nothing.
 */
import type { AttemptOutcome, DeclineReason, PaymentView } from "@tillwire/plugin-api";
import { decide, findPayment, initialState, openPayments } from "../../src/index.ts";
import type { AttemptRef, Effect, EngineState, Input, Occasion } from "../../src/index.ts";
import { lookUp } from "../../src/table.ts";
import type { Mutation } from "./simulate.ts";

const declined: AttemptOutcome = { kind: "declined", reason: "unspecified" };
const notCompleted: AttemptOutcome = { kind: "failed", code: "NOT_COMPLETED", message: "There is no such payment." };

/** A wrapper that changes what the engine is told. */
function told(change: (input: Input, state: EngineState) => Input): Mutation {
  return { decide: (state, occasion) => decide(state, { ...occasion, input: change(occasion.input, state) }) };
}

/** A wrapper that changes what the engine wants done. */
function done(change: (effect: Effect, occasion: Occasion) => readonly Effect[]): Mutation {
  return {
    decide: (state, occasion) => {
      const decision = decide(state, occasion);
      return { ...decision, effects: decision.effects.flatMap((effect) => change(effect, occasion)) };
    },
  };
}

/** R2: an error without an answer is taken for a no. */
const timeoutIsDeclined = told((input) =>
  input.type === "executed" && "error" in input.answer ? { ...input, answer: { result: declined } } : input,
);

/** R2, of a gateway: silence is taken for a no, or for a wrong PIN, after which the card is read again. */
function silenceIsDeclined(reason: DeclineReason): Mutation {
  return told((input) =>
    input.type === "gateway-answered" && "error" in input.answer && input.answer.error.effect === "possible"
      ? { ...input, answer: { result: { kind: "attempt", outcome: { kind: "declined", reason } } } }
      : input,
  );
}

/** A message to the gateway leaves, whatever was written down before. */
const everythingMayLeave = done((effect) =>
  effect.type === "permit-send" ? [{ ...effect, permitted: true }] : [effect],
);

/** R4: "not found" is believed at once. */
const notFoundIsFinal = told((input) =>
  input.type === "looked-up" && "result" in input.answer && input.answer.result.kind === "not-found"
    ? { ...input, answer: { result: { kind: "found", outcome: notCompleted } } }
    : input,
);

/** P4: what a terminal shows instead of ours is taken for "not found". */
const anyLastProves = told((input, state) => {
  if (input.type !== "looked-up" || !("result" in input.answer)) return input;
  if (input.answer.result.kind !== "last-is-other" || !askedAfterHorizon(state, input.attempt)) return input;
  return { ...input, answer: { result: { kind: "found", outcome: notCompleted } } };
});

/** So that no other rule is broken. */
function askedAfterHorizon(state: EngineState, { lane, key }: AttemptRef): boolean {
  const live = state.lanes.get(lane)?.live;
  const step = live && lookUp(live, key)?.step;
  return step?.type === "looking" && step.afterHorizon;
}

/** R9: a reversal that nobody acknowledged is taken for done. */
const silenceIsReversed = told((input) =>
  input.type === "reverse-answered" && "error" in input.answer
    ? { ...input, answer: { result: { kind: "done" } } }
    : input,
);

/** P8: after a restart the horizon counts as passed. */
const horizonForgotten = done((effect, { input }) => {
  const horizon = effect.type === "start-timer" && effect.timer.kind === "horizon" && input.type === "started";
  return horizon ? [{ ...effect, durationMs: 0 }] : [effect];
});

/** P5: another request under the same key is answered as if it were the same. */
const otherRequestsFit = told((input, state) => {
  if (input.type !== "command" || input.command.type !== "payment.sale") return input;
  const known = findPayment(state, { key: input.command.key });
  if (!known) return input;
  const { lane, amount, terms } = known;
  return { ...input, command: { ...input.command, lane, amount, partialApproval: terms.partialApproval } };
});

/** Effects do not wait for the disk. */
const effectsBeforeDurable: Mutation = { performsEarly: true };

/** An undoing that was decided is not taken up after a restart. */
const reversalForgotten: Mutation = {
  decide: (state, occasion) => {
    if (occasion.input.type !== "started") return decide(state, occasion);
    const others = [...state.lanes.values()].map(({ config }) => config);
    const { open } = initialState(others);
    return { ...decide({ ...state, open: withoutUndoings(state, open) }, occasion) };
  },
};

function withoutUndoings(state: EngineState, empty: EngineState["open"]): EngineState["open"] {
  const undoing = [...state.open.buckets].some((bucket) =>
    [...(bucket?.values() ?? [])].some((key) => findPayment(state, { key })?.reversal?.state === "pending"),
  );
  return undoing ? empty : state.open;
}

/** What is open is forgotten altogether. */
const openForgotten: Mutation = {
  decide: (state, occasion) =>
    occasion.input.type === "started" ? { state, records: [], effects: [] } : decide(state, occasion),
};

/** R8: a wish to cancel is answered as if it had come true. */
const cancelIsOutcome = done((effect, { input }) => {
  if (effect.type !== "reply" || input.type !== "command" || input.command.type !== "payment.cancel") return [effect];
  const canceling =
    effect.reply.kind === "result" && "cancel" in effect.reply.result && effect.reply.result.cancel === "canceling";
  if (!canceling) return [effect];
  const payment = { key: input.command.key, state: "final", outcome: { kind: "canceled", by: "pos" } };
  // What a hasty engine would make up; only what the auditor reads is there.
  return [{ ...effect, reply: { kind: "result", result: { payment: payment as unknown as PaymentView } } }];
});

/** An approval that comes after its undoing was decided is kept after all. */
const lateApprovalWins: Mutation = {
  decide: (state, occasion) => {
    const decision = decide(state, occasion);
    const { input } = occasion;
    if (input.type !== "settle-asked") return decision;
    const undoing = openPayments(state).some(
      ({ lane, outcome }) =>
        lane === input.lane && outcome && outcome.kind !== "approved" && outcome.reversal === "pending",
    );
    return undoing ? { ...decision, effects: decision.effects.map(kept) } : decision;
  },
};

function kept(effect: Effect): Effect {
  return effect.type === "settle" ? { ...effect, verdict: "keep" } : effect;
}

/** R1: what was open is sent again, together with the lookup, once the device is there. */
const sentAgain = done((effect, { input }) => {
  if (effect.type !== "look-up" || input.type !== "device-ready") return [effect];
  const { attemptId, references, amount } = effect.request;
  const request = { operation: "sale", attemptId, references, amount, partialApproval: false } as const;
  return [effect, { type: "execute", attempt: effect.attempt, request }];
});

/** R6: whatever was approved is taken for what was asked for. */
const anyApprovalFits = told((input, state) => {
  if (input.type !== "executed" || !("result" in input.answer) || input.answer.result.kind !== "approved") return input;
  const payment = findPayment(state, { key: input.attempt.key });
  if (!payment) return input;
  const { amountMinor, currency } = payment.amount;
  const breakdown = {
    ...input.answer.result.breakdown,
    currency,
    requestedMinor: amountMinor,
    authorizedMinor: amountMinor,
  };
  return { ...input, answer: { result: { ...input.answer.result, breakdown } } };
});

/** Whatever a terminal wants to commit it may. */
const everythingIsKept = done((effect) => (effect.type === "settle" ? [{ ...effect, verdict: "keep" }] : [effect]));

/** R5: a terminal of level C or D gets the next payment at once. */
const nothingBlocks: Mutation = {
  decide: (state, occasion) => {
    const lanes = new Map([...state.lanes].map(([name, lane]) => [name, { ...lane, blocking: 0 }]));
    return decide({ ...state, lanes }, occasion);
  },
};

/** P7: new payments use the room that is kept for the open ones. */
const roomForAll: Mutation = {
  decide: (state, occasion) => decide({ ...state, room: "enough" }, occasion),
};

/** Event numbers begin anew after a restart. */
const numbersBeginAnew: Mutation = {
  decide: (state, occasion) => {
    if (occasion.input.type !== "started") return decide(state, occasion);
    const lanes = new Map([...state.lanes].map(([name, lane]) => [name, { ...lane, nextSeq: 1 }]));
    return decide({ ...state, lanes }, occasion);
  },
};

/** A closed key may start after all. */
const closedKeysRun: Mutation = {
  decide: (state, occasion) => {
    const decision = decide(state, occasion);
    const { input } = occasion;
    const closes = input.type === "command" && input.command.type === "payment.close";
    return closes ? { ...decision, state, records: [] } : decision;
  },
};

/** A request is answered twice. */
const answersTwice = done((effect) => (effect.type === "reply-from-state" ? [effect, effect] : [effect]));

/** A mutant, with the marks of the promises that it has to be caught breaking. */
export interface Mutant {
  readonly mutation: Mutation;
  readonly breaks: RegExp;
}

/** All mutants, by the rule that they break. */
export const mutants: Readonly<Record<string, Mutant>> = {
  "a timeout is taken for a decline (R2)": { mutation: timeoutIsDeclined, breaks: /^P[14]/ },
  "a gateway's silence is taken for a decline (R2)": {
    mutation: silenceIsDeclined("unspecified"),
    breaks: /^P[14]/,
  },
  "a gateway's silence is taken for a wrong PIN (R2)": {
    mutation: silenceIsDeclined("wrong-pin"),
    breaks: /^P[124]/,
  },
  "a message leaves that was not written down": { mutation: everythingMayLeave, breaks: /^P1/ },
  '"not found" is believed before the horizon (R4)': { mutation: notFoundIsFinal, breaks: /^P[14]/ },
  "any last result proves that ours never came": { mutation: anyLastProves, breaks: /^P4/ },
  "a reversal without an answer is taken for done (R9)": { mutation: silenceIsReversed, breaks: /^P[14]/ },
  "after a restart the horizon counts as passed (P8)": { mutation: horizonForgotten, breaks: /^P[14]/ },
  "another request under the same key is answered (P5)": { mutation: otherRequestsFit, breaks: /^P5/ },
  "effects do not wait for the disk": { mutation: effectsBeforeDurable, breaks: /^(P1|P3|P6|Order)/ },
  "an undoing is forgotten at a restart": { mutation: reversalForgotten, breaks: /^(P1|P4|P9)/ },
  "open payments are forgotten at a restart": { mutation: openForgotten, breaks: /^(P1|P9)/ },
  "a wish to cancel is answered as the outcome (R8)": { mutation: cancelIsOutcome, breaks: /^(P4|P5|P6)/ },
  "an approval overrides an undoing that was decided": { mutation: lateApprovalWins, breaks: /^P[14]/ },
  "a sale is sent again after a restart (R1)": { mutation: sentAgain, breaks: /^P[1234]/ },
  "any approval fits (R6)": { mutation: anyApprovalFits, breaks: /^P3/ },
  "a terminal may commit whatever it wants": { mutation: everythingIsKept, breaks: /^P[14]/ },
  "a last-result terminal gets the next sale at once (R5)": { mutation: nothingBlocks, breaks: /^R5/ },
  "new payments use the room of the open ones (P7)": { mutation: roomForAll, breaks: /^P7/ },
  "event numbers begin anew after a restart": { mutation: numbersBeginAnew, breaks: /^Events/ },
  "a closed key may start after all": { mutation: closedKeysRun, breaks: /^P4/ },
  "a request is answered twice": { mutation: answersTwice, breaks: /^Answers/ },
};

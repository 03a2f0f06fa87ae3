/**
 * A reader and a payment host, with the plain plugins that speak to them. What is modeled is which messages arrive, and
 * when; the host's books say what happened to the money.
 */
import type {
  AttemptOutcome,
  Breakdown,
  DeclineReason,
  GatewayOutcome,
  LookupResult,
  ReaderCapabilities,
  References,
} from "@tillwire/plugin-api";
import type { AttemptRef, CardRead, Effect, GatewayRequest, Input } from "../../src/index.ts";
import { linkLost, linkTimeout, unreachable } from "./failures.ts";
import type { HostPlan, ReadPlan } from "./counter-plans.ts";
import { ableReader } from "./counter-plans.ts";
import { nameOf, stateOf } from "./terminal-ledger.ts";
import type { Movement } from "./terminal-ledger.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What a counter is made of. Plans are asked for anew each time. */
export interface CounterOptions {
  readonly lane: AttemptRef["lane"];
  readonly clock: VirtualClock;
  readonly nextRead: () => ReadPlan;
  readonly nextMessage: () => HostPlan;
  readonly reader?: ReaderCapabilities;
  readonly dispatch: (input: Input) => void;
}

/** Effects for a reader or a gateway. */
export type CounterEffect = Extract<
  Effect,
  { readonly type: "read-card" | "finish-card" | "abandon-card" | "ask-gateway" | "permit-send" | "give-up" }
>;

/** A counter. */
export interface VirtualCounter {
  /** What the payment host holds of each attempt that arrived. */
  readonly books: readonly Movement[];
  perform(effect: CounterEffect): void;
  connect(): void;
  disconnect(hostGone?: boolean): void;
}

type GatewayAnswer = Extract<Input, { readonly type: "gateway-answered" }>["answer"];

const answerTimeoutMs = 15_000;

/** Makes a counter that is not connected yet. */
export function createVirtualCounter(options: CounterOptions): VirtualCounter {
  const { lane, clock, dispatch, nextRead, nextMessage } = options;
  const books: Movement[] = [];
  const reads = new Map<string, { readonly attempt: AttemptRef; readonly plan: ReadPlan }>();
  const transactions = new Map<string, ReadPlan>();
  /** Messages whose answer is waited for, with how to give up. */
  const exchanges = new Map<string, () => void>();
  const sends = new Map<string, (permitted: boolean) => void>();
  let connected = false;
  let run = 0;
  let names = 0;

  /** Whatever was under way when the bridge died is not reported to the next one. */
  function later(durationMs: number, work: () => void): void {
    const now = run;
    clock.after(durationMs, () => {
      if (now === run) work();
    });
  }

  function read(effect: Extract<CounterEffect, { type: "read-card" }>): void {
    const { attempt } = effect;
    const plan = nextRead();
    if (!connected) return later(0, () => dispatch({ type: "card-read", attempt, answer: { error: unreachable } }));
    reads.set(attempt.attemptId, { attempt, plan });
    if (plan.ends === "never") return;
    later(plan.readMs, () => {
      if (!reads.delete(attempt.attemptId)) return;
      if (plan.ends === "fails") return dispatch({ type: "card-read", attempt, answer: { error: linkLost } });
      dispatch({ type: "card-read", attempt, answer: { result: resultOf(plan) } });
    });
  }

  function resultOf(plan: ReadPlan): CardRead {
    const transactionId = `tx_${lane}_${(names += 1)}`;
    const card = { summary: { entry: plan.entry, brand: "Visa" }, emv: { "9F27": "80" } } as const;
    transactions.set(transactionId, plan);
    switch (plan.ends) {
      case "paused":
        return { kind: "online-completion", transactionId, card };
      case "final":
        return { kind: "online-final", transactionId, card };
      case "offline-approved":
        return { kind: "offline-approved", transactionId, card };
      case "offline-declined":
        return { kind: "offline-declined", reason: "offline-declined", card };
      case "other-interface":
        return { kind: "try-other-interface", entries: ["chip"], promptId: "insert-card" };
      case "shopper-cancels":
      case "fails":
      case "never":
        return { kind: "canceled", by: "shopper" };
    }
  }

  function finish(effect: Extract<CounterEffect, { type: "finish-card" | "abandon-card" }>): void {
    const { attempt } = effect;
    const plan = transactions.get(effect.request.transactionId);
    transactions.delete(effect.request.transactionId);
    later(plan?.finishMs ?? 0, () => {
      if (!connected || plan?.lastWord === "gone") {
        return dispatch({ type: "card-finished", attempt, answer: { error: linkLost } });
      }
      const approved = effect.type === "finish-card" && effect.request.answer.verdict === "approved";
      const accepted = approved && plan?.lastWord === "agrees";
      dispatch({
        type: "card-finished",
        attempt,
        answer: { result: { accepted, emv: { "9F27": accepted ? "40" : "00" } } },
      });
    });
  }

  function ask({ attempt, request }: Extract<CounterEffect, { type: "ask-gateway" }>): void {
    const plan = nextMessage();
    const tell = (answer: GatewayAnswer): void => dispatch({ type: "gateway-answered", attempt, answer });
    if (plan.unreachable || !connected) return later(10, () => tell({ error: unreachable }));
    if (request.operation !== "authorize") return exchange(plan, { request, tell });
    later(plan.makeMs, () => askToSend(plan, { attempt, request, tell }));
  }

  function askToSend(
    plan: HostPlan,
    {
      attempt,
      request,
      tell,
    }: {
      readonly attempt: AttemptRef;
      readonly request: Extract<GatewayRequest, { operation: "authorize" }>;
      readonly tell: (answer: GatewayAnswer) => void;
    },
  ): void {
    askLeave(attempt, request, (permitted) => {
      if (!permitted) return tell({ result: { kind: "attempt", outcome: notSent } });
      if (!plan.twoMessages) return exchange(plan, { request, tell });
      askLeave(attempt, request, (again) => (again ? exchange(plan, { request, tell }) : tell({ error: linkLost })));
    });
  }

  /** Before a message that moves money leaves. */
  function askLeave(
    attempt: AttemptRef,
    { references }: Extract<GatewayRequest, { operation: "authorize" }>,
    go: (permitted: boolean) => void,
  ): void {
    const sendId = `sd_${lane}_${(names += 1)}`;
    sends.set(sendId, go);
    dispatch({ type: "send-asked", attempt, sendId, state: { ...references } });
  }

  /** A message and its answer. Once we have stopped waiting for it, it may still arrive. */
  function exchange(
    plan: HostPlan,
    { request, tell }: { readonly request: GatewayRequest; readonly tell: (answer: GatewayAnswer) => void },
  ): void {
    if (!connected) return later(0, () => tell({ error: unreachable }));
    let waiting = true;
    const { attemptId } = request;
    const end = (answer: GatewayAnswer): void => {
      if (!waiting) return; // matched by nobody
      waiting = false;
      exchanges.delete(attemptId);
      tell(answer);
    };
    exchanges.set(attemptId, () => end({ error: linkTimeout }));
    later(answerTimeoutMs, () => end({ error: linkTimeout }));
    if (plan.requestLost) return;
    clock.after(plan.travelMs, () => {
      const result = hostAnswers(request, plan); // the host works on, whatever becomes of the bridge
      if (!plan.answerLost) later(plan.travelMs, () => end({ result }));
    });
  }

  function hostAnswers(request: GatewayRequest, plan: HostPlan): GatewayOutcome {
    const { references } = request.operation === "authorize" ? request : request.original;
    const known = books.find((entry) => nameOf(entry.references) === nameOf(references));
    switch (request.operation) {
      case "authorize":
        return { kind: "attempt", outcome: authorize(request, plan) };
      case "lookup":
        if (!known) refuseFromNowOn(references);
        return { kind: "lookup", result: lookupIn(known) };
      case "reverse":
        if (!known) refuseFromNowOn(references);
        else if (stateOf(known) === "live") note(known, "reversed");
        return { kind: "reverse", result: { kind: known ? "done" : "not-found" } };
    }
  }

  function lookupIn(known: Movement | undefined): LookupResult {
    if (known?.approval && stateOf(known) === "live") return { kind: "found", outcome: known.approval };
    if (known) return { kind: "found", outcome: { kind: "declined", reason: "unspecified" } };
    return { kind: "not-found" };
  }

  /** What the host does not know it refuses should it arrive after all. */
  function refuseFromNowOn(references: References): void {
    books.push({ references, history: [{ stamp: clock.stamp(), state: "declined" }] });
  }

  function note(entry: Movement, state: "reversed"): void {
    entry.history.push({ stamp: clock.stamp(), state });
  }

  function authorize(request: Extract<GatewayRequest, { operation: "authorize" }>, { says }: HostPlan): AttemptOutcome {
    const { references } = request;
    const hostReference = `H${String(books.length).padStart(5, "0")}`;
    const known = books.some((entry) => nameOf(entry.references) === nameOf(references));
    if (known || !(says === "approves" || says === "approves-part" || says === "approves-other-amount")) {
      const reason = known || says.startsWith("approves") ? "unspecified" : (says as DeclineReason); // not one of the above
      if (!known) books.push({ references, history: [{ stamp: clock.stamp(), state: "declined" }] });
      return { kind: "declined", reason, hostReference };
    }
    const approval = {
      kind: "approved",
      breakdown: breakdownOf(request, says),
      hostReference,
      authorizationCode: "A12345",
    } as const;
    books.push({ references, history: [{ stamp: clock.stamp(), state: "live" }], approval });
    return approval;
  }

  return {
    books,
    connect() {
      if (connected) return;
      connected = true;
      dispatch({ type: "reader-ready", lane, capabilities: options.reader ?? ableReader });
      dispatch({ type: "gateway-ready", lane });
    },
    disconnect(hostGone = false) {
      if (!connected) return;
      connected = false;
      if (hostGone) run += 1;
      const gone = [...reads.values()];
      reads.clear();
      transactions.clear();
      if (hostGone) return sends.clear();
      dispatch({ type: "device-lost", lane, error: linkLost });
      dispatch({ type: "gateway-lost", lane, error: linkLost });
      for (const { attempt } of gone) dispatch({ type: "card-read", attempt, answer: { error: linkLost } });
    },
    perform(effect) {
      switch (effect.type) {
        case "read-card":
          return read(effect);
        case "finish-card":
        case "abandon-card":
          return finish(effect);
        case "ask-gateway":
          return ask(effect);
        case "permit-send":
          sends.get(effect.sendId)?.(effect.permitted);
          sends.delete(effect.sendId);
          return;
        case "give-up": {
          exchanges.get(effect.attemptId)?.();
          const reading = reads.get(effect.attemptId);
          if (!reading) return;
          reads.delete(effect.attemptId);
          const { attempt } = reading;
          later(1, () => dispatch({ type: "card-read", attempt, answer: { result: { kind: "canceled", by: "pos" } } }));
        }
      }
    },
  };
}

function breakdownOf(
  { amount, tipMinor = 0, cashbackMinor = 0 }: Extract<GatewayRequest, { operation: "authorize" }>,
  says: "approves" | "approves-part" | "approves-other-amount",
): Breakdown {
  const { currency, amountMinor } = amount;
  const asked = amountMinor + tipMinor + cashbackMinor;
  const parts = { currency, requestedMinor: amountMinor, tipMinor, surchargeMinor: 0, cashbackMinor };
  switch (says) {
    case "approves":
      return { ...parts, authorizedMinor: asked };
    case "approves-part":
      return { ...parts, authorizedMinor: Math.floor(asked / 2) };
    case "approves-other-amount":
      return { ...parts, requestedMinor: 1, authorizedMinor: 1 };
  }
}

const notSent: AttemptOutcome = { kind: "failed", code: "ABORTED", message: "It was stopped before it was sent." };

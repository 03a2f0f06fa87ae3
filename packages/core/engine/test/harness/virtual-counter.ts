/**
 * A reader and a payment host, with the plain plugins that speak to them. What is modeled is which messages arrive, and
 * when; the host's books say what happened to the money.
 */
import type { AttemptOutcome, GatewayOutcome, ReaderCapabilities } from "@tillwire/plugin-api";
import type { AttemptRef, CardRead, Effect, GatewayRequest, Input } from "../../src/index.ts";
import { linkLost, linkTimeout, unreachable } from "./failures.ts";
import type { HostPlan, ReadPlan } from "./counter-plans.ts";
import { ableReader } from "./counter-plans.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What the host holds of one attempt. */
export interface HostEntry {
  readonly trace: string;
  /** What it said to the authorization. */
  readonly outcome: AttemptOutcome | undefined;
  state: "live" | "declined" | "reversed";
}

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
  readonly books: readonly HostEntry[];
  perform(effect: CounterEffect): void;
  connect(): void;
  disconnect(hostGone?: boolean): void;
}

const answerTimeoutMs = 15_000;

/** Makes a counter that is not connected yet. */
export function createVirtualCounter(options: CounterOptions): VirtualCounter {
  const { lane, clock, dispatch, nextRead, nextMessage } = options;
  const books: HostEntry[] = [];
  const reads = new Map<string, { readonly attempt: AttemptRef; readonly plan: ReadPlan }>();
  const transactions = new Map<string, ReadPlan>();
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
    const transactionId = `tx_${(names += 1)}`;
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
    const tell = (answer: Extract<Input, { type: "gateway-answered" }>["answer"]): void =>
      dispatch({ type: "gateway-answered", attempt, answer });
    if (plan.unreachable) return later(10, () => tell({ error: unreachable }));
    if (request.operation !== "authorize") return exchange(plan, { request, tell });
    const sendId = `sd_${(names += 1)}`;
    sends.set(sendId, (permitted) => {
      if (permitted) exchange(plan, { request, tell });
      else tell({ result: { kind: "attempt", outcome: notSent } });
    });
    dispatch({ type: "send-asked", attempt, sendId, state: { trace: request.references["trace"] ?? "" } });
  }

  function exchange(
    plan: HostPlan,
    {
      request,
      tell,
    }: { request: GatewayRequest; tell: (answer: Extract<Input, { type: "gateway-answered" }>["answer"]) => void },
  ): void {
    const now = run;
    later(answerTimeoutMs, () => tell({ error: linkTimeout }));
    if (plan.requestLost) return;
    clock.after(plan.travelMs, () => {
      const result = hostAnswers(request, plan); // the host works on, whatever becomes of the bridge
      if (!plan.answerLost) clock.after(plan.travelMs, () => now === run && tell({ result }));
    });
  }

  function hostAnswers(request: GatewayRequest, plan: HostPlan): GatewayOutcome {
    const { references } = request.operation === "authorize" ? request : request.original;
    const trace = references["trace"] ?? "";
    const known = books.find((entry) => entry.trace === trace);
    switch (request.operation) {
      case "authorize":
        return { kind: "attempt", outcome: authorize(request, plan, trace) };
      case "lookup":
        if (!known?.outcome || known.state === "reversed") return { kind: "lookup", result: { kind: "not-found" } };
        return { kind: "lookup", result: { kind: "found", outcome: known.outcome } };
      case "reverse":
        if (!known) {
          books.push({ trace, outcome: undefined, state: "reversed" }); // refuses a late arrival
          return { kind: "reverse", result: { kind: "not-found" } };
        }
        if (known.state === "live") known.state = "reversed";
        return { kind: "reverse", result: { kind: "done" } };
    }
  }

  function authorize(
    { amount, tipMinor = 0, cashbackMinor = 0 }: Extract<GatewayRequest, { operation: "authorize" }>,
    { says }: HostPlan,
    trace: string,
  ): AttemptOutcome {
    const hostReference = `H${String(books.length).padStart(5, "0")}`;
    const asked = amount.amountMinor + tipMinor + cashbackMinor;
    const approves = says === "approves" || says === "approves-part" || says === "approves-other-amount";
    const refused = books.some((entry) => entry.trace === trace);
    if (!approves || refused) {
      const outcome = { kind: "declined", reason: approves ? "unspecified" : says, hostReference } as const;
      books.push({ trace, outcome, state: "declined" });
      return outcome;
    }
    const authorizedMinor = says === "approves-part" ? Math.floor(asked / 2) : says === "approves" ? asked : 1;
    const requestedMinor = says === "approves-other-amount" ? 1 : amount.amountMinor;
    const breakdown = {
      currency: amount.currency,
      requestedMinor,
      tipMinor,
      surchargeMinor: 0,
      cashbackMinor,
      authorizedMinor,
    };
    const outcome = { kind: "approved", breakdown, hostReference, authorizationCode: "A12345" } as const;
    books.push({ trace, outcome, state: "live" });
    return outcome;
  }

  return {
    books,
    connect() {
      connected = true;
      dispatch({ type: "reader-ready", lane, capabilities: options.reader ?? ableReader });
      dispatch({ type: "gateway-ready", lane });
    },
    disconnect(hostGone = false) {
      connected = false;
      if (hostGone) run += 1;
      const gone = [...reads.values()];
      reads.clear();
      transactions.clear();
      sends.clear();
      if (hostGone) return;
      dispatch({ type: "device-lost", lane, error: linkLost });
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

const notSent: AttemptOutcome = { kind: "failed", code: "ABORTED", message: "It was stopped before it was sent." };

/**
 * A terminal with the plain plugin that speaks to it. What is modeled here is which messages arrive, and when. A session
 * carries one sale; once our side has closed it, its request may still arrive for as long as the terminal's horizon says.
 */
import type { AttemptOutcome, ErrorData, SaleRequest } from "@tillwire/plugin-api";
import type { Answered, AttemptRef, Effect, Input } from "../../src/index.ts";
import { linkLost, linkTimeout, unreachable } from "./failures.ts";
import { nameOf, outcomeOf } from "./terminal-ledger.ts";
import type { LedgerEntry } from "./terminal-ledger.ts";
import { createTerminalPeer } from "./terminal-peer.ts";
import type { TerminalPeer } from "./terminal-peer.ts";
import { capabilitiesOf } from "./terminal-traits.ts";
import type { InquiryPlan, SalePlan, TerminalTraits } from "./terminal-traits.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What a terminal is made of. The plans are asked for anew each time. */
export interface TerminalOptions {
  readonly lane: AttemptRef["lane"];
  readonly traits: TerminalTraits;
  readonly clock: VirtualClock;
  readonly nextSale: () => SalePlan;
  readonly nextInquiry: () => InquiryPlan;
  /** The way to the engine; nothing arrives there while the bridge is down. */
  readonly dispatch: (input: Input) => void;
}

/** Effects that are for a device. */
export type DeviceEffect = Extract<
  Effect,
  { readonly type: "execute" | "give-up" | "cancel" | "look-up" | "reverse" | "settle" | "answer-question" }
>;

/** A terminal with its plugin. */
export interface VirtualTerminal {
  readonly peer: TerminalPeer;
  perform(effect: DeviceEffect): void;
  connect(): void;
  /** The connection breaks. `hostGone`: because the bridge died, so that nobody is told. */
  disconnect(hostGone?: boolean): void;
}

interface Session {
  readonly attempt: AttemptRef;
  readonly plan: SalePlan;
  readonly name: string;
  closedAtMs: number | undefined;
}

/** How long a plugin waits for the answer to a lookup or reversal. */
const inquiryTimeoutMs = 30_000;

/** Makes a terminal that is not connected yet. */
export function createVirtualTerminal(options: TerminalOptions): VirtualTerminal {
  const { traits, clock, dispatch, lane, nextSale, nextInquiry } = options;
  const sessions: Session[] = [];
  const asking = new Map<string, LedgerEntry>();
  const questions = new Map<string, LedgerEntry>();
  const inquiries = new Set<() => void>();
  let connected = false;
  let names = 0;

  const peer = createTerminalPeer(traits, clock, {
    onCard(entry) {
      const attemptId = entry.request.attemptId;
      dispatch({ type: "progress", lane, event: { type: "card-presented", attemptId, card: { entry: "chip" } } });
    },
    onSignature(entry) {
      const questionId = `qn_of_${lane}_${(names += 1)}`;
      questions.set(questionId, entry);
      dispatch({
        type: "asked",
        lane,
        questionId,
        attemptId: entry.request.attemptId,
        question: { kind: "signature" },
      });
    },
    onAsking(entry, outcome) {
      if (!connected) return false;
      const settleId = `st_${lane}_${(names += 1)}`;
      asking.set(settleId, entry);
      dispatch({ type: "settle-asked", lane, settleId, request: { references: entry.references, outcome } });
      return true;
    },
    onEnded(entry) {
      const session = sessions.findLast(({ name }) => name === nameOf(entry.references));
      if (!session || session.plan.answerLost) return;
      clock.after(session.plan.answerMs, () => {
        const outcome = outcomeOf(entry);
        if (session.closedAtMs !== undefined || outcome === "in-progress") return;
        close(session, { result: outcome });
        if (session.plan.answersTwice) report(session, { result: outcome });
      });
    },
  });

  function execute(attempt: AttemptRef, request: SaleRequest): void {
    const session: Session = { attempt, plan: nextSale(), name: nameOf(request.references), closedAtMs: undefined };
    if (!connected) return report(session, { error: unreachable });
    sessions.push(session);
    if (session.plan.requestLost) return;
    clock.after(session.plan.requestMs, () => {
      const { closedAtMs, plan } = session;
      if (closedAtMs === undefined || clock.monotonicMs() < closedAtMs + traits.horizonMs) peer.arrive(request, plan);
    });
  }

  function close(session: Session, answer: Answered<AttemptOutcome>): void {
    if (session.closedAtMs !== undefined) return;
    session.closedAtMs = clock.monotonicMs();
    report(session, answer);
  }

  function report({ attempt }: Session, answer: Answered<AttemptOutcome>): void {
    clock.after(0, () => dispatch({ type: "executed", attempt, answer }));
  }

  function inquire<Result>(work: () => Result, tell: (answer: Answered<Result>) => void): void {
    const plan = nextInquiry();
    let open = true;
    const finish = (answer: Answered<Result>): void => {
      if (!open) return;
      open = false;
      inquiries.delete(cut);
      tell(answer);
    };
    const fail = (error: ErrorData): void => finish({ error });
    const cut = (): void => fail(linkLost);
    if (!connected) return void clock.after(0, () => fail(unreachable));
    inquiries.add(cut);
    clock.after(inquiryTimeoutMs, () => fail(linkTimeout));
    if (plan.requestLost) return;
    clock.after(plan.requestMs, () => {
      if (!open && traits.horizonMs === 0) return; // the unread requests of a closed session die with it
      const result = work();
      if (!plan.answerLost) clock.after(plan.answerMs, () => finish({ result }));
    });
  }

  function disconnect(hostGone = false): void {
    if (!connected) return;
    connected = false;
    for (const session of sessions) {
      if (hostGone) session.closedAtMs ??= clock.monotonicMs();
      else close(session, { error: linkLost });
    }
    for (const cut of inquiries) cut();
    questions.clear();
    const unanswered = [...asking.values()];
    asking.clear();
    for (const entry of unanswered) peer.hearNothing(entry);
    if (!hostGone) dispatch({ type: "device-lost", lane, error: linkLost });
  }

  function settle({ settleId, verdict }: Extract<DeviceEffect, { type: "settle" }>): void {
    clock.after(asking.get(settleId)?.plan.verdictMs ?? 0, () => {
      const entry = asking.get(settleId); // gone when the line broke on the way
      asking.delete(settleId);
      if (entry) peer.hearVerdict(entry, verdict);
    });
  }

  function answerQuestion({ questionId, answer }: Extract<DeviceEffect, { type: "answer-question" }>): void {
    clock.after(1, () => {
      const entry = questions.get(questionId);
      questions.delete(questionId);
      if (entry) peer.hearSignature(entry, answer.kind === "signature" && answer.matches);
    });
  }

  return {
    peer,
    disconnect,
    connect() {
      if (connected) return;
      connected = true;
      dispatch({ type: "device-ready", lane, capabilities: capabilitiesOf(traits) });
    },
    perform(effect) {
      switch (effect.type) {
        case "execute":
          if (effect.request.operation === "sale") execute(effect.attempt, effect.request);
          break;
        case "give-up":
          for (const session of sessions) {
            if (session.attempt.attemptId === effect.attemptId) close(session, { error: linkTimeout });
          }
          break;
        case "cancel":
          clock.after(1, () => connected && peer.hearCancel(nameOf(effect.request.references)));
          break;
        case "look-up":
          inquire(
            () => peer.lookUp(nameOf(effect.request.references)),
            (answer) => dispatch({ type: "looked-up", attempt: effect.attempt, answer }),
          );
          break;
        case "reverse":
          inquire(
            () => peer.undo(nameOf(effect.request.references)),
            (answer) => dispatch({ type: "reverse-answered", attempt: effect.attempt, answer }),
          );
          break;
        case "settle":
          settle(effect);
          break;
        case "answer-question":
          answerQuestion(effect);
          break;
      }
    },
  };
}

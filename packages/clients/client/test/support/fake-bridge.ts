/**
 * A bridge that follows a script: durable payments, sessions, events. It reads every frame with the real parser of the
 * protocol and keeps what the parser refused, so that a test can insist on there being none.
 */
import { encodeError, encodeEvent, encodeHello, encodeReply, encodeSession, parseRequest } from "@tillwire/protocol";
import type {
  ErrorCode,
  ErrorData,
  Hello,
  LaneId,
  LaneView,
  OpenQuestion,
  PaymentEvent,
  PaymentEventBody,
  PaymentId,
  PaymentKey,
  PaymentOutcome,
  PaymentView,
  PosCommand,
  PosResults,
  SaleCommand,
} from "@tillwire/protocol/wire";
import type { FakeNetwork, FarEnd } from "./fake-network.ts";
import type { VirtualClock } from "@tillwire/plugin-test";

/** What happens to a payment, by when after it was accepted. */
export interface Step {
  readonly afterMs: number;
  readonly does:
    | PaymentEventBody
    | { readonly type: "end"; readonly outcome: PaymentOutcome }
    | { readonly type: "park" };
}

interface LedgerEntry {
  readonly command: SaleCommand;
  view: PaymentView;
  readonly facts: PaymentEvent[];
  progress: PaymentEvent[];
  script: readonly Step[];
  cancelWanted: boolean;
}

interface Session {
  readonly end: FarEnd;
  readonly followed: Set<string>;
  readonly waiting: { readonly id: string | number; readonly key: string }[];
}

/** Who the bridge says that it is. */
export const who: Hello["bridge"] = { name: "Front counter", version: "0.1.0", mode: "demo", keyId: "k" };

export const limits: Hello["limits"] = {
  messageBytes: 65_536,
  requestsInFlight: 32,
  connections: 64,
  handshakeMs: 5_000,
  idleMs: 30_000,
  queuedBytes: 1_048_576,
};

export const approved: PaymentOutcome = {
  kind: "approved",
  hostReference: "host-1",
  authorizationCode: "A1B2C3",
  breakdown: {
    currency: "EUR",
    requestedMinor: 1_050,
    tipMinor: 0,
    surchargeMinor: 0,
    cashbackMinor: 0,
    authorizedMinor: 1_050,
  },
};

export function endsIn(outcome: PaymentOutcome): readonly Step[] {
  return [
    { afterMs: 0, does: { type: "sent" } },
    { afterMs: 100, does: { type: "prompt", promptId: "present-card" } },
    { afterMs: 600, does: { type: "card-presented", card: { entry: "contactless" } } },
    { afterMs: 900, does: { type: "end", outcome } },
  ];
}

type Result = PosResults[keyof PosResults];
class Refused extends Error {
  readonly data: ErrorData;

  constructor(code: ErrorCode, options: Partial<ErrorData> = {}) {
    super(code);
    this.data = { code, message: `refused: ${code}`, effect: "none", retry: false, ...options };
  }
}

export function refused(code: ErrorCode, options: Partial<ErrorData> = {}): Refused {
  return new Refused(code, options);
}

export class FakeBridge {
  readonly payments = new Map<string, LedgerEntry>();
  readonly closedKeys = new Set<string>();
  readonly acknowledgedKeys: string[] = [];
  /** The key of every sale that arrived. */
  readonly salesSeen: string[] = [];
  readonly commandsSeen: PosCommand[] = [];
  /** How often something was given to the terminal. */
  starts = 0;
  /** What the parser of the protocol did not take. */
  readonly badFrames: string[] = [];
  readonly introductions: unknown[] = [];
  versions = { min: 1, max: 1 };
  limits = limits;
  script: (command: SaleCommand) => readonly Step[] = () => endsIn(approved);
  /** Throws what a command is refused with, before it is looked at. */
  refuses: (command: PosCommand) => void = () => undefined;
  /** How long an answer to anything takes. */
  thinkMs = 0;
  /** After that a sale is answered `unknown`. */
  answerWithinMs = 60_000;
  readonly network: FakeNetwork;
  readonly clock: VirtualClock;
  readonly #sessions = new Set<Session>();
  #timers: (() => void)[] = [];
  #seq = 0;

  constructor(network: FakeNetwork) {
    this.network = network;
    this.clock = network.clock;
  }

  /** Starts to listen. What was under way before is unknown, and found out. */
  start(): this {
    this.#seq += 1_000;
    this.network.listener = (end) => this.#accept(end);
    for (const entry of this.payments.values()) if (entry.view.state !== "final") this.#recover(entry);
    return this;
  }

  /** As with kill -9: connections break, progress is forgotten, what is durable stays. */
  kill(): void {
    this.network.listener = undefined;
    this.network.cut();
    for (const stop of this.#timers) stop();
    this.#timers = [];
    for (const entry of this.payments.values()) entry.progress = [];
  }

  viewOf(key: string): PaymentView {
    const entry = this.payments.get(key);
    if (!entry) throw new Error(`The bridge has no payment ${key}.`);
    return entry.view;
  }

  tellAll(text: string): void {
    for (const { end } of this.#sessions) end.send(text);
  }

  #accept(end: FarEnd): void {
    const session: Session = { end, followed: new Set(), waiting: [] };
    let isIntroduced = false;
    end.onGone = () => this.#sessions.delete(session);
    end.onText = (text) => {
      const parsed = parseRequest(text, this.limits.messageBytes);
      if (!parsed.ok) {
        this.badFrames.push(`${parsed.error.message} ${text}`);
        end.send(encodeError(parsed.id, parsed.error));
        return;
      }
      const { request } = parsed;
      if (request.type === "session.open") {
        this.introductions.push(request.pos);
        isIntroduced = true;
        this.#sessions.add(session);
        const openPayments = [...this.payments.values()].map(({ view }) => view).filter((view) => !view.acknowledged);
        const { version } = request;
        end.send(encodeSession(request.id, { sessionId: "ps_1", version, openPayments, lanes: [lane] }));
      } else if (isIntroduced) this.#later(this.thinkMs, () => this.#answer(session, request.id, request.command));
      else end.send(encodeError(request.id, refused("SESSION_REQUIRED").data));
    };
    end.send(encodeHello({ versions: this.versions, bridge: who, limits: this.limits, nonce: "n" }));
  }

  #answer(session: Session, id: string | number, command: PosCommand): void {
    this.commandsSeen.push(command);
    if ("key" in command) session.followed.add(command.key);
    if (command.type === "payment.sale") this.salesSeen.push(command.key);
    try {
      this.refuses(command);
      if (command.type === "payment.sale") return this.#sale(session, id, command);
      session.end.send(encodeReply(id, { kind: "result", result: this.#resultOf(command) }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      session.end.send(encodeError(id, error.data));
    }
  }

  #resultOf(command: Exclude<PosCommand, SaleCommand>): Result {
    switch (command.type) {
      case "payment.get":
        return { payment: this.#find("key" in command.payment ? command.payment.key : "").view };
      case "payment.watch": {
        const { view, facts, progress } = this.#find(command.key);
        const events = [...facts, ...progress].toSorted((one, other) => one.seq - other.seq);
        return {
          payment: view,
          events: events.filter(({ seq }) => seq > command.afterSeq),
          gap: progress.length === 0,
        };
      }
      case "payment.acknowledge": {
        const entry = this.#find(command.key);
        entry.view = { ...entry.view, acknowledged: true };
        this.acknowledgedKeys.push(command.key);
        return { payment: entry.view };
      }
      case "payment.close": {
        const entry = this.payments.get(command.key);
        if (entry && entry.view.state !== "final") throw refused("PAYMENT_RUNNING", { retry: true });
        if (entry) return { closed: false, payment: entry.view };
        this.closedKeys.add(command.key);
        return { closed: true };
      }
      case "payment.cancel":
        return { cancel: this.#cancel(command.key) };
      case "payment.answer":
        return this.#takeAnswer(this.#find(command.key), command.questionId);
      case "lane.list":
        return { lanes: [lane] };
      case "lane.status":
        if (command.lane !== lane.lane) throw refused("LANE_UNKNOWN");
        return { lane };
      case "bridge.status":
        return status;
    }
  }

  #sale(session: Session, id: string | number, command: SaleCommand): void {
    const known = this.payments.get(command.key);
    if (this.closedKeys.has(command.key)) throw refused("KEY_CLOSED");
    if (known && JSON.stringify(known.command.amount) !== JSON.stringify(command.amount)) throw refused("KEY_REUSED");
    const isBusy = [...this.payments.values()].some(({ view }) => view.state === "sent" && view.lane === command.lane);
    if (!known && isBusy) throw refused("LANE_BUSY", { retry: true });
    const entry = known ?? this.#begin(command);
    if (entry.view.state === "final" || entry.view.state === "parked") {
      session.end.send(encodeReply(id, { kind: "result", result: { payment: entry.view } }));
      return;
    }
    session.waiting.push({ id, key: command.key });
    if (!known) this.#runScript(entry);
    this.#later(this.answerWithinMs, () => this.#sayUnknown(entry));
  }

  #begin(command: SaleCommand): LedgerEntry {
    const view: PaymentView = {
      id: `pm_${String(this.payments.size).padStart(8, "0")}` as PaymentId,
      key: command.key,
      lane: command.lane,
      kind: "sale",
      amount: command.amount,
      state: "accepted",
      questions: [],
      acknowledged: false,
      createdAt: new Date(this.clock.nowMs()).toISOString(),
    };
    const entry: LedgerEntry = {
      command,
      view,
      facts: [],
      progress: [],
      script: this.script(command),
      cancelWanted: false,
    };
    this.payments.set(command.key, entry);
    this.starts += 1;
    this.#tell(entry, { type: "accepted" });
    return entry;
  }

  #runScript(entry: LedgerEntry): void {
    for (const { afterMs, does } of entry.script) this.#later(afterMs, () => this.#step(entry, does));
  }

  #step(entry: LedgerEntry, does: Step["does"]): void {
    if (entry.view.state === "final" || entry.view.state === "parked") return;
    if (does.type === "end") {
      this.#finish(entry, entry.cancelWanted ? { kind: "canceled", by: "pos" } : does.outcome);
    } else if (does.type === "park") {
      const parked = { reason: "No answer.", instruction: "Look at the terminal.", references: { trace: "7" } };
      entry.view = { ...entry.view, state: "parked", parked };
      this.#answerWaiters(entry);
      this.#tell(entry, { type: "parked" });
    } else {
      const { questions } = entry.view;
      if (does.type === "question") entry.view = { ...entry.view, questions: [...questions, does.question] };
      if (does.type === "sent" || does.type === "unknown") entry.view = { ...entry.view, state: does.type };
      this.#tell(entry, does);
    }
  }

  #finish(entry: LedgerEntry, outcome: PaymentOutcome): void {
    const wasUnknown = entry.view.state === "unknown";
    const { parked: _, ...view } = entry.view;
    const finalAt = new Date(this.clock.nowMs()).toISOString();
    entry.view = { ...view, state: "final", outcome, questions: [], finalAt };
    this.#answerWaiters(entry);
    this.#tell(entry, { type: wasUnknown ? "resolved" : "completed", payment: entry.view });
  }

  /** A person has settled it. */
  resolve(key: string, outcome: PaymentOutcome): void {
    const entry = this.#find(key);
    entry.view = { ...entry.view, state: "unknown" };
    this.#finish(entry, outcome);
  }

  #recover(entry: LedgerEntry): void {
    if (entry.view.state === "parked") return;
    entry.view = { ...entry.view, state: "unknown", questions: [] };
    const end = entry.script.find(({ does }) => does.type === "end" || does.type === "park");
    if (end) this.#later(500, () => this.#step(entry, end.does));
  }

  #sayUnknown(entry: LedgerEntry): void {
    if (entry.view.state === "final" || entry.view.state === "parked") return;
    entry.view = { ...entry.view, state: "unknown" };
    this.#answerWaiters(entry);
    this.#tell(entry, { type: "unknown", message: "No answer in time." });
  }

  #cancel(key: string): "canceling" | "too-late" | "nothing-to-cancel" {
    const entry = this.payments.get(key);
    if (!entry) return "nothing-to-cancel";
    if (entry.view.state === "final") return entry.view.outcome?.kind === "approved" ? "too-late" : "nothing-to-cancel";
    entry.cancelWanted = true;
    this.#tell(entry, { type: "canceling" });
    return "canceling";
  }

  #takeAnswer(entry: LedgerEntry, questionId: string): { accepted: true } {
    if (!entry.view.questions.some((question: OpenQuestion) => question.questionId === questionId)) {
      throw refused("QUESTION_CLOSED");
    }
    entry.view = { ...entry.view, questions: [] };
    this.#tell(entry, { type: "question-closed", questionId, by: "answer" });
    return { accepted: true };
  }

  #answerWaiters(entry: LedgerEntry): void {
    for (const session of this.#sessions) {
      for (const waiter of session.waiting.splice(0)) {
        if (waiter.key !== entry.view.key) session.waiting.push(waiter);
        else session.end.send(encodeReply(waiter.id, { kind: "result", result: { payment: entry.view } }));
      }
    }
  }

  #tell(entry: LedgerEntry, body: PaymentEventBody): void {
    this.#seq += 1;
    const { key, lane: laneId } = entry.view;
    const event = { key, lane: laneId, seq: this.#seq, at: new Date(this.clock.nowMs()).toISOString(), body };
    const isFact = ["accepted", "sent", "parked", "completed", "resolved"].includes(body.type);
    (isFact ? entry.facts : entry.progress).push(event);
    for (const { end, followed } of this.#sessions) {
      if (followed.has(key)) end.send(encodeEvent({ type: "payment.event", event }));
    }
  }

  #find(key: string): LedgerEntry {
    const entry = this.payments.get(key);
    if (entry) return entry;
    throw refused(this.closedKeys.has(key) ? "KEY_CLOSED" : "NOT_FOUND", { retry: true });
  }

  #later(afterMs: number, does: () => void): void {
    if (afterMs === 0) does();
    else this.#timers.push(this.clock.after(afterMs, does));
  }
}

export const lane: LaneView = {
  lane: "front" as LaneId,
  state: "ready",
  device: "Virtual terminal",
  currencies: ["EUR"],
  operations: [{ kind: "sale", support: "native", recoveryLevel: "B" }],
  cancel: true,
  partialApproval: false,
  answerWithinMs: 60_000,
};

export const status: PosResults["bridge.status"] = {
  state: "running",
  version: "0.1.0",
  mode: "demo",
  startedAt: "2026-01-02T09:00:00.000Z",
  lanes: [lane],
  openPayments: 0,
  parkedPayments: 0,
  undeliveredPayments: 0,
};

export function keyOf(text: string): PaymentKey {
  return text as PaymentKey;
}

/** One payment from the call to its acknowledgement. Puts the parts together; each rule is in a part. */
import type { CancelAnswer, PaymentOutcome, QuestionAnswer } from "@tillwire/protocol/wire";
import { childAbort, whenAborted } from "./abort.ts";
import { adoptStored } from "./adopt.ts";
import { createCancelWish } from "./cancel-wish.ts";
import type { CancelWish } from "./cancel-wish.ts";
import { ClientError, isConnectionLost, toClientError } from "./client-error.ts";
import { deferred } from "./deferred.ts";
import type { Environment } from "./environment.ts";
import { createEventLog } from "./event-log.ts";
import { clientLimits } from "./limits.ts";
import type { ParkedPaymentView } from "./parse.ts";
import type { FinalResult, ParkedResult, Payment, PaymentResult, PaymentUpdate } from "./payment.ts";
import { followProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { pursue } from "./pursue.ts";
import type { End, Pursuit } from "./pursuit.ts";
import { keepRecord } from "./record-keeper.ts";
import type { RecordKeeper } from "./record-keeper.ts";
import { withEffect } from "./refusals.ts";
import { forget, settleFinal, settleWithdrawn } from "./settle.ts";
import type { StoredPayment } from "./stored-payment.ts";

/** `underway`: its outcome is not known. `settling`: stored and acknowledged next. `over`: nothing is left to do. */
export type RunPhase = "underway" | "settling" | "over";

export class PaymentRun implements Pursuit {
  readonly environment: Environment;
  readonly record: RecordKeeper;
  readonly progress: Progress;
  readonly wish: CancelWish;
  /** What the POS holds. */
  readonly payment: Payment;
  /** Resolves when the run is over. Never rejects. */
  readonly done: Promise<void>;
  readonly #log = createEventLog<PaymentUpdate>(clientLimits.eventsKept, { type: "gap" });
  readonly #result = deferred<PaymentResult>();
  readonly #withdrawn = deferred<End>();
  readonly #mayBeStored: boolean;
  /** Until then the record of an earlier try may be in the storage, and must not be overwritten. */
  readonly #adopted = deferred<void>();
  #isTold = false;
  #phase: RunPhase = "underway";

  /** Starts at once. `mayBeStored`: the POS chose the key, so there may be a record of an earlier try. */
  constructor(environment: Environment, stored: StoredPayment, mayBeStored: boolean) {
    const { key } = stored.request.params;
    this.environment = environment;
    this.record = keepRecord(environment.storage, stored);
    this.#mayBeStored = mayBeStored;
    this.wish = createCancelWish(key);
    this.progress = followProgress(stored.request, {
      tell: (update) => this.tell(update),
      accepted: () => this.#noteAccepted(),
      parked: (payment) => this.#conclude(parkedResult(payment)),
    });
    this.payment = Object.assign(this.#result.promise, {
      key,
      events: this.#log.events,
      cancel: () => this.#cancel(),
      answer: (questionId: string, answer: QuestionAnswer) => this.#answer(questionId, answer),
    });
    this.done = this.#run();
  }

  get phase(): RunPhase {
    return this.#phase;
  }

  get withdrawn(): Promise<End> {
    return this.#withdrawn.promise;
  }

  tell(update: PaymentUpdate): void {
    this.#log.push(update);
    this.environment.tell({ type: "payment", key: this.payment.key, update });
  }

  async #run(): Promise<void> {
    try {
      await this.#settle(await this.#reachEnd());
    } catch (thrown) {
      const error = toClientError(thrown);
      const nothingSent = error.code === "CLIENT_CLOSED" && this.record.current.stage === "queued";
      this.#conclude(withEffect(error, nothingSent ? "none" : "possible"));
    }
    this.#phase = "over";
  }

  async #reachEnd(): Promise<End> {
    const refusal = this.#mayBeStored ? await adoptStored(this.environment.storage, this.record) : undefined;
    if (refusal) return refusal;
    this.#adopted.resolve();
    const { final, cancelWanted } = this.record.current;
    // Asked before a reload; the answer shows in the payment's own result.
    if (cancelWanted) void this.wish.ask();
    if (final) return { kind: "final", payment: final };
    const stop = childAbort(this.environment.stopping);
    try {
      return await Promise.race([pursue(this), whenAborted(stop.signal)]);
    } finally {
      stop.abort();
    }
  }

  async #settle(end: End): Promise<void> {
    const { environment, record } = this;
    const settlement = { environment, record, told: (result: FinalResult) => this.#conclude(result) };
    this.#phase = "settling";
    switch (end.kind) {
      case "final":
        this.wish.conclude(whatCameOfCancel(end.payment.outcome.kind));
        return settleFinal(settlement, end.payment);
      case "withdrawn":
        this.wish.conclude("canceling");
        return settleWithdrawn(settlement);
      case "refused":
        this.wish.conclude("nothing-to-cancel");
        // In doubt the record stays: it is all there is to ask the bridge with.
        if (end.error.effect === "none" && end.foreign !== true) await forget(settlement);
        // The POS may use the key again as soon as it hears of this.
        this.#phase = "over";
        this.#conclude(end.error);
    }
  }

  /** The first word counts: after `parked` the outcome goes to `onOutcome` only. */
  #conclude(last: PaymentResult | ClientError): void {
    if (this.#isTold) return;
    this.#isTold = true;
    if (last instanceof ClientError) {
      this.#result.reject(last);
      this.#log.end(last);
    } else {
      this.tell({ type: "ended", result: last });
      this.#result.resolve(last);
      this.#log.end();
    }
  }

  #noteAccepted(): void {
    void this.#adopted.promise.then(() => {
      if (this.record.current.stage !== "accepted") this.#note({ stage: "accepted" });
    });
  }

  /** Worth storing, but nothing waits for it. */
  #note(change: Partial<StoredPayment>): void {
    this.record.update(change).catch((error: unknown) => this.environment.report(toClientError(error)));
  }

  async #cancel(): Promise<CancelAnswer> {
    await Promise.race([this.#adopted.promise, this.done]);
    if (this.#phase !== "underway") return "nothing-to-cancel";
    this.#note({ cancelWanted: true });
    if (this.record.current.stage !== "queued") return this.wish.ask();
    this.#withdrawn.resolve({ kind: "withdrawn" });
    return "canceling";
  }

  async #answer(questionId: string, answer: QuestionAnswer): Promise<void> {
    const { connector, stopping } = this.environment;
    for (;;) {
      const connection = await connector.ready(stopping);
      try {
        await connection.request("payment.answer", { key: this.payment.key, questionId, answer });
        return;
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
      }
    }
  }
}

function whatCameOfCancel(outcome: PaymentOutcome["kind"]): CancelAnswer {
  if (outcome === "approved") return "too-late";
  return outcome === "canceled" ? "canceling" : "nothing-to-cancel";
}

function parkedResult(payment: ParkedPaymentView): ParkedResult {
  const { key, lane, amount, parked } = payment;
  return { state: "parked", key, lane, amount, parked, payment };
}

/** The reader's inside: its keys, cards, parameters and the transaction that waits for the host. Knows nothing of sessions. */
import { toHex } from "@tillwire/bytes";
import { currencyToNumeric } from "@tillwire/emv";
import type { Clock, EmvParameterSet, FinishResult, HostAnswer, RandomBytes } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import type { ReaderMessage, ReaderMessageOf } from "../../protocol/reader-messages.ts";
import { throwIfStopped } from "./drive.ts";
import { loadReaderKeys } from "./encrypt.ts";
import type { LoggedSale } from "./kernel/risk.ts";
import { checkParameters, parametersHash } from "./parameters.ts";
import { finishPaused } from "./pause.ts";
import type { PausedTransaction } from "./pause.ts";
import { performRead } from "./reading.ts";
import type { Reading } from "./reading.ts";
import type { ReadOrder } from "./request.ts";
import type { ReaderSettings } from "./settings.ts";
import { planOfAmount, shopperPlans } from "./shopper.ts";
import type { PlanName, ShopperPlan } from "./shopper.ts";
import type { ReaderState, ReaderStore } from "./store.ts";
import { openWallet } from "./wallet.ts";
import type { ChipFailure, ReadingWorld } from "./world.ts";

/** What a desk is made of. */
export interface DeskOptions {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly store: ReaderStore;
  readonly settings: ReaderSettings;
}

/** Whom a read talks to. */
export interface Counterpart {
  send(message: ReaderMessage): void;
  choose(labels: readonly string[]): Promise<number>;
}

/** A result as it goes on the wire. */
type WireResult = ReaderMessageOf<"read-result">["result"];

/** The inside of a reader. */
export interface Desk extends AsyncDisposable {
  readonly parametersHash: string | null;
  shopNext(plan: PlanName): void;
  /** Why this cannot be read now, if so. */
  refusalOf(order: ReadOrder): Pick<ReaderMessageOf<"refused">, "reason" | "message"> | undefined;
  /** Resolves as canceled when `signal` is aborted. */
  read(order: ReadOrder, counterpart: Counterpart, signal: AbortSignal): Promise<WireResult>;
  /** `undefined`: there is no such transaction. */
  finish(transactionId: string, answer: HostAnswer, send: Counterpart["send"]): Promise<FinishResult | undefined>;
  /** Rejects for a set that cannot be used; the one before stays. */
  loadParameters(parameters: EmvParameterSet): Promise<void>;
  /** Ends what waits for the host; the card goes back to the shopper. */
  giveCardBack(): void;
}

/** Sales that were approved offline, for split sales: a day's worth in a shop. */
const LOG_MAX = 200;
const TRANSACTION_ID_BYTES = 8;

/** Opens the reader's state. Rejects with `STORAGE_UNUSABLE`. */
export async function createDesk(options: DeskOptions): Promise<Desk> {
  return new ReaderDesk(options, await options.store.read());
}

class ReaderDesk implements Desk {
  readonly #options: DeskOptions;
  readonly #keys: ReturnType<typeof loadReaderKeys>;
  readonly #wallet: ReturnType<typeof openWallet>;
  #state: ReaderState;
  #nextPlan: PlanName | undefined;
  #lastPlan: ShopperPlan;
  #chipFailure: ChipFailure | undefined;
  #failedChipReads = 0;
  #paused: (PausedTransaction & { readonly transactionId: string }) | undefined;
  /** The last transaction whose card is done. */
  #doneTransactionId: string | undefined;
  #log: readonly LoggedSale[] = [];
  #writing: Promise<void> = Promise.resolve();

  constructor(options: DeskOptions, state: ReaderState) {
    this.#options = options;
    this.#state = state;
    this.#keys = loadReaderKeys(options.settings, state.keyCounter);
    this.#wallet = openWallet(state.cards, options.random);
    this.#lastPlan = shopperPlans[options.settings.shopper].plan;
  }

  get parametersHash(): string | null {
    return this.#state.parameters === undefined ? null : parametersHash(this.#state.parameters);
  }

  shopNext(plan: PlanName): void {
    this.#nextPlan = plan;
  }

  refusalOf({ amount }: ReadOrder): ReturnType<Desk["refusalOf"]> {
    const { parameters } = this.#state;
    if (parameters === undefined) return { reason: "no-parameters", message: "Load EMV parameters first." };
    const currency = currencyToNumeric(amount.currency);
    if (amount.currency === this.#options.settings.currency && currency === parameters.terminal.currencyCode) {
      return undefined;
    }
    return { reason: "currency", message: `The reader takes ${this.#options.settings.currency} only.` };
  }

  async read(order: ReadOrder, counterpart: Counterpart, signal: AbortSignal): Promise<WireResult> {
    this.giveCardBack();
    const { parameters } = this.#state;
    if (parameters === undefined) return { kind: "canceled", by: "pos" };
    const plan = this.#planFor(order);
    try {
      const reading = await performRead(this.#world(parameters, counterpart), { order, plan }, signal);
      await this.#save({});
      throwIfStopped(signal); // nobody would finish it
      return this.#named(reading);
    } catch (thrown) {
      this.#wallet.card(plan.card).pull();
      if (!signal.aborted || errorData(thrown).code !== "ABORTED") throw thrown;
      counterpart.send({ type: "prompt", prompt: "canceled" });
      return { kind: "canceled", by: "pos" };
    }
  }

  async finish(
    transactionId: string,
    answer: HostAnswer,
    send: Counterpart["send"],
  ): Promise<FinishResult | undefined> {
    const paused = this.#paused;
    if (paused?.transactionId !== transactionId) {
      if (transactionId !== this.#doneTransactionId) return undefined;
      send({ type: "prompt", prompt: answer.verdict === "approved" ? "approved" : "declined" });
      return { accepted: answer.verdict === "approved" }; // the card is done: only the result is shown
    }
    this.#paused = undefined;
    const people = {
      ...paused.people,
      show: (prompt: Parameters<typeof paused.people.show>[0]) => send({ type: "prompt", prompt }),
    };
    const result = await finishPaused({ ...paused, people }, answer, new AbortController().signal);
    await this.#save({});
    return result;
  }

  async loadParameters(parameters: EmvParameterSet): Promise<void> {
    checkParameters(parameters);
    await this.#save({ parameters });
  }

  giveCardBack(): void {
    this.#paused?.card.pull();
    this.#paused = undefined;
    this.#doneTransactionId = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.giveCardBack();
    await this.#save({});
  }

  /** A card that is wanted again within a payment is the same shopper's. */
  #planFor({ amount, again }: ReadOrder): ShopperPlan {
    const chosen = this.#nextPlan && shopperPlans[this.#nextPlan].plan;
    this.#nextPlan = undefined;
    if (again !== undefined && chosen === undefined) return this.#lastPlan;
    if (again === undefined) {
      this.#chipFailure = undefined;
      this.#failedChipReads = 0;
    }
    const usual = shopperPlans[this.#options.settings.shopper].plan;
    this.#lastPlan = chosen ?? planOfAmount(amount.amountMinor) ?? usual;
    return this.#lastPlan;
  }

  #world(parameters: EmvParameterSet, counterpart: Counterpart): ReadingWorld {
    const { clock, random, settings } = this.#options;
    return {
      clock,
      random,
      settings,
      parameters,
      log: this.#log,
      chipFailure: this.#chipFailure,
      failedChipReads: this.#failedChipReads,
      cardNamed: (name) => this.#wallet.card(name),
      beginTransaction: async () => {
        const { counter, encryption } = this.#keys.next();
        const sequence = this.#state.sequence + 1;
        await this.#save({ keyCounter: counter, sequence }); // before the key is used: it must never be used again
        return { encryption, sequence };
      },
      show: (prompt) => counterpart.send({ type: "prompt", prompt }),
      announce: (card) => counterpart.send({ type: "card", card }),
      chooseApplication: (labels) => counterpart.choose(labels),
    };
  }

  #named({ result, paused, chipFailure, chipReadFailed, approvedOffline }: Reading): WireResult {
    if (chipReadFailed) this.#failedChipReads += 1;
    this.#chipFailure = chipFailure ?? this.#chipFailure;
    if (approvedOffline) this.#log = [...this.#log, approvedOffline].slice(-LOG_MAX);
    const transactionId = toHex(this.#options.random(TRANSACTION_ID_BYTES));
    if (paused) this.#paused = { ...paused, transactionId };
    else this.#doneTransactionId = transactionId;
    return withName(result, transactionId);
  }

  /** One after the other: a state never overtakes a later one. */
  #save(changes: Partial<ReaderState>): Promise<void> {
    this.#state = { ...this.#state, ...changes, cards: this.#wallet.memory() };
    const state = this.#state;
    const written = this.#writing.then(() => this.#options.store.write(state));
    this.#writing = written.catch(() => undefined); // told to who asked for it
    return written;
  }
}

/** Only a transaction has a name. */
function withName(result: Reading["result"], transactionId: string): WireResult {
  switch (result.kind) {
    case "online-completion":
    case "online-final":
    case "offline-approved":
      return { ...result, transactionId } as WireResult; // card data of this reader is what its protocol has
    case "offline-declined":
    case "card-only":
    case "try-other-interface":
    case "canceled":
      return result as WireResult; // as above
  }
}

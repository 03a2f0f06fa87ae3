/**
 * The virtual terminal: runs the core on a clock, a ledger and whatever links are handed to it. One input at a time is
 * decided, its entries become durable, and only then its outputs are done.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import type { BehaviorName } from "../behaviors.ts";
import type { Input, Output, Step, Volatile } from "../core/inputs.ts";
import type { KeyedSale } from "../core/key-in.ts";
import { boot, step, switchedOn } from "../core/step.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import { createLedgerIndex } from "../ledger/ledger-index.ts";
import type { LedgerIndex } from "../ledger/ledger-index.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { parseTerminalSettings } from "../settings.ts";
import type { TerminalSettings, TerminalSettingsInput } from "../settings.ts";
import { createTell, describeEntry } from "./events.ts";
import type { Tell, TerminalEvent } from "./events.ts";
import { createSessions } from "./sessions.ts";
import type { Sessions } from "./sessions.ts";
import { createTimers } from "./timers.ts";
import type { Timers } from "./timers.ts";

/** What a virtual terminal is made of. */
export interface VirtualTerminalOptions {
  readonly clock: Clock;
  /** Stays the caller's: the terminal does not dispose it. */
  readonly ledger: LedgerStore;
  readonly settings?: TerminalSettingsInput;
  readonly onEvent?: (event: TerminalEvent) => void;
}

/** A terminal that is on. Disposing it is pulling the plug: the ledger is all that stays. */
export interface VirtualTerminal extends AsyncDisposable {
  readonly settings: TerminalSettings;
  /** False while it restarts, after it failed, and after it was disposed: then `attach` closes links at once. */
  readonly reachable: boolean;
  /** Resolves, once and perhaps never, with the reason why the terminal cannot go on: its ledger cannot be written. */
  readonly failed: Promise<TillwireError>;
  /** A client connected. The link is the terminal's from now on. */
  attach(link: ByteLink): void;
  /** The next new sale behaves so, whatever its amount. */
  behaveNext(behavior: BehaviorName): Promise<void>;
  /**
   * A cashier keys a sale in at the terminal by hand: approved and kept at once, and no client hears of it. Nothing
   * happens while another transaction runs.
   */
  keyIn(sale: KeyedSale): Promise<void>;
  /** The shopper presses the cancel key. */
  pressCancel(): Promise<void>;
  /** Pulls the plug and puts it back. Resolves once the terminal is up again. */
  powerCycle(): Promise<void>;
}

/** Switches a terminal on. Rejects with `SETTINGS_INVALID`, or with `STORAGE_UNUSABLE` when the ledger is not usable. */
export async function createVirtualTerminal(options: VirtualTerminalOptions): Promise<VirtualTerminal> {
  const terminal = new Machine(options, parseTerminalSettings(options.settings ?? {}));
  await terminal.switchOn();
  return terminal;
}

class Machine implements VirtualTerminal {
  readonly settings: TerminalSettings;
  readonly #clock: Clock;
  readonly #ledger: LedgerStore;
  readonly #tell: Tell;
  readonly #sessions: Sessions;
  readonly #timers: Timers;
  readonly #off = new AbortController();
  readonly #failure = Promise.withResolvers<TillwireError>();
  #index: LedgerIndex = createLedgerIndex([]);
  #volatile: Volatile = switchedOn;
  #state: "down" | "on" | "off" = "down";
  /** Counts restarts, so that what was asked for before one is not done after it. */
  #life = 0;
  #work: Promise<void> = Promise.resolve();

  constructor({ clock, ledger, onEvent }: VirtualTerminalOptions, settings: TerminalSettings) {
    const post = (input: Input): Promise<void> => this.#post(input);
    this.settings = settings;
    this.#clock = clock;
    this.#ledger = ledger;
    this.#tell = createTell(onEvent, () => clock.nowMs());
    this.#sessions = createSessions({ clock, post, tell: this.#tell });
    this.#timers = createTimers(clock, (timer) => void post({ type: "timer", timer }));
  }

  get reachable(): boolean {
    return this.#state === "on";
  }

  get failed(): Promise<TillwireError> {
    return this.#failure.promise;
  }

  async switchOn(): Promise<void> {
    this.#index = createLedgerIndex(await this.#ledger.read());
    this.#state = "on";
    await this.#perform(boot({ settings: this.settings, ledger: this.#index }));
    this.#tell("booted", `${this.settings.terminalId}, level ${this.settings.level}`);
  }

  attach(link: ByteLink): void {
    if (this.reachable) this.#sessions.attach(link);
    else void link[Symbol.asyncDispose]();
  }

  behaveNext(behavior: BehaviorName): Promise<void> {
    return this.#post({ type: "behave-next", behavior });
  }

  keyIn(sale: KeyedSale): Promise<void> {
    return this.#post({ type: "keyed-in", sale });
  }

  pressCancel(): Promise<void> {
    return this.#post({ type: "cancel-key" });
  }

  powerCycle(): Promise<void> {
    return this.#inTurn(async () => (this.reachable ? await this.#restart(this.settings.rebootMs) : undefined));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#state = "off";
    this.#off.abort();
    await this.#inTurn(async () => this.#goDown());
  }

  /** After everything that was asked for before, unless the terminal restarted in between. */
  #post(input: Input): Promise<void> {
    const life = this.#life;
    return this.#inTurn(async () => {
      if (life !== this.#life || !this.reachable) return;
      await this.#perform(step({ settings: this.settings, ledger: this.#index, volatile: this.#volatile }, input));
      if (input.type === "connected") this.#sessions.select(input.session);
    });
  }

  #inTurn(job: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(job).catch((thrown: unknown) => this.#fail(thrown));
    return this.#work;
  }

  async #perform({ volatile, facts, outputs }: Step): Promise<void> {
    const at = new Date(this.#clock.nowMs()).toISOString();
    const entries: readonly LedgerEntry[] = facts.map((fact) => ({ at, ...fact }));
    if (entries.length > 0) await this.#ledger.append(entries);
    for (const entry of entries) {
      this.#index.add(entry);
      this.#tell("ledger", describeEntry(entry), entry);
    }
    this.#volatile = volatile;
    for (const output of outputs) await this.#put(output);
  }

  async #put(output: Output): Promise<void> {
    switch (output.type) {
      case "send":
        return this.#sessions.send(output.message);
      case "send-garbage":
        return this.#sessions.sendGarbage(output.bytes);
      case "close":
        return this.#sessions.hangUp();
      case "start-timer":
        return this.#timers.start(output.timer, output.durationMs);
      case "stop-timer":
        return this.#timers.stop(output.timer);
      case "hang":
        this.#tell("hanging", `for ${output.durationMs} ms`);
        return await this.#wait(output.durationMs);
      case "reboot":
        return await this.#restart(output.durationMs);
    }
  }

  async #restart(durationMs: number): Promise<void> {
    this.#tell("rebooting", `unreachable for ${durationMs} ms`);
    this.#state = "down";
    this.#goDown();
    await this.#wait(durationMs);
    if (!this.#off.signal.aborted) await this.switchOn();
  }

  async #wait(durationMs: number): Promise<void> {
    await this.#clock.sleep(durationMs, this.#off.signal).catch(() => undefined); // switched off: there is no rest
  }

  #goDown(): void {
    this.#life += 1;
    this.#timers.stopAll();
    this.#sessions.endAll();
    this.#volatile = switchedOn;
  }

  /** The ledger cannot be written, so nothing may be said any more. */
  #fail(thrown: unknown): void {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.#state = "off";
    this.#goDown();
    this.#tell("failed", reason);
    if (TillwireError.is(thrown)) this.#failure.resolve(thrown);
    else this.#failure.resolve(new TillwireError("INTERNAL", { message: reason, effect: "possible", cause: thrown }));
  }
}

/**
 * What the host lends a plugin. Nothing else is a plugin's to use: no socket, no clock, no random source, no file.
 */
import type { Clock, RandomBytes } from "./clock.ts";
import type { DeviceEvent } from "./device-events.ts";
import type { Keystore } from "./keystore.ts";
import type { LinkAddress, LinkFor } from "./link-address.ts";
import type { Logger } from "./logger.ts";
import type { AttemptOutcome } from "./outcome.ts";
import type { Question, QuestionAnswer } from "./questions.ts";
import type { AttemptId } from "./identifiers.ts";
import type { References } from "./references.ts";

/**
 * Common to all kinds of plugin. `signal` is aborted when the plugin has to stop.
 * @public
 */
export interface PluginContext {
  /**
   * Aborted when the plugin has to stop: end what runs and say what is known. A journal is only disposed, never
   * aborted.
   */
  readonly signal: AbortSignal;
  /** The one source of time, virtual in tests. Plugins start no timers of their own. */
  readonly clock: Clock;
  /**
   * Lines carry the plugin's own words; card data is masked by the plugin first. Beyond 100 lines a second a device's
   * are dropped.
   */
  readonly log: Logger;
  /** The one source of randomness. In tests the same seed gives the same bytes. */
  readonly random: RandomBytes;
}

/**
 * What a device plugin gets.
 * @public
 */
export interface DeviceContext extends PluginContext {
  /**
   * Computes with keys that the configuration names. Each use is a request to the host and counts against its limits.
   */
  readonly keystore: Keystore;
  /**
   * Opens a link; the host closes it with the session at the latest. Rejects, with `effect: "none"`, with
   * `DEVICE_UNREACHABLE` when nobody answers, with `SETTINGS_INVALID` for an address that is none or a transport that
   * no configured link has, and with `ABORTED`.
   */
  connect<Address extends LinkAddress>(address: Address, signal?: AbortSignal): Promise<LinkFor<Address>>;
  /**
   * Tells what is going on. Events are numbered by the host; progress may be dropped, never reordered. Never throws; a
   * plugin that floods the host with events is stopped.
   */
  emit(event: DeviceEvent): void;
  /**
   * Puts a question to the POS and resolves with its answer, or with the default: at the deadline, or at once where no
   * POS can be asked or the attempt is not under way. Rejects when the bridge stops, and with `LIMIT_REACHED` for too
   * many at once.
   */
  ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer>;
  /**
   * A terminal calls this before it sends an acknowledgement that commits, also when the terminal reports a payment
   * that nobody is waiting for. Resolves when the outcome is durable; where the POS is asked first, that takes as long
   * as its question stays open. Rejects when the bridge stops, when its journal fails and when too much is asked at
   * once: then acknowledge nothing.
   */
  settle(request: SettleRequest): Promise<SettleVerdict>;
}

/**
 * What a terminal is about to commit. The engine finds the attempt by its references.
 * @public
 */
export interface SettleRequest {
  /**
   * Those that were allocated for the attempt, all of one attempt, exactly as given. Of unknown ones an approval is
   * undone.
   */
  readonly references: References;
  /**
   * What the terminal is about to commit. An `approved` is judged like the answer to the request; an `unknown` is
   * undone.
   */
  readonly outcome: AttemptOutcome;
}

/**
 * `keep`: acknowledge it. `undo`: nobody wants it, have the terminal undo it (the peer's own way, such as a refused
 * acknowledgement) and report what came of that.
 * @public
 */
export type SettleVerdict = "keep" | "undo";

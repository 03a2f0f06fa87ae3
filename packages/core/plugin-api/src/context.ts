/**
 * What the host lends a plugin. Nothing else is a plugin's to use: no socket, no clock, no random source, no file.
 */
import type { Clock, RandomBytes } from "./clock.ts";
import type { DeviceEvent } from "./device-events.ts";
import type { Keystore } from "./keystore.ts";
import type { LinkAddress, LinkFor } from "./link.ts";
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
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: RandomBytes;
}

/**
 * What a device plugin gets.
 * @public
 */
export interface DeviceContext extends PluginContext {
  readonly keystore: Keystore;
  /** Opens a link. Rejects with `DEVICE_UNREACHABLE` (`effect: "none"`) when nobody answers. */
  connect<Address extends LinkAddress>(address: Address, signal?: AbortSignal): Promise<LinkFor<Address>>;
  /** Tells what is going on. Events are numbered by the host; progress may be dropped, never reordered. */
  emit(event: DeviceEvent): void;
  /** Puts a question to the POS and resolves with its answer, or with the default at the deadline. */
  ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer>;
  /**
   * A terminal calls this before it sends an acknowledgement that commits, also when the terminal reports a payment
   * that nobody is waiting for. Resolves when the outcome is durable. Rejects when the bridge stops: then acknowledge
   * nothing.
   */
  settle(request: SettleRequest): Promise<SettleVerdict>;
}

/**
 * What a terminal is about to commit. The engine finds the attempt by its references.
 * @public
 */
export interface SettleRequest {
  readonly references: References;
  readonly outcome: AttemptOutcome;
}

/**
 * `keep`: acknowledge it. `undo`: nobody wants it, have the terminal undo it (the peer's own way, such as a refused
 * acknowledgement) and report what came of that.
 * @public
 */
export type SettleVerdict = "keep" | "undo";

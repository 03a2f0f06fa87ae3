/**
 * Versions of the messages. Each step from one version to the next is a pair of pure functions: what an older POS sends
 * is brought up step by step, what the bridge says is brought down. Handlers know the newest version only.
 */
import { protocolVersion } from "./wire.ts";

/** A message as JSON, of any version. */
export type Message = Readonly<Record<string, unknown>>;

/** The way between version `from` and the next. */
export interface VersionStep {
  readonly from: number;
  /** A request of version `from` as one of the next. */
  readonly up: (message: Message) => Message;
  /** A message of the bridge in the next version as one of version `from`. */
  readonly down: (message: Message) => Message;
}

/** All steps, oldest first. There is one version, so there is none yet. */
export const versionSteps: readonly VersionStep[] = [];

/** The versions that a bridge with these steps speaks. */
export function versionRange(steps = versionSteps, newest: number = protocolVersion) {
  return { min: newest - steps.length, max: newest };
}

/** A request of an older version as one of the newest. */
export function upgrade(message: Message, version: number, steps = versionSteps): Message {
  return steps.filter(({ from }) => from >= version).reduce((raised, step) => step.up(raised), message);
}

/** A message of the bridge for a POS of an older version. */
export function downgrade(message: Message, version: number, steps = versionSteps): Message {
  return steps.filter(({ from }) => from >= version).reduceRight((lowered, step) => step.down(lowered), message);
}

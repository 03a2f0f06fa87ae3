/** Drives the kernel against a card and the people at the reader: here its steps become real. */
import type { PromptId } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { VirtualCard } from "../card/card.ts";
import { KernelEnd } from "./kernel/dialogue.ts";
import type { Answer, Dialogue, EndReason, Step } from "./kernel/dialogue.ts";

/** Who answers what the kernel asks of people. */
export interface People {
  show(prompt: PromptId): void;
  /** `undefined` goes past it. Rejects with {@link ShopperCanceled} when cancel is pressed. */
  keyPin(): Promise<string | undefined>;
  choose(labels: readonly string[]): Promise<number>;
}

/** How a dialogue ended. */
export type Driven<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "ended"; readonly reason: EndReason }
  /** The shopper pressed cancel, or took the card out. */
  | { readonly kind: "canceled" };

/** Somebody pressed cancel: thrown by {@link People.keyPin}, and caught here. */
export class ShopperCanceled extends Error {}

/** Runs a dialogue to its end. Rejects when `signal` is aborted. */
export async function drive<Result>(
  dialogue: Dialogue<Result>,
  { card, people }: { readonly card: VirtualCard; readonly people: People },
  signal: AbortSignal,
): Promise<Driven<Result>> {
  try {
    let turn = dialogue.next();
    while (!turn.done) {
      throwIfStopped(signal);
      turn = dialogue.next(await answerTo(turn.value, card, people));
    }
    return { kind: "done", result: turn.value };
  } catch (thrown) {
    if (thrown instanceof ShopperCanceled) return { kind: "canceled" };
    if (!(thrown instanceof KernelEnd)) throw thrown;
    return thrown.reason === "card-silent" && !card.present
      ? { kind: "canceled" }
      : { kind: "ended", reason: thrown.reason };
  }
}

async function answerTo(step: Step, card: VirtualCard, people: People): Promise<Answer> {
  switch (step.kind) {
    case "command":
      return { kind: "response", bytes: card.transmit(step.bytes) };
    case "pin":
      people.show(step.prompt);
      return { kind: "pin", pin: await people.keyPin() };
    case "application":
      people.show("choose-application");
      return { kind: "application", index: await people.choose(step.labels) };
  }
}

/** Throws `ABORTED` when the bridge does not want it any more. */
export function throwIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new TillwireError("ABORTED", { message: "The read was stopped on request.", effect: "none" });
}

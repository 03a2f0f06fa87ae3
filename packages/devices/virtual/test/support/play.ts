/** Plays the kernel's dialogues: against a recording, command by command, or against a card with somebody at the keys. */
import { fromHex, toHex } from "@tillwire/bytes";
import type { VirtualCard } from "../../src/virtual/card/card.ts";
import type { Answer, Dialogue, Step } from "../../src/virtual/reader/kernel/dialogue.ts";

/** Runs a dialogue to its end. */
export function play<Result>(dialogue: Dialogue<Result>, answer: (step: Step) => Answer): Result {
  let turn = dialogue.next();
  while (!turn.done) turn = dialogue.next(answer(turn.value));
  return turn.value;
}

/** A recorded card: it takes exactly these commands, in this order. */
export function recording(exchanges: readonly (readonly [command: string, response: string])[]): {
  answer(step: Step): Answer;
  readonly left: number;
} {
  const left = [...exchanges];
  return {
    answer(step) {
      if (step.kind !== "command") throw new Error(`The kernel asks for ${step.kind}, and nobody is there.`);
      const [command, response] = left.shift() ?? ["nothing", ""];
      if (toHex(step.bytes) !== command)
        throw new Error(`The kernel sends ${toHex(step.bytes)} instead of ${command}.`);
      return { kind: "response", bytes: fromHex(response) };
    },
    get left() {
      return left.length;
    },
  };
}

/** Who is at the keys: PINs in the order of entry (`undefined` goes past it), the application that is chosen. */
export interface Hands {
  readonly pins?: readonly (string | undefined)[];
  readonly choose?: number;
}

/** A card in the reader, with somebody at the keys. `seen` is every step, for looking at it afterwards. */
export function withCard(
  card: VirtualCard,
  { pins = [], choose = 0 }: Hands = {},
): {
  answer(step: Step): Answer;
  readonly seen: Step[];
} {
  const left = [...pins];
  const seen: Step[] = [];
  return {
    seen,
    answer(step) {
      seen.push(step);
      if (step.kind === "command") return { kind: "response", bytes: card.transmit(step.bytes) };
      if (step.kind === "pin") return { kind: "pin", pin: left.shift() };
      return { kind: "application", index: choose };
    },
  };
}

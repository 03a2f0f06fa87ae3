/** One read, from the first prompt to its result: whichever way the shopper takes. */
import type { ReadResult } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { ShopperCanceled } from "./drive.ts";
import type { People } from "./drive.ts";
import type { LoggedSale } from "./kernel/risk.ts";
import type { PausedTransaction } from "./pause.ts";
import { readByChip } from "./read-chip.ts";
import { readKeyed, readStripe } from "./read-stripe.ts";
import { readByTap } from "./read-tap.ts";
import { waysOf, wayTaken } from "./request.ts";
import type { ReadOrder } from "./request.ts";
import type { ShopperPlan } from "./shopper.ts";
import type { ChipFailure, ReadingWorld } from "./world.ts";

/** A result without the name of its transaction: the reader gives it one. */
export type Result = ReadResult extends infer Each
  ? Each extends unknown
    ? Omit<Each, "transactionId">
    : never
  : never;

/** How a read ended, and what stays behind. */
export interface Reading {
  readonly result: Result;
  readonly paused?: PausedTransaction;
  readonly chipFailure?: ChipFailure;
  /** The chip could not be read; there may be another try. */
  readonly chipReadFailed?: true;
  /** For the reader's log. */
  readonly approvedOffline?: LoggedSale;
}

/** What the ways of reading have in common. */
export interface Situation {
  readonly world: ReadingWorld;
  readonly order: ReadOrder;
  readonly plan: ShopperPlan;
  readonly people: People;
  readonly signal: AbortSignal;
}

/** The correct PIN of every virtual card. */
const rightPin = "1234";

/** Reads a card. Rejects with `ABORTED` when `signal` is aborted. */
export async function performRead(
  world: ReadingWorld,
  { order, plan }: { readonly order: ReadOrder; readonly plan: ShopperPlan },
  signal: AbortSignal,
): Promise<Reading> {
  world.show(order.again === "wrong-pin" ? "insert-card" : presentPrompt(order));
  if (plan.hands === "stays-away") {
    await world.clock.sleep(order.timeoutMs, signal);
    return { result: { kind: "canceled", by: "timeout" } };
  }
  await world.clock.sleep(world.settings.pacing.presentMs, signal);
  if (plan.hands === "cancels-at-card") return { result: { kind: "canceled", by: "shopper" } };
  const situation = { world, order, plan, signal, people: peopleOf(world, { order, plan }, signal) };
  try {
    switch (wayTaken(order, plan.way)) {
      case "chip":
        return await readByChip(situation);
      case "contactless":
        return await readByTap(situation);
      case "swipe":
        return await readStripe(situation);
      case "manual":
        return await readKeyed(situation);
      case undefined:
        throw new TillwireError("REQUEST_INVALID", { message: "No way to read a card was allowed.", effect: "none" });
    }
  } catch (thrown) {
    if (thrown instanceof ShopperCanceled) return { result: { kind: "canceled", by: "shopper" } };
    throw thrown;
  }
}

function presentPrompt(order: ReadOrder): "present-card" | "insert-card" | "tap-card" | "swipe-card" {
  const ways = waysOf(order);
  if (ways.size !== 1) return "present-card";
  if (ways.has("chip")) return "insert-card";
  return ways.has("contactless") ? "tap-card" : "swipe-card";
}

/** The shopper at the keys. */
function peopleOf(
  world: ReadingWorld,
  { order, plan }: { readonly order: ReadOrder; readonly plan: ShopperPlan },
  signal: AbortSignal,
): People {
  const isAgain = order.again === "wrong-pin";
  const pins = isAgain ? [] : [...(plan.firstPins ?? [])];
  return {
    show: (prompt) => world.show(isAgain && prompt === "enter-pin" ? "enter-pin-again" : prompt),
    async keyPin() {
      await world.clock.sleep(world.settings.pacing.pinMs, signal);
      if (plan.hands === "cancels-at-pin") throw new ShopperCanceled();
      return plan.hands === "skips-pin" ? undefined : (pins.shift() ?? rightPin);
    },
    choose: (labels) =>
      plan.choose === undefined ? world.chooseApplication(labels, signal) : Promise.resolve(plan.choose),
  };
}

/** A transaction that waits for the host, with its card still in. */
import type { FinishResult, HostAnswer } from "@tillwire/plugin-api";
import type { VirtualCard } from "../card/card.ts";
import { finalEmv } from "./card-data.ts";
import { drive } from "./drive.ts";
import type { People } from "./drive.ts";
import { completeTransaction } from "./kernel/completion.ts";
import type { FirstResult } from "./kernel/kernel.ts";

/** What is kept meanwhile. */
export interface PausedTransaction {
  readonly first: FirstResult;
  readonly card: VirtualCard;
  readonly people: People;
}

/** Tells the card what the host said. A card that is gone, or fails, has not accepted. */
export async function finishPaused(
  { first, card, people }: PausedTransaction,
  answer: HostAnswer,
  signal: AbortSignal,
): Promise<FinishResult> {
  const dialogue = completeTransaction(first.transaction, first.paused, answer);
  const driven = await drive(dialogue, { card, people }, signal);
  const accepted = driven.kind === "done" && driven.result.accepted;
  people.show(accepted ? "approved" : "declined");
  people.show("remove-card");
  card.pull();
  return { accepted, emv: finalEmv(first.transaction) };
}

/**
 * What the reader gave for the card of a lane: kept in memory only, from the read until the gateway is asked, or the card
 * is done with. The rest of the bridge knows the facts of it, and no ciphertext.
 */
import type { AttemptId, CardData } from "@tillwire/plugin-api";
import type { CardFacts, CardRead } from "@tillwire/engine";
import type { ReaderRole } from "../runners/roles/reader.ts";
import type { ResultOf } from "../runners/roles/role.ts";

/** The card of one lane: a reader has one at a time. */
export interface HeldCard {
  /** Keeps the card of a read in place of an older one; gives what the engine may know. */
  keep(attemptId: AttemptId, read: ResultOf<ReaderRole, "read">): CardRead;
  /** Hands it over: it is not kept any more. */
  take(attemptId: AttemptId): CardData | undefined;
  drop(): void;
}

/** Holds nothing yet. */
export function createHeldCard(): HeldCard {
  let held: { readonly attemptId: AttemptId; readonly card: CardData } | undefined;
  return {
    keep(attemptId, read) {
      if (!("card" in read)) return read;
      held = { attemptId, card: read.card };
      return { ...read, card: factsOf(read.card) };
    },
    take(attemptId) {
      const card = held?.attemptId === attemptId ? held.card : undefined;
      if (card) held = undefined;
      return card;
    },
    drop() {
      held = undefined;
    },
  };
}

function factsOf({ encrypted: _, pin: __, ...facts }: CardData): CardFacts {
  return facts;
}

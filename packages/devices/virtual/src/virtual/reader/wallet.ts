/** The shopper's cards: each is made once, and remembers what it was used for, also over a restart of the reader. */
import type { RandomBytes } from "@tillwire/plugin-api";
import { restoreVirtualCard } from "../card/card.ts";
import type { VirtualCard } from "../card/card.ts";
import { cardImage } from "../card/cards.ts";
import type { CardName } from "../card/cards.ts";
import type { ReaderState } from "./store.ts";

/** All cards that were used. */
export interface Wallet {
  card(name: CardName): VirtualCard;
  /** What they remember, by name. */
  memory(): ReaderState["cards"];
}

/** Opens the wallet as it was left. */
export function openWallet(remembered: ReaderState["cards"], random: RandomBytes): Wallet {
  const cards = new Map<CardName, VirtualCard>();
  return {
    card(name) {
      const known = cards.get(name);
      if (known !== undefined) return known;
      const card = restoreVirtualCard(cardImage(name), random, remembered[name] ?? []);
      cards.set(name, card);
      return card;
    },
    memory: () => ({ ...remembered, ...Object.fromEntries([...cards].map(([name, card]) => [name, card.memory()])) }),
  };
}

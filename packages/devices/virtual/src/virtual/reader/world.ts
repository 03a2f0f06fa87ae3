/** What a read needs around it. */
import type { CardSummary, Clock, EmvParameterSet, PromptId, RandomBytes } from "@tillwire/plugin-api";
import type { VirtualCard } from "../card/card.ts";
import type { CardName } from "../card/cards.ts";
import type { Encryption } from "./encrypt.ts";
import type { LoggedSale } from "./kernel/risk.ts";
import type { ReaderSettings } from "./settings.ts";

/** Why the chip of this payment's card could not be used. */
export type ChipFailure = "chip-unreadable" | "no-common-application";

/** The reader, as a read sees it. */
export interface ReadingWorld {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly settings: ReaderSettings;
  readonly parameters: EmvParameterSet;
  /** Sales approved offline, the newest last. */
  readonly log: readonly LoggedSale[];
  /** The chip that failed in the read before, when this one follows it. */
  readonly chipFailure: ChipFailure | undefined;
  /** Chip reads of this payment that failed before this one. */
  readonly failedChipReads: number;
  cardNamed(name: CardName): VirtualCard;
  /** A new key and number; both are durable when it resolves. */
  beginTransaction(): Promise<{ readonly encryption: Encryption; readonly sequence: number }>;
  show(prompt: PromptId): void;
  /** A card was presented, and this may be shown of it. */
  announce(card: CardSummary): void;
  /** Asks the POS which application; resolves with the first one's index when nobody answers. */
  chooseApplication(labels: readonly string[], signal: AbortSignal): Promise<number>;
}

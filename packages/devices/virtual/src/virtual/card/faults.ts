/** What a card can have wrong with it, as settings. */

/** Commands that a card can be pulled before, by name. */
export const cardCommands = {
  select: 0xa4,
  "read-record": 0xb2,
  "get-processing-options": 0xa8,
  "get-data": 0xca,
  "internal-authenticate": 0x88,
  verify: 0x20,
  "get-challenge": 0x84,
  "generate-ac": 0xae,
  "external-authenticate": 0x82,
} as const;

/** A command by name. */
export type CardCommandName = keyof typeof cardCommands;

/** Faults. All are off when left out. */
export interface CardFaults {
  /** Taken out of the reader after so many commands. */
  readonly pulledAfterCommands?: number;
  /** Taken out before the command of that name, the `time`-th one (1 when left out). */
  readonly pulledBefore?: { readonly command: CardCommandName; readonly time?: number };
  /** Answers nothing from the start: neither to reset nor to commands. */
  readonly unreadable?: boolean;
  /** Stops answering after so many commands, but stays in. */
  readonly muteAfterCommands?: number;
  /** The card is blocked: SELECT is answered 6A81. */
  readonly cardBlocked?: boolean;
  /** Its applications are blocked: SELECT is answered 6283. */
  readonly applicationBlocked?: boolean;
  /** Says no to the first GENERATE AC, or yes without going online. */
  readonly firstAnswer?: "aac" | "tc";
  /** Says no to the second GENERATE AC, whatever the issuer said. */
  readonly refusesApproval?: boolean;
  /** Takes any answer of the issuer for the right one: a card that does not check its ARPC. */
  readonly trustsAnyIssuer?: boolean;
  /** The PIN was keyed wrongly too often before: so many tries are left when the card is put in. */
  readonly pinTriesLeft?: number;
  /** Signs wrongly: dynamic and combined authentication fail. */
  readonly signsWrongly?: boolean;
}

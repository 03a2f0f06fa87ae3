/** Terminal risk management: floor limit, random selection, velocity (EMV Book 3, section 10.6). */
import { equalBytes } from "@tillwire/bytes";
import type { TagValues, TvrBit } from "@tillwire/emv";
import { findTag } from "@tillwire/emv";
import { OK } from "../../apdu/command.ts";
import { objectsIn } from "./card-tlv.ts";
import { send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** A sale that was approved offline, for split sales. Kept in the reader only. */
export interface LoggedSale {
  /** Tag 5A and 5F34 as the card has them. */
  readonly pan: Uint8Array;
  readonly panSequenceNumber: Uint8Array | undefined;
  readonly amountMinor: number;
}

/** What the risk is measured by. */
export interface RiskSettings {
  readonly floorLimitMinor: number;
  readonly randomSelection?: {
    readonly targetPercent: number;
    readonly maximumPercent: number;
    readonly thresholdMinor: number;
  };
  /** The newest last. */
  readonly log: readonly LoggedSale[];
}

/** Sets what it finds in the TVR. Asks the card for its counters where it has limits for them. */
export function* manageRisk(transaction: Transaction, settings: RiskSettings): Dialogue<void> {
  const values = valuesOf(transaction);
  const amountMinor = numberOf(values.get("81"));
  const exceeded = amountMinor + lastOfSameCard(values, settings.log) >= settings.floorLimitMinor;
  if (exceeded) transaction.tvr.add("floorLimitExceeded");
  else if (isChosen(amountMinor, settings, transaction)) transaction.tvr.add("selectedRandomly");
  const [lower] = values.get("9F14") ?? [];
  const [upper] = values.get("9F23") ?? [];
  if (lower !== undefined && upper !== undefined) {
    const counter = yield* getCounter("9F36");
    const lastOnline = yield* getCounter("9F13");
    for (const bit of velocityBits({ lower, upper, counter, lastOnline })) transaction.tvr.add(bit);
  }
  transaction.tsi.add("terminalRiskManagementPerformed");
}

/** The newest sale with the same card counts together with this one (section 10.6.1). */
function lastOfSameCard(values: TagValues, log: readonly LoggedSale[]): number {
  const pan = values.get("5A");
  const sequence = values.get("5F34");
  const last = log.findLast(
    (sale) =>
      pan !== undefined &&
      equalBytes(sale.pan, pan) &&
      (sequence === undefined || sale.panSequenceNumber === undefined || equalBytes(sale.panSequenceNumber, sequence)),
  );
  return last?.amountMinor ?? 0;
}

/** Section 10.6.2: from the threshold on, the chance rises with the amount. */
function isChosen(
  amountMinor: number,
  { randomSelection, floorLimitMinor }: RiskSettings,
  { random }: Transaction,
): boolean {
  if (randomSelection === undefined) return false;
  const { targetPercent, maximumPercent, thresholdMinor } = randomSelection;
  const [byte = 0] = random(1);
  const drawn = 1 + Math.floor((byte * 99) / 256);
  if (amountMinor < thresholdMinor) return drawn <= targetPercent;
  const factor = (amountMinor - thresholdMinor) / (floorLimitMinor - thresholdMinor);
  return drawn <= targetPercent + (maximumPercent - targetPercent) * factor;
}

interface Velocity {
  readonly lower: number;
  readonly upper: number;
  readonly counter: number | undefined;
  readonly lastOnline: number | undefined;
}

/** Section 10.6.3. */
function velocityBits({ lower, upper, counter, lastOnline }: Velocity): TvrBit[] {
  const newCard: TvrBit[] = lastOnline === 0 ? ["newCard"] : [];
  if (counter === undefined || lastOnline === undefined || counter <= lastOnline) {
    return [...newCard, "lowerOfflineLimitExceeded", "upperOfflineLimitExceeded"];
  }
  const since = counter - lastOnline;
  return [
    ...newCard,
    ...(since > lower ? (["lowerOfflineLimitExceeded"] as const) : []),
    ...(since > upper ? (["upperOfflineLimitExceeded"] as const) : []),
  ];
}

/** GET DATA of a counter of two bytes; `undefined` when the card does not give it. */
function* getCounter(tag: "9F36" | "9F13"): Dialogue<number | undefined> {
  const value = yield* getData(tag);
  return value?.length === 2 ? numberOf(value) : undefined;
}

/** GET DATA (EMV Book 3, section 6.5.7). */
export function* getData(tag: "9F36" | "9F13" | "9F17"): Dialogue<Uint8Array | undefined> {
  const p2 = Number.parseInt(tag.slice(2), 16);
  const { data, status } = yield* send({ cla: 0x80, ins: 0xca, p1: 0x9f, p2, answers: true });
  return status === OK ? findTag(objectsIn(data) ?? [], tag)?.value : undefined;
}

function numberOf(value: Uint8Array | undefined): number {
  let number = 0;
  for (const byte of value ?? []) number = number * 256 + byte;
  return number;
}

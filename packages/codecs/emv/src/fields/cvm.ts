/**
 * Cardholder verification: the card's list of rules (8E; EMV 4.4 Book 3, section 10.5 and Annex C3) and what came of
 * them (9F34; Book 4, Annex A4).
 */
import { ByteReader, ByteWriter, decodeError } from "@tillwire/bytes";
import { cvmConditions, cvmMethods, cvmOutcomes } from "./cvm-codes.ts";

/** Of a rule's first byte: the next rule is tried when this one fails. */
const continueBit = 0x40;
const methodMask = 0x3f;
/** Two amounts and one rule (Book 3, Annex A: 10 to 252 bytes). */
const minListBytes = 10;
const maxListBytes = 252;

type NameOf<Table extends { name(code: number): string }> = ReturnType<Table["name"]>;

/** One rule, or the rule that was used. */
export interface CvmRule {
  readonly method: NameOf<typeof cvmMethods>;
  readonly condition: NameOf<typeof cvmConditions>;
  /** The next rule is tried when this one fails; otherwise the verification has failed. */
  readonly continueIfUnsuccessful: boolean;
  /** As coded: also what `method` and `condition` call `rfu`. */
  readonly methodCode: number;
  readonly conditionCode: number;
}

/** A rule as it is written. */
export type CvmRuleInput = Pick<CvmRule, "methodCode" | "conditionCode" | "continueIfUnsuccessful">;

/** A card's list. The amounts are in minor units of the application currency (9F42). */
export interface CvmList {
  readonly amountX: number;
  readonly amountY: number;
  readonly rules: readonly CvmRule[];
}

/** What the terminal says that it did. */
export interface CvmResults extends CvmRule {
  readonly outcome: NameOf<typeof cvmOutcomes>;
  readonly outcomeCode: number;
}

function toRule(methodByte: number, conditionCode: number): CvmRule {
  const methodCode = methodByte & methodMask;
  return {
    method: cvmMethods.name(methodCode),
    condition: cvmConditions.name(conditionCode),
    continueIfUnsuccessful: (methodByte & continueBit) !== 0,
    methodCode,
    conditionCode,
  };
}

function methodByteOf({ methodCode, continueIfUnsuccessful }: CvmRuleInput): number {
  return (methodCode & methodMask) | (continueIfUnsuccessful ? continueBit : 0);
}

/**
 * Reads a CVM list (8E).
 * @throws TillwireError `FRAME_INVALID` for fewer than 10 or more than 252 bytes, and for half a rule.
 */
export function decodeCvmList(value: Uint8Array): CvmList {
  if (value.length < minListBytes || value.length > maxListBytes || value.length % 2 !== 0) {
    throw decodeError(`A CVM list has two amounts and whole rules, 10 to 252 bytes; there are ${value.length}.`);
  }
  const reader = new ByteReader(value);
  const amountX = reader.uint32();
  const amountY = reader.uint32();
  const rules: CvmRule[] = [];
  while (reader.remaining > 0) rules.push(toRule(reader.uint8(), reader.uint8()));
  return { amountX, amountY, rules };
}

/** Writes a CVM list. @throws TillwireError `REQUEST_INVALID` for an amount of more than four bytes. */
export function encodeCvmList(list: Omit<CvmList, "rules"> & { readonly rules: readonly CvmRuleInput[] }): Uint8Array {
  const writer = new ByteWriter(maxListBytes).uint32(list.amountX).uint32(list.amountY);
  for (const rule of list.rules) writer.uint8(methodByteOf(rule)).uint8(rule.conditionCode);
  return writer.finish();
}

/** Reads CVM results (9F34). @throws TillwireError `FRAME_INVALID` for another length than three bytes. */
export function decodeCvmResults(value: Uint8Array): CvmResults {
  const [method = 0, condition = 0, outcomeCode = 0] = value;
  if (value.length !== 3) throw decodeError(`CVM results have 3 bytes, there are ${value.length}.`);
  return { ...toRule(method, condition), outcome: cvmOutcomes.name(outcomeCode), outcomeCode };
}

/** Writes CVM results. */
export function encodeCvmResults(results: CvmRuleInput & Pick<CvmResults, "outcomeCode">): Uint8Array {
  return Uint8Array.of(methodByteOf(results), results.conditionCode, results.outcomeCode);
}

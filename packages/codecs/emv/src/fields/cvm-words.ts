/** Cardholder verification for people. */
import { decodeCvmList, decodeCvmResults, type CvmRule } from "./cvm.ts";
import { cvmConditions, cvmMethods, cvmOutcomes } from "./cvm-codes.ts";

/** Conditions that compare with one of the amounts at the head of the list. */
const comparing: ReadonlySet<CvmRule["condition"]> = new Set(["under-x", "over-x", "under-y", "over-y"]);

/** A CVM list (8E) in words: a line for each rule, and before them the amounts where a rule compares with one. */
export function cvmListWords(value: Uint8Array): string[] {
  const { amountX, amountY, rules } = decodeCvmList(value);
  const compares = rules.some(({ condition }) => comparing.has(condition));
  const amounts = `X is ${amountX}, Y is ${amountY} in minor units of the application currency`;
  return [...(compares ? [amounts] : []), ...rules.map(ruleWords)];
}

function ruleWords({ methodCode, conditionCode, continueIfUnsuccessful }: CvmRule): string {
  const next = continueIfUnsuccessful ? "apply succeeding CV rule" : "fail cardholder verification";
  const method = cvmMethods.phrase(methodCode);
  return `${cvmConditions.phrase(conditionCode)}; ${method}; ${next} if this CVM is unsuccessful`;
}

/** CVM results (9F34) in words. */
export function cvmResultsWords(value: Uint8Array): string[] {
  const { methodCode, conditionCode, outcomeCode } = decodeCvmResults(value);
  return [
    `CVM performed: ${cvmMethods.phrase(methodCode)}`,
    `CVM condition: ${cvmConditions.phrase(conditionCode)}`,
    `CVM result: ${cvmOutcomes.phrase(outcomeCode)}`,
  ];
}

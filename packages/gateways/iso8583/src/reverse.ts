/** Reversals: 0400, and 0401 for each repeat, under a trace number of their own; the original stands in field 90. */
import { buildOriginalData, reversalAnswer, type Fields, type Message } from "@tillwire/iso8583";
import type { GatewayInput, ReverseResult } from "@tillwire/plugin-api";
import { amountField, commonFields, currencyField, reference, requestHeader } from "./request-fields.ts";
import type { Settings } from "./settings.ts";
import { originalOf } from "./state.ts";

/** The input of a reversal. */
export type ReverseInput = Extract<GatewayInput, { readonly operation: "reverse" }>;

/** The message. A repeat is the same but for its type and the time it was sent. */
export function buildReversal(settings: Settings, input: ReverseInput): Message {
  const original = originalOf(input.originalState);
  const { requestedMinor, tipMinor, cashbackMinor, mti, stan, transmissionTime } = original;
  const { authorizationCode } = input.original;
  const fields: Fields = {
    ...commonFields(settings, { stan: reference(input.references, "stan"), atMs: input.atMs }),
    3: original.processingCode,
    4: amountField(requestedMinor + tipMinor + cashbackMinor),
    22: original.entryMode,
    25: "00",
    37: original.retrievalReference,
    49: currencyField(original.currency),
    56: input.reason,
    90: buildOriginalData({ mti, stan, transmissionTime }),
    ...(original.cardSequenceNumber !== undefined && { 23: original.cardSequenceNumber }),
    ...(authorizationCode !== undefined && { 38: authorizationCode.padEnd(6, " ") }),
  };
  return { mti: input.repeat === 0 ? "0400" : "0401", header: requestHeader(settings), fields };
}

/** What the host said to it. */
export function readReversal({ fields }: Message): ReverseResult {
  const code = typeof fields[39] === "string" ? fields[39] : "";
  switch (reversalAnswer(code)) {
    case "done":
      return { kind: "done" };
    case "nothing-to-reverse":
      return { kind: "not-found" };
    case "repeat":
      return { kind: "unknown", code: "ANSWER_INVALID", message: `The host answered the reversal with code ${code}.` };
  }
}

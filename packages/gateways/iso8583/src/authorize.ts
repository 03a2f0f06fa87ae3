/** Authorizations: 0200 where the money is to be taken at once, 0100 where it is only held. */
import { encodeEmvTags, withoutCardData } from "@tillwire/emv";
import {
  buildAdditionalAmounts,
  buildEntryMode,
  formatTime,
  type EntryMode,
  type Fields,
  type Message,
} from "@tillwire/iso8583";
import { TillwireError, type CardData, type CardEntry, type GatewayInput } from "@tillwire/plugin-api";
import { buildEnvelope } from "./envelope.ts";
import { amountField, commonFields, currencyField, reference, requestHeader } from "./request-fields.ts";
import type { Settings } from "./settings.ts";
import type { Original } from "./state.ts";

/** The input of an authorization. */
export type AuthorizeInput = Extract<GatewayInput, { readonly finality: unknown }>;

/** The order of field 55. Card data has no place in it. */
const requestTags =
  "9F26 9F27 9F10 9F37 9F36 95 9A 9C 9F02 9F03 5F2A 82 9F1A 9F33 9F34 9F35 9F1E 84 9F09 9F41 9F06 9F6C 9F66".split(" ");

const entryModes: Readonly<Record<Exclude<CardEntry, "token">, EntryMode>> = {
  chip: "chip",
  contactless: "contactless-chip",
  swipe: "magnetic-stripe-complete",
  "fallback-swipe": "magnetic-stripe-fallback",
  manual: "manual",
};

/** What is remembered of the authorization. */
export function originalFrom(input: AuthorizeInput, card: CardData): Original {
  const { entry } = card.summary;
  if (entry === "token") throw unsupported("Stored cards are not known to this gateway. Read the card.");
  const sequence = card.emv?.["5F34"];
  const { tipMinor = 0, cashbackMinor = 0, references, amount } = input;
  return {
    mti: input.finality === "final" ? "0200" : "0100",
    stan: reference(references, "stan"),
    transmissionTime: formatTime(input.atMs, "MMDDhhmmss"),
    retrievalReference: reference(references, "retrieval-reference"),
    processingCode: cashbackMinor > 0 ? "090000" : "000000",
    entryMode: buildEntryMode({ entry: entryModes[entry], pin: "can-enter-pin" }),
    currency: amount.currency,
    requestedMinor: amount.amountMinor,
    tipMinor,
    cashbackMinor,
    ...(sequence !== undefined && { cardSequenceNumber: sequence.padStart(3, "0") }),
  };
}

/** The message. @throws TillwireError with `effect: "none"` for what this dialect cannot say. */
export function buildAuthorization(settings: Settings, input: AuthorizeInput, card: CardData): Message {
  const original = originalFrom(input, card);
  const { requestedMinor, tipMinor, cashbackMinor } = original;
  const fields: Fields = {
    ...commonFields(settings, { stan: original.stan, atMs: input.atMs }),
    3: original.processingCode,
    4: amountField(requestedMinor + tipMinor + cashbackMinor),
    18: settings.merchantCategoryCode,
    22: original.entryMode,
    25: "00",
    37: original.retrievalReference,
    49: currencyField(original.currency),
    62: buildEnvelope(card),
    ...(original.cardSequenceNumber !== undefined && { 23: original.cardSequenceNumber }),
    ...(card.pin && { 52: card.pin.block }),
    ...amountParts(original),
    ...chipData(card),
    ...(input.partialApproval && { 60: "1" }),
  };
  return { mti: original.mti, header: requestHeader(settings), fields };
}

/** Cashback (40) and tip (44), which field 4 includes. */
function amountParts({ currency, tipMinor, cashbackMinor }: Original): Fields {
  const parts = [
    { type: "40", amountMinor: cashbackMinor },
    { type: "44", amountMinor: tipMinor },
  ].filter(({ amountMinor }) => amountMinor > 0);
  if (parts.length === 0) return {};
  const common = { account: "00", currency: currencyField(currency), sign: "debit" } as const;
  return { 54: buildAdditionalAmounts(parts.map((part) => ({ ...common, ...part }))) };
}

/** Field 55: what the issuer needs to check the chip's word, and nothing that is card data. */
function chipData({ emv = {}, summary }: CardData): Fields {
  if (summary.entry !== "chip" && summary.entry !== "contactless") return {};
  const known = Object.fromEntries(requestTags.flatMap((tag) => (emv[tag] === undefined ? [] : [[tag, emv[tag]]])));
  const clean = withoutCardData(known);
  return Object.keys(clean).length === 0 ? {} : { 55: encodeEmvTags(clean, requestTags) };
}

function unsupported(message: string): TillwireError {
  return new TillwireError("OPERATION_UNSUPPORTED", { message, effect: "none" });
}

/** A message as the facts that decisions go by. What is missing or cannot be read is an error, not a default. */
import { createHash } from "node:crypto";
import { decodeError } from "@tillwire/bytes";
import { currencyFromNumeric, decodeTlv, flattenTlv } from "@tillwire/emv";
import { parseAdditionalAmounts, parseEntryMode, parseOriginalData, type Message } from "@tillwire/iso8583";
import { readEnvelope, type Envelope } from "../crypto/envelope.ts";
import type { EmvData } from "../crypto/chip.ts";
import type { RequestKey } from "../ledger/entry.ts";

/** How the card was taken. */
export type Entry = "chip" | "contactless" | "swipe" | "fallback-swipe" | "manual";

/** A request for money. */
export interface AuthorizationRequest {
  readonly key: RequestKey;
  readonly kind: "hold" | "booking";
  readonly digest: string;
  readonly amountMinor: number;
  readonly cashbackMinor: number;
  readonly currency: string;
  /** As it stands in field 49. */
  readonly currencyNumeric: string;
  readonly entry: Entry;
  readonly cardSequenceNumber: string;
  readonly partialApproval: boolean;
  readonly envelope: Envelope;
  readonly emv?: EmvData;
  readonly pin?: { readonly keySerialNumber: Uint8Array; readonly block: Uint8Array };
}

/** A request to undo one. */
export interface ReversalRequest {
  readonly original: RequestKey;
  readonly kind: "hold" | "booking";
  readonly amountMinor: number;
  readonly currency: string;
}

/** @throws TillwireError `FRAME_INVALID` that names the field. */
export function readAuthorization(message: Message): AuthorizationRequest {
  const { fields } = message;
  const envelope = readEnvelope(bytes(message, 62));
  const [emv, pinBlock] = [fields[55], fields[52]];
  if ((pinBlock === undefined) !== (envelope.pinKeySerialNumber === undefined)) {
    throw decodeError("Field 52 and E2 of field 62 come together.");
  }
  const partial = fields[60];
  if (partial !== undefined && partial !== "1") throw decodeError("Field 60 is 1 or not there.");
  return {
    key: keyOf(message),
    kind: kindOf(message.mti),
    digest: digestOf(message),
    ...amountsOf(message),
    entry: entryOf(text(message, 22)),
    cardSequenceNumber: sequenceNumberOf(message),
    partialApproval: partial === "1",
    envelope,
    ...(emv instanceof Uint8Array && { emv: emvOf(emv) }),
    ...(pinBlock instanceof Uint8Array &&
      envelope.pinKeySerialNumber && { pin: { keySerialNumber: envelope.pinKeySerialNumber, block: pinBlock } }),
  };
}

/** @throws TillwireError `FRAME_INVALID` that names the field. */
export function readReversal(message: Message): ReversalRequest {
  const { mti, stan, transmissionTime } = parseOriginalData(text(message, 90));
  const { terminalId, retrievalReference } = keyOf(message);
  const { amountMinor, currency } = amountsOf(message);
  return {
    original: { terminalId, stan, transmissionTime, retrievalReference },
    kind: kindOf(mti),
    amountMinor,
    currency,
  };
}

function keyOf(message: Message): RequestKey {
  return {
    terminalId: text(message, 41).trimEnd(),
    stan: text(message, 11),
    transmissionTime: text(message, 7),
    retrievalReference: text(message, 37).trimEnd(),
  };
}

function kindOf(mti: string): "hold" | "booking" {
  const type = mti.slice(0, 3);
  if (type === "010") return "hold";
  if (type === "020") return "booking";
  throw decodeError("The original is neither 0100 nor 0200.");
}

function amountsOf(message: Message) {
  const currencyNumeric = text(message, 49);
  const currency = currencyFromNumeric(currencyNumeric);
  if (currency === undefined) throw decodeError("Field 49 is no currency of ISO 4217.");
  const amountMinor = Number(text(message, 4));
  const parts = message.fields[54] === undefined ? [] : parseAdditionalAmounts(text(message, 54));
  const cashbackMinor = parts.filter(({ type }) => type === "40").reduce((sum, part) => sum + part.amountMinor, 0);
  const hasCashback = text(message, 3) === "090000";
  if (!hasCashback && text(message, 3) !== "000000")
    throw decodeError("Field 3 is neither a purchase nor one with cashback.");
  if (message.mti.startsWith("04")) return { amountMinor, cashbackMinor, currency, currencyNumeric };
  const partsMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0);
  if (amountMinor === 0 || partsMinor > amountMinor || hasCashback !== cashbackMinor > 0) {
    throw decodeError("Fields 3, 4 and 54 contradict each other.");
  }
  return { amountMinor, cashbackMinor, currency, currencyNumeric };
}

const entries: ReadonlyMap<string, Entry> = new Map([
  ["chip", "chip"],
  ["contactless-chip", "contactless"],
  ["magnetic-stripe", "swipe"],
  ["magnetic-stripe-complete", "swipe"],
  ["magnetic-stripe-fallback", "fallback-swipe"],
  ["manual", "manual"],
]);

function entryOf(mode: string): Entry {
  const entry = entries.get(parseEntryMode(mode).entry);
  if (!entry) throw decodeError("Field 22 is an entry mode that this host does not take.");
  return entry;
}

/** Field 23: three digits, of which the card has two. */
function sequenceNumberOf({ fields }: Message): string {
  const value = fields[23] ?? "000";
  if (typeof value !== "string" || !value.startsWith("0")) throw decodeError("Field 23 is no card sequence number.");
  return value.slice(1);
}

function emvOf(field: Uint8Array): EmvData {
  const objects = flattenTlv(decodeTlv(field));
  const values = new Map(objects.map(({ tag, value }) => [tag, value]));
  if (values.size < objects.length) throw decodeError("Field 55 has a tag twice.");
  return values;
}

/** Over every field in its order: what a repeat has in common with its first, and another request has not. */
function digestOf({ fields }: Message): string {
  const hash = createHash("sha256");
  for (const number of Object.keys(fields)
    .map(Number)
    .toSorted((one, other) => one - other)) {
    const value = fields[number] ?? "";
    const part = typeof value === "string" ? new TextEncoder().encode(value) : value;
    hash.update(`${number}:${part.length}:`).update(part);
  }
  return hash.digest("hex");
}

function text({ fields }: Message, number: number): string {
  const value = fields[number];
  if (typeof value !== "string") throw decodeError(`Field ${number} is missing.`);
  return value;
}

function bytes({ fields }: Message, number: number): Uint8Array {
  const value = fields[number];
  if (!(value instanceof Uint8Array)) throw decodeError(`Field ${number} is missing.`);
  return value;
}

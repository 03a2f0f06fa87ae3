/** What leaves the reader about a card: a summary that may be shown, EMV data without card data, and ciphertext. */
import { toHex } from "@tillwire/bytes";
import { cardDataTags, findBrand } from "@tillwire/emv";
import type { CardData, CardEntry, CardSummary, EmvTags } from "@tillwire/plugin-api";
import { truncatePan } from "@tillwire/plugin-api";
import type { Encryption } from "./encrypt.ts";
import { panOf } from "./kernel/authentication.ts";
import type { FirstResult } from "./kernel/kernel.ts";
import { valuesOf } from "./kernel/transaction.ts";
import type { Transaction } from "./kernel/transaction.ts";

/** The first digits of the synthetic scheme's numbers, which would be UATP's: it is no brand. */
const syntheticIssuer = "123456";
/** For field 55 of a request. */
const requestTags = [
  ...["9F26", "9F27", "9F10", "9F37", "9F36", "95", "9A", "9C", "9F02", "5F2A", "82", "9F1A", "9F03", "9F33"],
  ...["9F34", "9F35", "9F1E", "84", "9F09", "9F41", "5F34", "9F06", "9B", "50"],
] as const;
/** For receipts, advices and reversals. */
const finalTags = ["9F26", "9F27", "9F10", "9F36", "9F37", "95", "9B", "8A", "9F34", "9F5B", "5F34"] as const;

/** A card that was read by its chip, or tapped. */
export function chipCardData(
  first: FirstResult,
  entry: Extract<CardEntry, "chip" | "contactless">,
  encryption: Encryption,
): CardData {
  const { transaction, verification } = first;
  const pan = panOf(transaction);
  const track = transaction.card.get("57");
  const encrypted =
    track === undefined ? encryption.element("pan", pan) : encryption.element("track-2-equivalent", track);
  return {
    summary: chipSummary(first, entry),
    emv: pick(transaction, requestTags),
    encrypted: [encrypted],
    ...(verification.onlinePin !== undefined && { pin: encryption.pin(verification.onlinePin, pan) }),
  };
}

/** The summary of a chip card. */
function chipSummary(
  { transaction, label, verification }: FirstResult,
  entry: Extract<CardEntry, "chip" | "contactless">,
): CardSummary {
  const applicationId = transaction.card.get("84");
  return {
    ...panSummary(panOf(transaction), entry),
    applicationLabel: label,
    ...(applicationId && { applicationId: toHex(applicationId) }),
    verification: verification.how,
  };
}

/** What a card number tells that may be shown. */
export function panSummary(pan: string, entry: CardEntry): CardSummary {
  const brand = pan.startsWith(syntheticIssuer) ? undefined : findBrand(pan)?.name;
  return { entry, pan: truncatePan(pan), ...(brand !== undefined && { brand }) };
}

/** The card's last word as tags. */
export function finalEmv(transaction: Transaction): EmvTags {
  return pick(transaction, finalTags);
}

function pick(transaction: Transaction, tags: readonly string[]): EmvTags {
  const values = valuesOf(transaction);
  const picked: Record<string, string> = {};
  for (const tag of tags) {
    const value = cardDataTags.has(tag) ? undefined : values.get(tag);
    if (value !== undefined) picked[tag] = toHex(value);
  }
  return picked;
}

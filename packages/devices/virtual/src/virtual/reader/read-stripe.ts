/** Reads without a chip: the magnetic stripe with its fallback rules, and a number that is keyed on the reader. */
import { decodeServiceCode, parseTrack2 } from "@tillwire/emv";
import type { CardEntry } from "@tillwire/plugin-api";
import type { Stripe } from "../card/image.ts";
import { panSummary } from "./card-data.ts";
import type { Encryption } from "./encrypt.ts";
import type { Reading, Situation } from "./reading.ts";
import { isReadOnly } from "./request.ts";

/** What a shopper reads from the back of the card. */
const securityCode = "123";

/** A swipe. A card with a chip has to be inserted, unless its chip has just failed. */
export async function readStripe(situation: Situation): Promise<Reading> {
  const { world, order, plan, people } = situation;
  const { stripe } = world.cardNamed(plan.card);
  if (stripe === undefined) return again(situation);
  const track = parseTrack2(stripe.track2);
  const service = track.serviceCode === undefined ? { chip: false } : decodeServiceCode(track.serviceCode);
  const isFallback = world.chipFailure !== undefined;
  const entry: CardEntry = isFallback ? "fallback-swipe" : "swipe";
  if (service.chip && !isFallback) return insertInstead(situation);
  if (!order.entries.includes(entry)) return again(situation);
  const wantsPin = "pin" in service && (service.pin === "required" || service.pin === "prompt-if-possible");
  if (wantsPin) people.show("enter-pin");
  const pin = wantsPin ? await people.keyPin() : undefined;
  const { encryption } = await world.beginTransaction();
  const card = {
    summary: { ...panSummary(track.pan, entry), verification: pin === undefined ? "signature" : "pin-online" } as const,
    encrypted: tracksOf(stripe, encryption),
    ...(pin !== undefined && { pin: encryption.pin(pin, track.pan) }),
    ...(world.chipFailure !== undefined && { fallbackReason: world.chipFailure }),
  };
  world.announce(card.summary);
  return { result: { kind: isReadOnly(order) ? "card-only" : "online-final", card } };
}

/** A number that is keyed on the reader's own keys, with expiry date and security code: `number=YYMM=code`. */
export async function readKeyed({ world, order, plan, signal }: Situation): Promise<Reading> {
  const { stripe } = world.cardNamed(plan.card);
  const track = stripe && parseTrack2(stripe.track2);
  if (track?.expiry === undefined) return { result: { kind: "canceled", by: "shopper" } };
  await world.clock.sleep(world.settings.pacing.pinMs, signal);
  const { encryption } = await world.beginTransaction();
  const card = {
    summary: { ...panSummary(track.pan, "manual"), verification: "none" } as const,
    encrypted: [encryption.element("manual-entry", `${track.pan}=${track.expiry}=${securityCode}`)],
  };
  world.announce(card.summary);
  return { result: { kind: isReadOnly(order) ? "card-only" : "online-final", card } };
}

/** With sentinels, as a reader's head gives them. */
function tracksOf({ track1, track2 }: Stripe, encryption: Encryption): ReturnType<Encryption["element"]>[] {
  return [
    encryption.element("track-2", `;${track2}?`),
    ...(track1 === undefined ? [] : [encryption.element("track-1", `%${track1}?`)]),
  ];
}

function insertInstead({ people }: Situation): Reading {
  people.show("insert-card");
  return { result: { kind: "try-other-interface", entries: ["chip"], promptId: "insert-card" } };
}

function again({ people, order }: Situation): Reading {
  people.show("try-again");
  const entries = order.entries.filter((entry) => entry !== "swipe" && entry !== "fallback-swipe");
  return { result: { kind: "try-other-interface", entries, promptId: "try-again" } };
}

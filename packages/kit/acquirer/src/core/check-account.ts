/** What an account allows: whether its card may pay at all, and in the way it was taken. */
import type { ClearCard } from "../crypto/clear-card.ts";
import type { Account } from "../settings.ts";
import type { AuthorizationRequest } from "./read-request.ts";

/** What is wrong: the response code, and why, for the log. */
export interface Fault {
  readonly code: string;
  readonly why: string;
}

/** How a card was taken, and when. */
interface Taken {
  readonly request: AuthorizationRequest;
  readonly card: ClearCard;
  readonly nowMs: number;
}

/** The first thing that is wrong, if anything. */
export function accountFault(account: Account, { request, card, nowMs }: Taken): Fault | undefined {
  const { status } = account;
  if (status !== "open") return { code: status === "lost" ? "41" : "43", why: `the card was reported ${status}` };
  return entryFault(account, request) ?? expiryFault(account, card, nowMs) ?? stripeFault(card, request);
}

function entryFault(account: Account, { entry, envelope, emv }: AuthorizationRequest): Fault | undefined {
  const { fallback, manual } = account;
  const isChip = entry === "chip" || entry === "contactless";
  if (isChip !== (emv !== undefined)) return { code: "30", why: "field 55 comes with a chip, and only there" };
  if ((entry === "fallback-swipe") !== (envelope.fallbackReason !== undefined)) {
    return { code: "30", why: "E3 of field 62 comes with a fallback, and only there" };
  }
  if (entry === "fallback-swipe" && !fallback) return { code: "57", why: "the account takes no fallback" };
  if (entry === "manual" && !manual) return { code: "57", why: "the account takes no keyed number" };
  return undefined;
}

/** A card is good until the end of its month, UTC. */
function expiryFault(account: Account, { expiry }: ClearCard, nowMs: number): Fault | undefined {
  const now = new Date(nowMs).toISOString();
  const month = now.slice(2, 4) + now.slice(5, 7);
  if (expiry !== undefined && expiry < month) return { code: "54", why: "the card has expired" };
  const isAnother = account.expiry !== undefined && expiry !== account.expiry;
  return isAnother ? { code: "54", why: "the account's card expires in another month" } : undefined;
}

/** The first digit of the service code, ISO/IEC 7813: 2 and 6 are of cards with a chip. */
function stripeFault({ serviceCode = "" }: ClearCard, { entry }: AuthorizationRequest): Fault | undefined {
  const hasChip = serviceCode.startsWith("2") || serviceCode.startsWith("6");
  return entry === "swipe" && hasChip ? { code: "65", why: "the card has a chip and was swiped" } : undefined;
}

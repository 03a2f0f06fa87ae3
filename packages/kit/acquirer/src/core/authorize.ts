/** Decides a request for money: 0100 and 0200, and their repeats. */
import { fromHex, toHex } from "@tillwire/bytes";
import type { Fields, Message } from "@tillwire/iso8583";
import { answerChip } from "../crypto/chip-answer.ts";
import { keyText, type AuthorizationFact } from "../ledger/entry.ts";
import type { Books } from "../ledger/books.ts";
import { behaviorOf, textFor } from "./behaviors.ts";
import { checkCard, chipUse, type CheckedCard, type Host } from "./check-card.ts";
import { answerTo, refuse, send, type Decision } from "./decision.ts";
import { deliver } from "./deliver.ts";
import { readAuthorization, type AuthorizationRequest } from "./read-request.ts";

/** @throws TillwireError `FRAME_INVALID` for a message that cannot be read; nothing is decided then. */
export function decideAuthorization(host: Host, books: Books, { message, nowMs }: Asked): Decision {
  const request = readAuthorization(message);
  const key = keyText(request.key);
  if (books.barred.has(key)) return refuse(message, "94", "it was reversed before it came");
  const before = books.authorizations.get(key);
  if (before?.reversed) return refuse(message, "94", "it was reversed");
  if (before && before.digest !== request.digest) return refuse(message, "94", "another request had these references");
  if (before) {
    const log = `${before.responseCode}: repeated, answered as before`;
    return { facts: [], deliveries: send(answerTo(message, answerFields(before))), log };
  }
  const behavior = behaviorOf(request.amountMinor);
  const card = checkCard(host, books, { request, nowMs });
  if (card.fault === undefined && behavior?.kind === "lost") {
    const deliveries = behavior.closes ? [{ kind: "close" } as const] : [];
    return { facts: [], deliveries, log: "lost on purpose: not booked, not answered" };
  }
  const verdict = judge(books, request, card);
  const fact = factOf(books, { request, card, verdict });
  const answer = answerTo(message, answerFields(fact));
  const deliveries = deliver(answer, isApproved(fact) ? behavior : undefined, host.settings.lateMs);
  return { facts: [fact], deliveries, log: describe(fact, card) };
}

/** A message, and when it came. */
export interface Asked {
  readonly message: Message;
  readonly nowMs: number;
}

interface Verdict {
  readonly responseCode: string;
  readonly authorizedMinor: number;
}

function judge(books: Books, request: AuthorizationRequest, { fault, account }: CheckedCard): Verdict {
  const no = (responseCode: string) => ({ responseCode, authorizedMinor: 0 });
  if (fault !== undefined || !account) return no(fault?.code ?? "14");
  const behavior = behaviorOf(request.amountMinor);
  if (behavior?.kind === "decline") return no(behavior.responseCode);
  if (behavior?.kind === "insert-card" && request.entry === "contactless") return no("65");
  const taken = books.account(account.id).takenMinor.get(request.currency) ?? 0;
  const half = behavior?.kind === "approve-half" ? Math.ceil(request.amountMinor / 2) : Number.POSITIVE_INFINITY;
  const availableMinor = Math.max(0, Math.min(account.balanceMinor - taken, half));
  if (availableMinor >= request.amountMinor) return { responseCode: "00", authorizedMinor: request.amountMinor };
  const isPartial = request.partialApproval && availableMinor > 0 && request.cashbackMinor === 0;
  return isPartial ? { responseCode: "10", authorizedMinor: availableMinor } : no("51");
}

interface Decided {
  readonly request: AuthorizationRequest;
  readonly card: CheckedCard;
  readonly verdict: Verdict;
}

function factOf(books: Books, { request, card, verdict }: Decided): AuthorizationFact {
  const { responseCode, authorizedMinor } = verdict;
  const approved = authorizedMinor > 0;
  const { account, chip, pin } = card;
  return {
    type: "authorization",
    request: request.key,
    kind: request.kind,
    digest: request.digest,
    ...(account && { account: account.id }),
    requestedMinor: request.amountMinor,
    currency: request.currency,
    responseCode,
    authorizedMinor,
    ...(approved && { authorizationCode: String((books.approvals + 1) % 1_000_000).padStart(6, "0") }),
    ...(chip && { chip: chipUse(chip), chipAnswer: toHex(chipAnswer({ request, card, verdict }, chip)) }),
    ...(pin && { pin }),
  };
}

function chipAnswer({ request, card, verdict }: Decided, chip: NonNullable<CheckedCard["chip"]>): Uint8Array {
  const { responseCode } = verdict;
  const behavior = card.fault === undefined ? behaviorOf(request.amountMinor) : undefined;
  const authentication = behavior?.kind === "chip" ? behavior.authentication : undefined;
  const script = behavior?.kind === "chip" || behavior?.kind === "decline" ? behavior.script : undefined;
  return answerChip(chip, {
    responseCode,
    approved: verdict.authorizedMinor > 0,
    authentication: authentication ?? "right",
    ...(script && { script }),
  });
}

/** What the answer says besides the echoed fields, made from the ledger alone: a repeat gets the same. */
function answerFields(fact: AuthorizationFact): Fields {
  const text = textFor(fact.responseCode);
  return {
    39: fact.responseCode,
    ...(isApproved(fact) && { 4: String(fact.authorizedMinor).padStart(12, "0") }),
    ...(fact.authorizationCode !== undefined && { 38: fact.authorizationCode }),
    ...(text !== undefined && { 44: text }),
    ...(fact.chipAnswer !== undefined && { 55: fromHex(fact.chipAnswer) }),
  };
}

function isApproved({ authorizedMinor }: AuthorizationFact): boolean {
  return authorizedMinor > 0;
}

function describe(fact: AuthorizationFact, { fault }: CheckedCard): string {
  const { responseCode, authorizedMinor, currency, account = "unknown card" } = fact;
  return authorizedMinor > 0
    ? `${responseCode}: approved ${authorizedMinor} ${currency} of ${account}`
    : `${responseCode}: declined, ${account}: ${fault?.why ?? "the amount asked for it, or there is too little"}`;
}

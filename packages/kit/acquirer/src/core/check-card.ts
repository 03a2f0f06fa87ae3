/** Everything about a card that can be wrong, checked in order: track, account, chip, PIN. The first fault decides. */
import { decodeError, packDigits, toHex } from "@tillwire/bytes";
import { isLuhnValid, terminalVerificationResults } from "@tillwire/emv";
import { TillwireError } from "@tillwire/plugin-api";
import { checkChip, type EmvData, type GenuineChip } from "../crypto/chip.ts";
import { readClearCard, type ClearCard } from "../crypto/clear-card.ts";
import type { ElementName } from "../crypto/envelope.ts";
import { decryptElement } from "../crypto/transaction-keys.ts";
import type { AccountBooks, Books } from "../ledger/books.ts";
import { counterText } from "../ledger/entry.ts";
import type { Account, AcquirerSettings } from "../settings.ts";
import { accountFault, type Fault } from "./check-account.ts";
import { checkPin } from "./check-pin.ts";
import type { AuthorizationRequest, Entry } from "./read-request.ts";

/** What decisions are made with. */
export interface Host {
  readonly settings: AcquirerSettings;
  readonly accounts: ReadonlyMap<string, Account>;
}

/** A card as far as it was found good. */
export interface CheckedCard {
  readonly fault?: Fault;
  readonly account?: Account;
  readonly chip?: GenuineChip;
  readonly pin?: "right" | "wrong";
}

const elementsOf: Readonly<Record<Entry, readonly ElementName[]>> = {
  chip: ["track-2-equivalent", "pan"],
  contactless: ["track-2-equivalent", "pan"],
  swipe: ["track-2", "track-1"],
  "fallback-swipe": ["track-2", "track-1"],
  manual: ["manual-entry", "pan"],
};

/** Checks a card. Pure; errors of the codecs are faults of the card's data, and become code 88. */
export function checkCard(host: Host, books: Books, question: CardQuestion): CheckedCard {
  try {
    return check(host, books, question);
  } catch (error) {
    if (TillwireError.is(error) && error.code !== "INTERNAL") return { fault: { code: "88", why: error.message } };
    throw error;
  }
}

/** What is asked of a card. */
export interface CardQuestion {
  readonly request: AuthorizationRequest;
  readonly nowMs: number;
}

function check(host: Host, books: Books, { request, nowMs }: CardQuestion): CheckedCard {
  const card = clearCard(host, request);
  const account = isLuhnValid(card.pan) ? host.accounts.get(card.pan) : undefined;
  if (!account) return { fault: { code: "14", why: "there is no account with such a card number" } };
  const fault = accountFault(account, { request, card, nowMs });
  if (fault) return { account, fault };
  const accountBooks = books.account(account.id);
  const chip = chipOf(host, account, request);
  if (chip && "code" in chip) return { account, fault: chip };
  if (chip && isReplayed(accountBooks, account, chip)) {
    return { account, fault: { code: "88", why: "the chip's counter was used before" } };
  }
  const checked = { account, ...(chip && { chip }) };
  return { ...checked, ...checkPin(host.settings, { request, account, books: accountBooks }) };
}

/** A card never counts the same twice; where several cards have one number, it is the cryptogram that may not come twice. */
function isReplayed({ usedCounters, usedCryptograms }: AccountBooks, { severalCards }: Account, chip: GenuineChip) {
  const used = chipUse(chip);
  return severalCards ? usedCryptograms.has(used.cryptogram) : usedCounters.has(counterText(used));
}

/** What a chip used up, as the ledger has it. */
export function chipUse({ card, atc, cryptogram }: GenuineChip) {
  return { sequenceNumber: card.panSequenceNumber, atc, cryptogram: toHex(cryptogram) };
}

/** The card number of every element has to be the same. @throws TillwireError for clear text that makes no sense. */
function clearCard({ settings }: Host, { entry, envelope }: AuthorizationRequest): ClearCard {
  const wanted = elementsOf[entry];
  const cards = envelope.elements
    .filter(({ element }) => wanted.includes(element))
    .toSorted((one, other) => wanted.indexOf(one.element) - wanted.indexOf(other.element))
    .map((one) => readClearCard(one.element, decryptElement(settings.keySets, one)));
  const [first] = cards;
  if (!first || cards.some(({ pan }) => pan !== first.pan)) throw decodeError("The elements are not of one card.");
  return first;
}

function chipOf({ settings }: Host, account: Account, request: AuthorizationRequest): GenuineChip | Fault | undefined {
  const { emv, cardSequenceNumber: panSequenceNumber } = request;
  const issuer = settings.issuers.find(({ name }) => name === account.issuer);
  if (!emv || !issuer) return undefined;
  if (!saysTheSame(emv, request)) return { code: "88", why: "the chip was told something else than this message says" };
  const chip = checkChip(issuer, { pan: account.pan, panSequenceNumber }, emv);
  return chip ?? { code: "88", why: "the cryptogram is wrong" };
}

/** What the chip was told has to be what the message says: amount, cashback, currency; and a PIN that was entered is here. */
function saysTheSame(emv: EmvData, request: AuthorizationRequest): boolean {
  const said = (tag: string) => toHex(emv.get(tag) ?? new Uint8Array(0));
  const amount = (minor: number) => toHex(packDigits(String(minor).padStart(12, "0")));
  const tvr = emv.get("95");
  if (tvr && terminalVerificationResults.has(tvr, "onlineCvmCaptured") && !request.pin) return false;
  return (
    said("9F02") === amount(request.amountMinor) &&
    (said("9F03") || amount(0)) === amount(request.cashbackMinor) &&
    said("5F2A") === `0${request.currencyNumeric}`
  );
}

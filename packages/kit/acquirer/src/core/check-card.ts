/** Everything about a card that can be wrong, checked in order: track, account, chip, PIN. The first fault decides. */
import { decodeError, packDigits, toHex } from "@tillwire/bytes";
import { isLuhnValid, terminalVerificationResults } from "@tillwire/emv";
import { decryptPin } from "@tillwire/keys";
import { TillwireError } from "@tillwire/plugin-api";
import { checkChip, type EmvData, type GenuineChip } from "../crypto/chip.ts";
import { readClearCard, type ClearCard } from "../crypto/clear-card.ts";
import type { ElementName } from "../crypto/envelope.ts";
import { decryptElement, pinKeyOf } from "../crypto/transaction-keys.ts";
import type { AccountBooks, Books } from "../ledger/books.ts";
import { counterText } from "../ledger/entry.ts";
import type { Account, AcquirerSettings } from "../settings.ts";
import { behaviorOf } from "./behaviors.ts";
import type { AuthorizationRequest, Entry } from "./read-request.ts";

/** What decisions are made with. */
export interface Host {
  readonly settings: AcquirerSettings;
  readonly accounts: ReadonlyMap<string, Account>;
}

/** What is wrong: the response code, and why, for the log. */
export interface Fault {
  readonly code: string;
  readonly why: string;
}

/** A card as far as it was found good. */
export interface CheckedCard {
  readonly fault?: Fault;
  readonly account?: Account;
  readonly chip?: GenuineChip;
  readonly pin?: "right" | "wrong";
}

/** Three wrong PINs, and the account takes none any more. */
const pinTries = 3;

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
  const fault = accountFault(account, request) ?? expiryFault(account, card, nowMs) ?? stripeFault(card, request);
  if (fault) return { account, fault };
  const accountBooks = books.account(account.id);
  const chip = chipOf(host, account, request);
  if (chip && "code" in chip) return { account, fault: chip };
  if (chip && isReplayed(accountBooks, account, chip)) {
    return { account, fault: { code: "88", why: "the chip's counter was used before" } };
  }
  const checked = { account, ...(chip && { chip }) };
  return { ...checked, ...checkPin(host, { request, account, books: accountBooks }) };
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

function accountFault(account: Account, { entry, envelope, emv }: AuthorizationRequest): Fault | undefined {
  const { status, fallback, manual } = account;
  if (status !== "open") return { code: status === "lost" ? "41" : "43", why: `the card was reported ${status}` };
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

interface PinQuestion {
  readonly request: AuthorizationRequest;
  readonly account: Account;
  readonly books: AccountBooks;
}

function checkPin({ settings }: Host, { request, account, books }: PinQuestion): Pick<CheckedCard, "fault" | "pin"> {
  if (!request.pin) return {};
  if (books.wrongPins >= pinTries) return { fault: { code: "75", why: "the PIN is blocked" } };
  const wrongOnPurpose = behaviorOf(request.amountMinor)?.kind === "first-pin-wrong" && books.wrongPins === 0;
  if (!wrongOnPurpose && isRightPin(settings, account, request.pin)) return { pin: "right" };
  const blocks = books.wrongPins + 1 >= pinTries;
  return { pin: "wrong", fault: { code: blocks ? "75" : "55", why: "the PIN is wrong" } };
}

/** A block that is no PIN block is a wrong PIN: nobody learns which of the two it was. */
function isRightPin(
  { keySets }: AcquirerSettings,
  { pan, pin }: Account,
  sent: NonNullable<AuthorizationRequest["pin"]>,
) {
  const key = pinKeyOf(keySets, sent.keySerialNumber);
  try {
    return pin !== undefined && decryptPin(key, sent.block, { format: 0, pan }) === pin;
  } catch (error) {
    if (TillwireError.is(error)) return false;
    throw error;
  }
}

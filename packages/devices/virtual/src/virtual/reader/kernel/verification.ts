/** Cardholder verification: the card's list of rules, one after the other (EMV Book 3, section 10.5; Book 4, section 6.3.4). */
import { decodeCvmList, encodeCvmResults, terminalCapabilities } from "@tillwire/emv";
import type { CvmList, CvmRule } from "@tillwire/emv";
import { encodePinBlock, encipherOfflinePin } from "@tillwire/keys";
import type { RsaPublicKey } from "@tillwire/keys";
import type { CardholderVerification } from "@tillwire/plugin-api";
import { OK } from "../../apdu/command.ts";
import { askPin, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { fromCard } from "./processing-options.ts";
import { getData } from "./risk.ts";
import { profileHas, valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

const verifiesCardholder = 0x10;
const unknown = 0;
const failed = 1;
const successful = 2;
const pinBlocked = 0x6983;
const lastTry = 1;
const triesLeft = 0x63c0;

/** What came of it. */
export interface Verification {
  readonly how: CardholderVerification;
  /** For the issuer to check; it leaves the reader encrypted only. */
  readonly onlinePin?: string;
}

/** What verification needs besides the transaction. */
export interface VerificationMeans {
  /** The card's key for PINs, when offline authentication proved one. */
  readonly pinKey?: RsaPublicKey<"icc" | "icc-pin"> | undefined;
}

interface Attempt {
  readonly outcome: "successful" | "unknown" | "failed";
  readonly verification?: Verification;
}

const notVerified: Verification = { how: "failed" };

/** Goes through the list. What was done stands in tag 9F34. */
export function* verifyCardholder(transaction: Transaction, means: VerificationMeans): Dialogue<Verification> {
  const value = transaction.card.get("8E");
  if (!profileHas(transaction, verifiesCardholder) || value === undefined) {
    transaction.terminal.set("9F34", Uint8Array.of(0x3f, 0x00, 0x00));
    return { how: "none" };
  }
  const list = fromCard("8E", () => decodeCvmList(value));
  transaction.tsi.add("cardholderVerificationPerformed");
  for (const rule of list.rules) {
    if (!isConditionMet(transaction, list, rule)) continue;
    const attempt = yield* attemptRule(transaction, rule, means);
    const outcomeCode = { successful, unknown, failed }[attempt.outcome];
    transaction.terminal.set("9F34", encodeCvmResults({ ...rule, outcomeCode }));
    if (attempt.outcome !== "failed") return attempt.verification ?? { how: "none" };
    if (!rule.continueIfUnsuccessful) break;
  }
  transaction.tvr.add("cardholderVerificationFailed");
  if (!transaction.terminal.has("9F34")) transaction.terminal.set("9F34", Uint8Array.of(0x3f, 0x00, failed));
  return notVerified;
}

/** EMV Book 3, annex C3, table 44. */
function isConditionMet(transaction: Transaction, list: CvmList, rule: CvmRule): boolean {
  const values = valuesOf(transaction);
  const [type] = values.get("9C") ?? [];
  const [cashback, cash] = [type === 0x09, type === 0x01];
  const { condition } = rule;
  if (condition === "always") return true;
  if (condition === "supported") return isSupported(transaction, rule);
  if (condition === "unattended-cash" || condition === "manual-cash") return cash;
  if (condition === "no-cash") return !cash && !cashback;
  if (condition === "cashback") return cashback;
  return isAmountCondition(rule) && isAmountMet(transaction, list, rule);
}

function isAmountCondition({ conditionCode }: CvmRule): boolean {
  return conditionCode >= 0x06 && conditionCode <= 0x09;
}

function isAmountMet(transaction: Transaction, { amountX, amountY }: CvmList, { conditionCode }: CvmRule): boolean {
  const values = valuesOf(transaction);
  const [ownCurrency, cardCurrency] = [values.get("5F2A"), values.get("9F42")];
  if (String(ownCurrency) !== String(cardCurrency)) return false;
  const amount = values.get("81") ?? new Uint8Array(4);
  const amountMinor = new DataView(amount.buffer, amount.byteOffset).getUint32(0);
  const limit = conditionCode <= 0x07 ? amountX : amountY;
  return conditionCode % 2 === 0 ? amountMinor < limit : amountMinor > limit;
}

const capabilityOf = {
  "plaintext-pin-offline": ["plaintextPinOffline"],
  "enciphered-pin-online": ["encipheredPinOnline"],
  "enciphered-pin-offline": ["encipheredPinOffline"],
  "plaintext-pin-offline-and-signature": ["plaintextPinOffline", "signature"],
  "enciphered-pin-offline-and-signature": ["encipheredPinOffline", "signature"],
  signature: ["signature"],
  "no-cvm": ["noCvm"],
} as const;

/** Methods that this kernel knows. */
type KnownMethod = keyof typeof capabilityOf;

function isKnown(method: string): method is KnownMethod {
  return Object.hasOwn(capabilityOf, method);
}

function isSupported(transaction: Transaction, { method }: CvmRule): boolean {
  const capabilities = valuesOf(transaction).get("9F33");
  if (capabilities === undefined || !isKnown(method)) return false;
  return capabilityOf[method].every((name) => terminalCapabilities.has(capabilities, name));
}

function* attemptRule(transaction: Transaction, rule: CvmRule, means: VerificationMeans): Dialogue<Attempt> {
  const { method } = rule;
  if (method === "fail") return { outcome: "failed" };
  if (!isKnown(method)) {
    transaction.tvr.add("unrecognizedCvm");
    return { outcome: "failed" };
  }
  if (!isSupported(transaction, rule)) {
    if (method !== "signature" && method !== "no-cvm") transaction.tvr.add("pinPadNotWorking");
    return { outcome: "failed" };
  }
  if (method === "no-cvm") return { outcome: "successful", verification: { how: "none" } };
  if (method === "signature") return { outcome: "unknown", verification: { how: "signature" } };
  if (method === "enciphered-pin-online") return yield* takeOnlinePin(transaction);
  return yield* checkOfflinePin(transaction, method, means);
}

function* takeOnlinePin(transaction: Transaction): Dialogue<Attempt> {
  const pin = yield* askPin("enter-pin");
  if (pin === undefined) {
    transaction.tvr.add("pinNotEntered");
    return { outcome: "failed" };
  }
  transaction.tvr.add("onlineCvmCaptured");
  return { outcome: "unknown", verification: { how: "pin-online", onlinePin: pin } };
}

/** The card checks, as often as it has tries (EMV Book 3, section 10.5.1). */
function* checkOfflinePin(
  transaction: Transaction,
  method: Exclude<KnownMethod, "signature" | "no-cvm" | "enciphered-pin-online">,
  { pinKey }: VerificationMeans,
): Dialogue<Attempt> {
  const isEnciphered = method.startsWith("enciphered");
  if (isEnciphered && pinKey === undefined) return { outcome: "failed" };
  const [triesAtFirst] = (yield* getData("9F17")) ?? [];
  if (triesAtFirst === 0) return limitExceeded(transaction);
  let prompt: Parameters<typeof askPin>[0] = triesAtFirst === lastTry ? "enter-pin-last-try" : "enter-pin";
  for (;;) {
    const pin: string | undefined = yield* askPin(prompt);
    if (pin === undefined) {
      transaction.tvr.add("pinNotEntered");
      return { outcome: "failed" };
    }
    const status: number = yield* sendPin(pin, { random: transaction.random, key: isEnciphered ? pinKey : undefined });
    if (status === OK) {
      const withSignature = method.endsWith("and-signature");
      const how = withSignature ? "pin-and-signature" : "pin-offline";
      return { outcome: withSignature ? "unknown" : "successful", verification: { how } };
    }
    const left: number = (status & 0xfff0) === triesLeft ? status & 0x0f : 0;
    if (status === pinBlocked || left === 0) return limitExceeded(transaction);
    prompt = left === lastTry ? "enter-pin-last-try" : "enter-pin-again";
  }
}

function limitExceeded(transaction: Transaction): Attempt {
  transaction.tvr.add("pinTryLimitExceeded");
  return { outcome: "failed" };
}

/** VERIFY, in clear or enciphered for the card (EMV Book 3, section 6.5.12; Book 2, section 7.2). Gives the status. */
export function* sendPin(
  pin: string,
  how: { readonly random: Transaction["random"]; readonly key: RsaPublicKey<"icc" | "icc-pin"> | undefined },
): Dialogue<number> {
  const verify = { cla: 0x00, ins: 0x20, p1: 0x00, answers: false } as const;
  if (how.key === undefined) {
    return (yield* send({ ...verify, p2: 0x80, data: encodePinBlock({ format: 2, pin }) })).status;
  }
  const challenge = yield* send({ cla: 0x00, ins: 0x84, p1: 0, p2: 0, answers: true });
  if (challenge.status !== OK || challenge.data.length !== 8) return challenge.status === OK ? 0 : challenge.status;
  const data = encipherOfflinePin(how.key, { pin, challenge: challenge.data, random: how.random });
  return (yield* send({ ...verify, p2: 0x88, data })).status;
}

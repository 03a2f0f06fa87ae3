/** Offline data authentication: SDA and DDA here, CDA with GENERATE AC (EMV Book 2, sections 5 and 6; Book 3, section 10.3). */
import { concatBytes, fromHex, toHex } from "@tillwire/bytes";
import { buildDolData, decodeDol, terminalCapabilities } from "@tillwire/emv";
import {
  recoverIccKey,
  recoverIssuerKey,
  RsaPublicKey,
  verifyDynamicData,
  verifyStaticData,
  isValidIn,
} from "@tillwire/keys";
import type { Certificate } from "@tillwire/keys";
import { OK } from "../../apdu/command.ts";
import { objectsIn } from "./card-tlv.ts";
import { cardError, send } from "./dialogue.ts";
import type { Dialogue } from "./dialogue.ts";
import { fromCard } from "./processing-options.ts";
import { profileHas, valuesOf } from "./transaction.ts";
import type { Transaction } from "./transaction.ts";

/** A scheme's key, as the parameter set has it. */
export interface AuthorityKey {
  readonly rid: string;
  readonly index: string;
  readonly modulus: string;
  readonly exponent: string;
  /** `YYYY-MM-DD`. */
  readonly expires?: string;
}

/** What authentication came to so far. */
export interface Authentication {
  readonly way: "none" | "sda" | "dda" | "cda";
  /** The card's proven key: for CDA still to come, and for enciphered PINs. */
  readonly iccKey?: RsaPublicKey<"icc">;
}

const supportsSda = 0x40;
const supportsDda = 0x20;
const supportsCda = 0x01;
/** The only tag that the list of further static data may name (EMV Book 3, section 10.3). */
const profileTag = "82";

/** Authenticates as strongly as card and reader can, CDA before DDA before SDA. */
export function* authenticateOffline(
  transaction: Transaction,
  authorityKeys: readonly AuthorityKey[],
): Dialogue<Authentication> {
  const way = wayOf(transaction);
  if (way === "none") {
    transaction.tvr.add("odaNotPerformed");
    return { way };
  }
  if (way === "sda") transaction.tvr.add("sdaSelected");
  if (way !== "cda") transaction.tsi.add("odaPerformed");
  const issuerKey = provenIssuerKey(transaction, authorityKeys);
  if (issuerKey === undefined) return failedWith(transaction, way);
  if (way === "sda") return checkStatically(transaction, issuerKey);
  const iccKey = provenCardKey(transaction, issuerKey);
  if (iccKey === undefined) return failedWith(transaction, way);
  if (way === "cda") return { way, iccKey };
  return yield* checkDynamically(transaction, iccKey);
}

/** CDA failed, also after the fact: its bit, and that it was tried. */
export function combinedFailed(transaction: Transaction): void {
  transaction.tvr.add("cdaFailed");
  transaction.tsi.add("odaPerformed");
}

function failedWith(transaction: Transaction, way: Exclude<Authentication["way"], "none">): Authentication {
  if (way === "cda") combinedFailed(transaction);
  else transaction.tvr.add(way === "dda" ? "ddaFailed" : "sdaFailed");
  return { way: "none" };
}

function wayOf(transaction: Transaction): Authentication["way"] {
  const capabilities = valuesOf(transaction).get("9F33") ?? new Uint8Array(3);
  const can = (name: "sda" | "dda" | "cda"): boolean => terminalCapabilities.has(capabilities, name);
  if (profileHas(transaction, supportsCda) && can("cda")) return "cda";
  if (profileHas(transaction, supportsDda) && can("dda")) return "dda";
  return profileHas(transaction, supportsSda) && can("sda") ? "sda" : "none";
}

/** Static data: marked records, and tag 82 where tag 9F4A says so. `undefined`: not as it should be. */
function staticDataOf({ card, staticData }: Transaction): Uint8Array | undefined {
  const list = card.get("9F4A");
  if (list === undefined) return staticData;
  const profile = card.get(profileTag);
  if (toHex(list) !== profileTag || staticData === undefined || profile === undefined) return undefined;
  return concatBytes(staticData, profile);
}

function provenIssuerKey(
  transaction: Transaction,
  authorityKeys: readonly AuthorityKey[],
): RsaPublicKey<"issuer"> | undefined {
  const values = valuesOf(transaction);
  const rid = toHex(values.get("9F06") ?? new Uint8Array(0)).slice(0, 10);
  const index = toHex(values.get("8F") ?? new Uint8Array(0));
  const authority = authorityKeys.find((key) => key.rid === rid && key.index === index);
  const certificate = certificateOf(transaction, { certificate: "90", remainder: "92", exponent: "9F32" });
  if (authority === undefined || certificate === undefined) return undefined;
  const date = dayOf(transaction);
  if (authority.expires !== undefined && authority.expires < date) return undefined;
  const numbers = { modulus: fromHex(authority.modulus), exponent: fromHex(authority.exponent) };
  const key = new RsaPublicKey("certification-authority", numbers);
  const recovered = recoverIssuerKey(key, certificate, panOf(transaction));
  if (recovered.kind === "failed" || !isValidIn(recovered.expiry, date.slice(0, 7))) return undefined;
  return recovered.publicKey;
}

function provenCardKey(transaction: Transaction, issuerKey: RsaPublicKey<"issuer">): RsaPublicKey<"icc"> | undefined {
  const certificate = certificateOf(transaction, { certificate: "9F46", remainder: "9F48", exponent: "9F47" });
  const staticData = staticDataOf(transaction);
  if (certificate === undefined || staticData === undefined) return undefined;
  const recovered = recoverIccKey(issuerKey, certificate, { pan: panOf(transaction), staticData });
  if (recovered.kind === "failed" || !isValidIn(recovered.expiry, dayOf(transaction).slice(0, 7))) return undefined;
  return recovered.publicKey;
}

/** A certificate out of the card's records; without it the card's data is not complete. */
function certificateOf(
  { card, tvr }: Transaction,
  tags: { readonly certificate: string; readonly remainder: string; readonly exponent: string },
): Certificate | undefined {
  const certificate = card.get(tags.certificate);
  const exponent = card.get(tags.exponent);
  if (certificate === undefined || exponent === undefined) {
    tvr.add("iccDataMissing");
    return undefined;
  }
  return { certificate, exponent, remainder: card.get(tags.remainder) ?? new Uint8Array(0) };
}

function checkStatically(transaction: Transaction, issuerKey: RsaPublicKey<"issuer">): Authentication {
  const signature = transaction.card.get("93");
  const staticData = staticDataOf(transaction);
  if (signature === undefined) transaction.tvr.add("iccDataMissing");
  if (signature === undefined || staticData === undefined) return failedWith(transaction, "sda");
  const verified = verifyStaticData(issuerKey, signature, staticData);
  if (verified.kind === "failed") return failedWith(transaction, "sda");
  transaction.card.set("9F45", verified.dataAuthenticationCode);
  return { way: "sda" };
}

function* checkDynamically(transaction: Transaction, iccKey: RsaPublicKey<"icc">): Dialogue<Authentication> {
  const list = transaction.card.get("9F49") ?? transaction.terminal.get("9F49"); // the reader's own where the card has none
  if (list === undefined) return failedWith(transaction, "dda");
  const data = buildDolData(
    fromCard("9F49", () => decodeDol(list)),
    valuesOf(transaction),
  );
  const { status, data: answer } = yield* internalAuthenticate(data);
  if (status !== OK) throw cardError("INTERNAL AUTHENTICATE failed.");
  const signature = signatureIn(answer);
  const verified = signature && verifyDynamicData(iccKey, signature, data);
  if (verified?.kind !== "valid") return { ...failedWith(transaction, "dda"), iccKey };
  transaction.card.set("9F4C", verified.iccDynamicNumber);
  return { way: "dda", iccKey };
}

/** INTERNAL AUTHENTICATE (EMV Book 3, section 6.5.9). */
function internalAuthenticate(data: Uint8Array): ReturnType<typeof send> {
  return send({ cla: 0x00, ins: 0x88, p1: 0, p2: 0, data, answers: true });
}

/** The signature in an answer of format 1 (80) or 2 (77 with 9F4B). */
function signatureIn(answer: Uint8Array): Uint8Array | undefined {
  const [object] = objectsIn(answer) ?? [];
  if (object?.tag === "80") return object.value;
  return object?.kind === "constructed" ? object.children.find(({ tag }) => tag === "9F4B")?.value : undefined;
}

/** The card number, for comparing with the certificates. */
export function panOf({ card }: Transaction): string {
  return toHex(card.get("5A") ?? new Uint8Array(0)).replace(/F+$/, "");
}

/** The transaction's date as `YYYY-MM-DD`. */
function dayOf(transaction: Transaction): string {
  const date = toHex(valuesOf(transaction).get("9A") ?? new Uint8Array(3));
  return `20${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`;
}

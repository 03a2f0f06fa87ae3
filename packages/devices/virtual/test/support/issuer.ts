/** An issuer of tests: it holds the published master keys, derives the card's keys by itself, and answers as a host does. */
import { fromHex } from "@tillwire/bytes";
import {
  buildScriptCommand,
  cryptogramKey,
  deriveCardKey,
  deriveScriptKey,
  issuerAuthenticationData,
  pinChangeCommand,
  tdesKey,
  verifyCryptogram,
} from "@tillwire/keys";
import type { CryptogramProfile, EmvUse, TdesKey } from "@tillwire/keys";
import { encodeTlv } from "@tillwire/emv";
import type { HostAnswer } from "@tillwire/plugin-api";
import { panOf } from "../../src/virtual/reader/kernel/authentication.ts";
import { valuesOf } from "../../src/virtual/reader/kernel/transaction.ts";
import type { Transaction } from "../../src/virtual/reader/kernel/transaction.ts";
import type { IssuerKeys } from "./vectors.ts";

function cardKeyOf<Use extends EmvUse>(use: Use, masterKey: string, transaction: Transaction): TdesKey<`card-${Use}`> {
  const [sequence = 0] = transaction.card.get("5F34") ?? [];
  const card = { pan: panOf(transaction), panSequenceNumber: sequence.toString(16).padStart(2, "0") };
  const issuerKey = tdesKey(`issuer-${use}`, fromHex(masterKey));
  return deriveCardKey(issuerKey, card, "A");
}

/** True when the cryptogram that the card gave last is the one of this transaction. */
export function isGenuine(transaction: Transaction, profile: CryptogramProfile, keys: IssuerKeys): boolean {
  const values = valuesOf(transaction);
  const key = cryptogramKey(profile, cardKeyOf("cryptogram", keys.imkAc, transaction), values);
  return verifyCryptogram(profile, key, { values, cryptogram: values.get("9F26") ?? new Uint8Array(8) });
}

/** The answer of a host that approves or declines, with an ARPC. */
export function hostAnswer(
  transaction: Transaction,
  {
    profile,
    keys,
    approves,
  }: { readonly profile: CryptogramProfile; readonly keys: IssuerKeys; readonly approves: boolean },
): HostAnswer {
  const values = valuesOf(transaction);
  const cardKey = cardKeyOf("cryptogram", keys.imkAc, transaction);
  const key = profile.response?.key === "card" ? cardKey : cryptogramKey(profile, cardKey, values);
  const responseCode = approves ? "00" : "05";
  const response =
    profile.response?.method === 1
      ? ({ method: 1, responseCode: new TextEncoder().encode(responseCode) } as const)
      : ({ method: 2, cardStatusUpdate: fromHex(approves ? "00800000" : "00000000") } as const);
  const cryptogram = values.get("9F26") ?? new Uint8Array(8);
  return {
    verdict: approves ? "approved" : "declined",
    responseCode,
    ...(approves && { authorizationCode: "123456" }),
    issuerAuthenticationData: issuerAuthenticationData(key, cryptogram, response),
  };
}

function scriptTransactionOf(transaction: Transaction): { readonly atc: Uint8Array; readonly cryptogram: Uint8Array } {
  const { card } = transaction;
  return { atc: card.get("9F36") ?? new Uint8Array(2), cryptogram: card.get("9F26") ?? new Uint8Array(8) };
}

/** Script templates of single commands, to be made while the ARQC is the last cryptogram. */
export function scripts(
  transaction: Transaction,
  profile: CryptogramProfile,
  keys: IssuerKeys,
): { block(tag: "71" | "72"): Uint8Array; unblockPin(tag: "71" | "72"): Uint8Array; newPin(pin: string): Uint8Array } {
  const rules = profile.script;
  if (rules === undefined) throw new Error("This profile has no scripts.");
  const scriptTransaction = scriptTransactionOf(transaction);
  const cardKeys = {
    cryptogram: cardKeyOf("cryptogram", keys.imkAc, transaction),
    integrity: cardKeyOf("integrity", keys.imkSmi, transaction),
    confidentiality: cardKeyOf("confidentiality", keys.imkSmc, transaction),
  };
  const integrity = deriveScriptKey(cardKeys.integrity, rules, scriptTransaction);
  const plain = (header: string): Uint8Array =>
    buildScriptCommand(integrity, rules, {
      header: fromHex(header),
      data: new Uint8Array(0),
      transaction: scriptTransaction,
    });
  const template = (tag: "71" | "72", command: Uint8Array): Uint8Array =>
    encodeTlv([
      {
        tag,
        children: [
          { tag: "9F18", value: fromHex("00000001") },
          { tag: "86", value: command },
        ],
      },
    ]);
  return {
    block: (tag) => template(tag, plain("841E0000")),
    unblockPin: (tag) => template(tag, plain("84240000")),
    newPin: (newPin) => template("72", pinChangeCommand(rules, cardKeys, { newPin, transaction: scriptTransaction })),
  };
}

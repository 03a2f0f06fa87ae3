/** The kernel against recorded cards: the commands byte by byte, and what each step comes to (emv-flow.json). */
import { fromHex, toHex } from "@tillwire/bytes";
import { decodeAfl, terminalVerificationResults, transactionStatusInformation } from "@tillwire/emv";
import { RsaPrivateKey } from "@tillwire/keys";
import { describe, expect, test } from "vitest";
import { authenticateOffline } from "../../src/virtual/reader/kernel/authentication.ts";
import { authenticateIssuer } from "../../src/virtual/reader/kernel/completion.ts";
import { testAuthorityKey } from "../../src/virtual/card/test-keys.ts";
import { KernelEnd } from "../../src/virtual/reader/kernel/dialogue.ts";
import type { Answer, Step } from "../../src/virtual/reader/kernel/dialogue.ts";
import { generateAc } from "../../src/virtual/reader/kernel/generate-ac.ts";
import { getProcessingOptions } from "../../src/virtual/reader/kernel/processing-options.ts";
import { readRecords } from "../../src/virtual/reader/kernel/records.ts";
import { processingRestrictions } from "../../src/virtual/reader/kernel/restrictions.ts";
import { manageRisk } from "../../src/virtual/reader/kernel/risk.ts";
import { buildCandidates, needsChoice, selectFinally } from "../../src/virtual/reader/kernel/selection.ts";
import type { SupportedApplication } from "../../src/virtual/reader/kernel/selection.ts";
import { newTransaction } from "../../src/virtual/reader/kernel/transaction.ts";
import type { Transaction } from "../../src/virtual/reader/kernel/transaction.ts";
import { sendPin } from "../../src/virtual/reader/kernel/verification.ts";
import { play, recording } from "../support/play.ts";
import { vectors } from "../support/vectors.ts";
import type { Vector } from "../support/vectors.ts";

const zeros = (length: number): Uint8Array => new Uint8Array(length);

function tags(...sets: readonly Record<string, string>[]): Map<string, Uint8Array> {
  return new Map(sets.flatMap((set) => Object.entries(set).map(([tag, value]) => [tag, fromHex(value)])));
}

function transactionOf(terminal: Map<string, Uint8Array>, card = new Map<string, Uint8Array>()): Transaction {
  const transaction = newTransaction(terminal, zeros);
  for (const [tag, value] of card) transaction.card.set(tag, value);
  return transaction;
}

function reasonOf(work: () => unknown): string {
  try {
    work();
    return "SUCCESS";
  } catch (thrown) {
    if (thrown instanceof KernelEnd) return thrown.reason;
    throw thrown;
  }
}

const supportedOf = (aids: Vector["inputs"]["supportedAids"]): SupportedApplication[] =>
  aids.map(({ aid, match }) => ({ applicationId: aid, partialSelection: match === "partial" }));

describe("candidate list", () => {
  test.for(vectors("emv-flow", "candidate-list"))("$id $inputs.name", ({ inputs, expected }) => {
    const card = recording(inputs.apdus);
    const list = () => play(buildCandidates(supportedOf(inputs.supportedAids)), (step) => card.answer(step));
    if (expected.outcome === "EMV_OUTCOME_CARD_BLOCKED") {
      expect(reasonOf(list)).toBe("card-blocked");
    } else {
      const candidates = list();
      expect(candidates.length === 0).toBe(expected.candidateListEmpty);
      if (expected.cardholderSelectionRequired !== undefined) {
        expect(needsChoice(candidates)).toBe(expected.cardholderSelectionRequired);
      }
    }
    expect(card.left).toBe(0);
  });
});

describe("final selection", () => {
  test.for(vectors("emv-flow", "final-selection"))("$id $inputs.name", ({ inputs, expected }) => {
    const card = recording(inputs.apdus);
    const command = inputs.apdus[0]?.[0] ?? "";
    const length = Number.parseInt(command.slice(8, 10), 16);
    const applicationId = command.slice(10, 10 + length * 2);
    const supported = { applicationId, partialSelection: false };
    const candidate = { applicationId, label: undefined, priority: 1, needsConfirmation: false, supported };
    let selected: unknown;
    const reason = reasonOf(() => (selected = play(selectFinally(candidate), (step) => card.answer(step))));
    const outcome = new Map([
      ["card-error", "EMV_OUTCOME_CARD_ERROR"],
      ["card-blocked", "EMV_OUTCOME_CARD_BLOCKED"],
    ]).get(reason);
    expect(outcome ?? (selected === undefined ? "EMV_OUTCOME_TRY_AGAIN" : "SUCCESS")).toBe(expected.outcome);
    expect(card.left).toBe(0);
  });
});

describe("get processing options", () => {
  test.for(vectors("emv-flow", "get-processing-options"))("$id $inputs.name", ({ inputs, expected }) => {
    const card = recording(inputs.apdus);
    const transaction = transactionOf(tags(inputs.configData, inputs.paramsData));
    const pdol = /9F38..(?<list>(?:..)*)$/.exec(inputs.fci)?.groups?.["list"];
    const reason = reasonOf(() =>
      play(getProcessingOptions(transaction, pdol === undefined ? undefined : fromHex(pdol)), (step) =>
        card.answer(step),
      ),
    );
    expect(reason).toBe(expected.outcome === "SUCCESS" ? "SUCCESS" : "card-error");
    if (expected.aip) expect(toHex(transaction.card.get("82") ?? zeros(0))).toBe(expected.aip);
    if (expected.afl) expect(toHex(transaction.card.get("94") ?? zeros(0))).toBe(expected.afl);
    expect(card.left).toBe(0);
  });
});

describe("read records", () => {
  test.for(vectors("emv-flow", "read-records"))("$id $inputs.name", ({ inputs, expected }) => {
    const card = recording(inputs.apdus);
    const transaction = transactionOf(new Map());
    const reason = reasonOf(() =>
      play(readRecords(transaction, decodeAfl(fromHex(inputs.afl))), (step) => card.answer(step)),
    );
    const goesOn = expected.outcome === "SUCCESS" || expected.outcome === "EMV_TAL_RESULT_ODA_RECORD_INVALID";
    expect(reason).toBe(goesOn ? "SUCCESS" : "card-error");
    if (goesOn) expect(transaction.staticData !== undefined).toBe(expected.outcome === "SUCCESS");
    expect(card.left).toBe(0);
  });
});

describe("processing restrictions", () => {
  test.for(vectors("emv-flow", "processing-restrictions"))("$id $inputs.name", ({ inputs, expected }) => {
    const bits = processingRestrictions(tags(inputs.config, inputs.params, inputs.icc));
    expect(toHex(terminalVerificationResults.encode(bits))).toBe(expected.tvr);
  });
});

describe("terminal risk management", () => {
  test.for(vectors("emv-flow", "terminal-risk-management"))("$id $inputs.name", ({ inputs, expected }) => {
    const card = recording(inputs.apdus);
    const transaction = transactionOf(tags(inputs.config, inputs.params), tags(inputs.icc));
    const floorLimitMinor = Number.parseInt(inputs.config["9F1B"] ?? "0", 16);
    const log = inputs.transactionLog.map(({ pan, amount }) => ({
      pan: fromHex(pan.replace(/F+$/, "")),
      panSequenceNumber: undefined,
      amountMinor: amount,
    }));
    play(manageRisk(transaction, { floorLimitMinor, log }), (step) => card.answer(step));
    expect(toHex(terminalVerificationResults.encode(transaction.tvr))).toBe(expected.tvr);
    expect(toHex(transactionStatusInformation.encode(transaction.tsi))).toBe(expected.tsi);
    expect(card.left).toBe(0);
  });
});

describe("recorded transaction", () => {
  const [vector] = vectors("emv-flow", "recorded-transaction");
  const [key] = vectors("emv-odd", "test-private-key").filter(({ inputs }) => inputs.name.startsWith("ICC"));

  test("goes through all of it, from the directory to the second GENERATE AC", () => {
    if (vector === undefined || key === undefined) throw new Error("The vectors are not there.");
    const { apdus } = vector.inputs;
    // The terminal that was recorded asks for the counter before the transaction begins, which EMV does not want.
    // And it leaves Le away from this one command, which T=0 does not carry anyway.
    const withLe = (command: string): string => (command === "80A80000028300" ? `${command}00` : command);
    const asked = apdus.filter(([command]) => command !== "80CA9F3605");
    const card = recording(asked.map(([command, response]) => [withLe(command), response]));
    const answer = (step: Step): Answer => card.answer(step);
    const [candidate] = play(buildCandidates([{ applicationId: "AFFFFFFFFF1234", partialSelection: false }]), answer);
    if (candidate === undefined) throw new Error("No candidate.");
    expect(candidate.label).toBe(vector.expected.applicationLabel);
    expect(play(selectFinally(candidate), answer)?.pdol).toBeUndefined();

    const first = apdus.find(([command]) => command.startsWith("80AE80"))?.[0].slice(10) ?? "";
    const data = ["9F02:6", "9F03:6", "9F1A:2", "95:5", "5F2A:2", "9A:3", "9C:1", "9F37:4"];
    const terminal = new Map<string, Uint8Array>();
    let position = 0;
    for (const [tag = "", length = ""] of data.map((entry) => entry.split(":"))) {
      terminal.set(tag, fromHex(first.slice(position, (position += Number(length) * 2))));
    }
    const transaction = transactionOf(new Map(terminal));
    transaction.terminal.set("9F37", terminal.get("9F37") ?? zeros(4));
    const locator = play(getProcessingOptions(transaction, undefined), answer);
    play(readRecords(transaction, locator ?? []), answer);
    for (const [tag, value] of [
      ["9F33", "E0F8C0"],
      ["9F06", "AFFFFFFFFF1234"],
    ] as const) {
      transaction.terminal.set(tag, fromHex(value));
    }
    // Its certificates are genuine: the published scheme key proves the issuer's, that the card's, that the signature.
    const authenticated = play(authenticateOffline(transaction, [testAuthorityKey]), answer);
    expect(authenticated.way).toBe("dda");
    expect([...transaction.tvr]).toEqual([]);
    expect(play(sendPin("1234", { random: zeros, key: undefined }), answer)).toBe(0x9000);

    const icc = new RsaPrivateKey("icc", {
      modulus: fromHex(key.inputs.modulus),
      exponent: fromHex(key.inputs.publicExponent),
      privateExponent: fromHex(key.expected.privateExponent),
      primeP: fromHex(key.expected.p),
      primeQ: fromHex(key.expected.q),
    });
    const enciphered = apdus.find(([command]) => command.startsWith("0020008880"))?.[0].slice(10) ?? "";
    const filling = icc.apply(fromHex(enciphered))?.slice(17) ?? zeros(0);
    expect(play(sendPin("1234", { random: () => filling, key: icc.publicKey }), answer)).toBe(0x9000);

    transaction.terminal.delete("9F34");
    const generated = play(generateAc(transaction, { asked: "arqc", list: "8C" }), answer);
    expect(generated.information).toBe(Number.parseInt(vector.expected.firstCid, 16));
    expect(toHex(transaction.card.get("9F36") ?? zeros(0))).toBe(vector.expected.atc);
    expect(toHex(transaction.card.get("9F26") ?? zeros(0))).toBe(vector.expected.ac);
    play(authenticateIssuer(transaction, fromHex("1234567812345678")), answer);
    transaction.terminal.set("8A", fromHex("5933"));
    const second = play(generateAc(transaction, { asked: "tc", list: "8D" }, generated.sent), answer);
    expect(second.information).toBe(Number.parseInt(vector.expected.secondCid, 16));
    expect(card.left).toBe(0);
  });
});

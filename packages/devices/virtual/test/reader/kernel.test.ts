/** Kernel, card and issuer as three parties: each with keys of its own, and nothing between them but what EMV sends. */
import { fromHex, toHex } from "@tillwire/bytes";
import { decodeCvmResults, encodeCvmList } from "@tillwire/emv";
import { certifyIssuerKey, deriveCardKey, exportKey, RsaPrivateKey, RsaPublicKey, tdesKey } from "@tillwire/keys";
import type { EmvParameterSet, HostAnswer } from "@tillwire/plugin-api";
import { describe, expect, test } from "vitest";
import { createVirtualCard } from "../../src/virtual/card/card.ts";
import type { VirtualCard } from "../../src/virtual/card/card.ts";
import { cardImage, cardOf } from "../../src/virtual/card/cards.ts";
import type { CardName } from "../../src/virtual/card/cards.ts";
import type { CardFaults } from "../../src/virtual/card/faults.ts";
import { mastercardPlan, syntheticPlan, visaPlan } from "../../src/virtual/card/plans.ts";
import { testAuthorityKey, testIssuerCertificate, testIssuerKey } from "../../src/virtual/card/test-keys.ts";
import { completeTransaction } from "../../src/virtual/reader/kernel/completion.ts";
import type { Completion } from "../../src/virtual/reader/kernel/completion.ts";
import { KernelEnd } from "../../src/virtual/reader/kernel/dialogue.ts";
import { runFirst } from "../../src/virtual/reader/kernel/kernel.ts";
import type { FirstResult, KernelInput } from "../../src/virtual/reader/kernel/kernel.ts";
import { sandboxParameters } from "../../src/virtual/reader/sandbox-parameters.ts";
import { hostAnswer, isGenuine, scripts } from "../support/issuer.ts";
import { play, withCard } from "../support/play.ts";
import type { Hands } from "../support/play.ts";
import { issuerTestKeys, vectors } from "../support/vectors.ts";

const keys = issuerTestKeys();
const mtip = keys["Mastercard MTIP"];

let drawn = 0;
/** Not random, and never the same twice. */
const random = (length: number): Uint8Array => Uint8Array.from({ length }, () => (drawn = (drawn * 73 + 41) % 251));

function input(changes: Partial<KernelInput["terms"]> = {}, parameters = sandboxParameters): KernelInput {
  const terms = {
    amountMinor: 1250,
    cashbackMinor: 0,
    transactionType: 0,
    date: "261124",
    time: "120000",
    sequence: 1,
    ...changes,
  };
  return { parameters, terms, random, log: [], serialNumber: "VR000001", readOnly: false };
}

interface Run {
  readonly card: VirtualCard;
  readonly first: FirstResult;
  finish(answer: HostAnswer): Completion;
}

function insert(card: VirtualCard, hands: Hands = { pins: ["1234"] }, begin = input()): Run {
  card.reset("contact");
  const side = withCard(card, hands);
  const first = play(runFirst(begin), (step) => side.answer(step));
  return {
    card,
    first,
    finish: (answer) => play(completeTransaction(first.transaction, first.paused, answer), (step) => side.answer(step)),
  };
}

function newCard(name: CardName, faults: CardFaults = {}): VirtualCard {
  return createVirtualCard(cardImage(name), random, faults);
}

function endOf(work: () => unknown): string {
  try {
    work();
    return "went on";
  } catch (thrown) {
    if (thrown instanceof KernelEnd) return thrown.reason;
    throw thrown;
  }
}

function withFloor(floorLimitMinor: number): EmvParameterSet {
  const applications = sandboxParameters.applications.map((application) => ({ ...application, floorLimitMinor }));
  return { ...sandboxParameters, applications };
}

const capabilities = (value: string): EmvParameterSet => ({
  ...sandboxParameters,
  terminal: { ...sandboxParameters.terminal, capabilities: value },
});

describe("the cards' keys", () => {
  test.each([
    ["Mastercard MTIP", syntheticPlan],
    ["Mastercard MTIP", mastercardPlan],
    ["Visa ADVT", visaPlan],
  ] as const)("are those that %s's master keys give", (issuer, plan) => {
    const card = { pan: plan.pan, panSequenceNumber: plan.panSequenceNumber };
    const derived = [
      deriveCardKey(tdesKey("issuer-cryptogram", fromHex(keys[issuer].imkAc)), card, "A"),
      deriveCardKey(tdesKey("issuer-integrity", fromHex(keys[issuer].imkSmi)), card, "A"),
      deriveCardKey(tdesKey("issuer-confidentiality", fromHex(keys[issuer].imkSmc)), card, "A"),
    ].map(exportKey);
    const own = [plan.keys.cryptogram, plan.keys.integrity, plan.keys.confidentiality].map(exportKey);
    expect(own.map(toHex)).toEqual(derived.map(toHex));
  });

  test("the issuer's certificate is what the published authority key signs", () => {
    const [vector] = vectors("emv-odd", "test-private-key").filter(({ inputs }) => inputs.name.startsWith("CA"));
    const numbers = {
      modulus: fromHex(vector?.inputs.modulus ?? ""),
      exponent: fromHex("03"),
      privateExponent: fromHex(vector?.expected.privateExponent ?? ""),
      primeP: fromHex(vector?.expected.p ?? ""),
      primeQ: fromHex(vector?.expected.q ?? ""),
    };
    expect(testAuthorityKey.modulus).toBe(vector?.inputs.modulus);
    const certified = certifyIssuerKey(new RsaPrivateKey("certification-authority", numbers), {
      publicKey: new RsaPublicKey("issuer", testIssuerKey),
      issuerIdentifier: "123456",
      expiry: "1249",
      serialNumber: fromHex("000001"),
    });
    expect(certified).toEqual(testIssuerCertificate);
  });
});

describe("online", () => {
  test.each([
    ["synthetic", syntheticPlan, mtip],
    ["mastercard", mastercardPlan, mtip],
    ["visa", visaPlan, keys["Visa ADVT"]],
  ] as const)("%s: ARQC, the issuer's approval, TC", (name, { profile }, issuerKeys) => {
    const { first, finish } = insert(newCard(name));
    expect(first.cryptogram).toBe("arqc");
    expect(first.verification).toEqual({ how: "pin-online", onlinePin: "1234" });
    expect(isGenuine(first.transaction, profile, issuerKeys)).toBe(true);
    const answer = hostAnswer(first.transaction, { profile, keys: issuerKeys, approves: true });
    expect(finish(answer)).toEqual({ accepted: true });
    expect(isGenuine(first.transaction, profile, issuerKeys)).toBe(true);
    expect(first.transaction.tvr.has("issuerAuthenticationFailed")).toBe(false);
  });

  test.each(["9F26", "9F36", "5A"])("one wrong bit in %s, and the issuer refuses", (tag) => {
    const { first } = insert(newCard("synthetic"));
    const value = first.transaction.card.get(tag) ?? new Uint8Array(0);
    first.transaction.card.set(tag, value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1));
    expect(isGenuine(first.transaction, syntheticPlan.profile, mtip)).toBe(false);
  });

  test.each(["9F02", "9F37"])("one wrong bit in %s, and the issuer refuses", (tag) => {
    const { first } = insert(newCard("synthetic"));
    const value = first.transaction.terminal.get(tag) ?? new Uint8Array(0);
    first.transaction.terminal.set(tag, value.with(value.length - 1, (value.at(-1) ?? 0) ^ 1));
    expect(isGenuine(first.transaction, syntheticPlan.profile, mtip)).toBe(false);
  });

  test("declined: AAC", () => {
    const { first, finish } = insert(newCard("synthetic"));
    const { profile } = syntheticPlan;
    expect(finish(hostAnswer(first.transaction, { profile, keys: mtip, approves: false }))).toEqual({
      accepted: false,
    });
  });

  test.each([
    ["synthetic", syntheticPlan, mtip],
    ["mastercard", mastercardPlan, mtip],
    ["visa", visaPlan, keys["Visa ADVT"]],
  ] as const)("%s refuses an approval with a wrong ARPC", (name, { profile }, issuerKeys) => {
    const { first, finish } = insert(newCard(name));
    const answer = hostAnswer(first.transaction, { profile, keys: issuerKeys, approves: true });
    const wrong = (answer.issuerAuthenticationData ?? new Uint8Array(8)).with(0, 0x55);
    expect(finish({ ...answer, issuerAuthenticationData: wrong })).toEqual({ accepted: false });
    expect(first.transaction.tvr.has("issuerAuthenticationFailed")).toBe(name !== "mastercard");
  });

  test("a card that trusts any issuer takes a wrong ARPC", () => {
    const { finish } = insert(newCard("synthetic", { trustsAnyIssuer: true }));
    const issuerAuthenticationData = fromHex("0011223344556677");
    expect(finish({ verdict: "approved", issuerAuthenticationData })).toEqual({ accepted: true });
  });

  test("a card may refuse what its issuer approved", () => {
    const { first, finish } = insert(newCard("synthetic", { refusesApproval: true }));
    const { profile } = syntheticPlan;
    expect(finish(hostAnswer(first.transaction, { profile, keys: mtip, approves: true }))).toEqual({ accepted: false });
  });

  test("no host: the default action codes decide", () => {
    expect(insert(newCard("synthetic")).finish({ verdict: "unable-to-go-online" })).toEqual({ accepted: false });
    const open = { denial: "0000000000", online: "FFFFFFFFFF", default: "0000000000" };
    const lenient = {
      ...sandboxParameters,
      applications: sandboxParameters.applications.map((application) => ({
        ...application,
        terminalActionCodes: open,
      })),
    };
    const plan = { ...syntheticPlan, actionCodes: open };
    const run = insert(createVirtualCard(cardOf("lenient", plan), random), { pins: ["1234"] }, input({}, lenient));
    expect(run.finish({ verdict: "unable-to-go-online" })).toEqual({ accepted: true });
    expect(run.first.transaction.terminal.get("8A")).toEqual(new TextEncoder().encode("Y3"));
  });
});

describe("offline authentication", () => {
  const done = (run: Run): string[] => [...run.first.transaction.tvr].filter((bit) => /sda|dda|cda|oda|icc/i.test(bit));

  test.each([
    ["CDA", "E0F8C8", []],
    ["DDA", "E0F8C0", []],
    ["SDA", "E0F880", ["sdaSelected"]],
    ["none", "E0F800", ["odaNotPerformed"]],
  ])("%s", (_, value, bits) => {
    const run = insert(newCard("synthetic"), { pins: ["1234"] }, input({}, capabilities(value)));
    expect(done(run)).toEqual(bits);
    expect(run.first.cryptogram).toBe("arqc");
  });

  test("a card that signs wrongly fails DDA", () => {
    const card = newCard("synthetic", { signsWrongly: true });
    expect(done(insert(card, { pins: ["1234"] }, input({}, capabilities("E0F8C0"))))).toEqual(["ddaFailed"]);
  });

  test("a card that signs wrongly fails CDA, and is declined whatever its cryptogram", () => {
    const run = insert(newCard("synthetic", { signsWrongly: true }));
    expect(done(run)).toEqual(["cdaFailed"]);
    expect(run.first.cryptogram).toBe("aac");
  });

  test.each([
    ["E0F8C8", "cdaFailed"],
    ["E0F8C0", "ddaFailed"],
    ["E0F880", "sdaFailed"],
  ])("a record that was changed is found out (%s)", (value, bit) => {
    const image = cardImage("synthetic");
    const [application] = image.applications;
    if (application === undefined) throw new Error("The card has no application.");
    const facts = application.records.get("3.1") ?? new Uint8Array(0);
    const position = toHex(facts).indexOf("5F2503") / 2 + 3;
    const records = new Map(application.records).set("3.1", facts.with(position, 0x23));
    const forged = { ...image, applications: [{ ...application, records }] };
    const run = insert(createVirtualCard(forged, random), { pins: ["1234"] }, input({}, capabilities(value)));
    expect(done(run)).toContain(bit);
  });

  test("without the scheme's key it fails", () => {
    const run = insert(
      newCard("synthetic"),
      { pins: ["1234"] },
      input({}, { ...sandboxParameters, authorityKeys: [] }),
    );
    expect(done(run)).toEqual(["cdaFailed"]);
  });
});

describe("verification", () => {
  const results = ({ first }: Run) => decodeCvmResults(first.transaction.terminal.get("9F34") ?? new Uint8Array(0));

  test.each(["offline-pin", "enciphered-pin"] as const)("%s: the card checks it", (name) => {
    const run = insert(newCard(name), { pins: ["9999", "1234"] });
    expect(run.first.verification).toEqual({ how: "pin-offline" });
    expect(results(run).outcome).toBe("successful");
  });

  test("the tries run out, also over transactions, and the next rule is taken", () => {
    const card = newCard("offline-pin");
    const run = insert(card, { pins: ["0000", "1111", "2222", "1234"] });
    expect(run.first.verification).toEqual({ how: "pin-online", onlinePin: "1234" });
    expect(run.first.transaction.tvr.has("pinTryLimitExceeded")).toBe(true);
    const again = insert(card, { pins: ["1234"] });
    expect(again.first.verification).toEqual({ how: "pin-online", onlinePin: "1234" });
  });

  test("the issuer can unblock the PIN, and change it", () => {
    const card = newCard("offline-pin");
    const { first, finish } = insert(card, { pins: ["0000", "1111", "2222", "1234"] });
    const { profile } = syntheticPlan;
    const answer = hostAnswer(first.transaction, { profile, keys: mtip, approves: true });
    const commands = scripts(first.transaction, profile, mtip);
    const issuerScripts = [commands.unblockPin("71"), commands.newPin("4711")];
    expect(finish({ ...answer, issuerScripts })).toEqual({ accepted: true });
    expect(toHex(first.transaction.terminal.get("9F5B") ?? new Uint8Array(0))).toBe("20000000012000000001");
    expect(insert(card, { pins: ["4711"] }).first.verification).toEqual({ how: "pin-offline" });
  });

  test("a Visa card takes a new PIN in its own way", () => {
    const plan = {
      ...visaPlan,
      cvm: { amountX: 0, amountY: 0, rules: [{ methodCode: 1, conditionCode: 0, continueIfUnsuccessful: false }] },
    };
    const card = createVirtualCard(cardOf("visa with offline PIN", plan), random);
    const { first, finish } = insert(card);
    const answer = hostAnswer(first.transaction, { profile: plan.profile, keys: keys["Visa ADVT"], approves: true });
    const { newPin } = scripts(first.transaction, plan.profile, keys["Visa ADVT"]);
    finish({ ...answer, issuerScripts: [newPin("987654")] });
    expect(insert(card, { pins: ["987654"] }).first.verification).toEqual({ how: "pin-offline" });
  });

  test("signature, and none", () => {
    expect(insert(newCard("signature"), {}).first.verification).toEqual({ how: "signature" });
    expect(insert(newCard("no-cvm"), {}).first.verification).toEqual({ how: "none" });
  });

  test("whoever goes past the PIN falls through to the next rule", () => {
    const run = insert(newCard("synthetic"), { pins: [undefined] });
    expect(run.first.verification).toEqual({ how: "signature" });
    expect(run.first.transaction.tvr.has("pinNotEntered")).toBe(true);
  });

  test("a reader without a PIN pad takes the next rule", () => {
    const rules = [
      { methodCode: 2, conditionCode: 0, continueIfUnsuccessful: true },
      { methodCode: 0x1f, conditionCode: 0, continueIfUnsuccessful: false },
    ];
    const card = createVirtualCard(
      cardOf("PIN always", { ...syntheticPlan, cvm: { amountX: 0, amountY: 0, rules } }),
      random,
    );
    const run = insert(card, {}, input({}, capabilities("E008C8")));
    expect(run.first.verification).toEqual({ how: "none" });
    expect(run.first.transaction.tvr.has("pinPadNotWorking")).toBe(true);
  });

  test("amounts over and under X", () => {
    const rules = [
      { methodCode: 0x1f, conditionCode: 6, continueIfUnsuccessful: false },
      { methodCode: 0x1e, conditionCode: 7, continueIfUnsuccessful: false },
    ];
    const cvm = { amountX: 2000, amountY: 0, rules };
    expect(encodeCvmList(cvm).length).toBe(12);
    const card = createVirtualCard(cardOf("by amount", { ...syntheticPlan, cvm }), random);
    expect(insert(card, {}, input({ amountMinor: 1999 })).first.verification).toEqual({ how: "none" });
    expect(insert(card, {}, input({ amountMinor: 2001 })).first.verification).toEqual({ how: "signature" });
    expect(insert(card, {}, input({ amountMinor: 2000 })).first.verification).toEqual({ how: "failed" });
  });
});

describe("offline decisions", () => {
  test("below the floor limit the card approves by itself, and wants to go online after a while", () => {
    const card = newCard("offline");
    const run = () => insert(card, {}, input({}, withFloor(10_000)));
    expect(run().first.cryptogram).toBe("arqc"); // a new card
    const { first, finish } = run();
    finish(hostAnswer(first.transaction, { profile: syntheticPlan.profile, keys: mtip, approves: true }));
    const kinds = Array.from({ length: 4 }, () => run().first.cryptogram);
    expect(kinds).toEqual(["tc", "tc", "tc", "arqc"]);
  });

  test("the card says no, or yes, by itself", () => {
    expect(insert(newCard("no-cvm", { firstAnswer: "aac" })).first.cryptogram).toBe("aac");
    expect(insert(newCard("no-cvm", { firstAnswer: "tc" }), {}, input({}, withFloor(10_000))).first.cryptogram).toBe(
      "tc",
    );
  });

  test("an expired card is sent online, and the TVR says so", () => {
    const { first } = insert(newCard("expired"));
    expect(first.transaction.tvr.has("expiredApplication")).toBe(true);
    expect(first.cryptogram).toBe("arqc");
  });
});

describe("cards that fail", () => {
  test.each([
    ["card-blocked", { cardBlocked: true }],
    ["no-common-application", { applicationBlocked: true }],
    ["card-silent", { unreadable: true }],
    ["card-silent", { muteAfterCommands: 4 }],
    ["card-silent", { pulledBefore: { command: "get-processing-options" } }],
    ["card-silent", { pulledBefore: { command: "generate-ac" } }],
  ] as const)("%s: %o", (reason, faults) => {
    expect(endOf(() => insert(newCard("synthetic", faults)))).toBe(reason);
  });

  test("pulled before every single command: it always ends, and never approves", () => {
    let count = 0;
    for (let before = 0; before < 40; before += 1) {
      const card = newCard("synthetic", { pulledAfterCommands: before });
      const ended = endOf(() => {
        const { first, finish } = insert(card);
        finish(hostAnswer(first.transaction, { profile: syntheticPlan.profile, keys: mtip, approves: true }));
      });
      if (ended === "went on") break;
      expect(ended).toBe("card-silent");
      count += 1;
    }
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(30);
  });

  test("a card without an application that the reader knows", () => {
    expect(endOf(() => insert(newCard("foreign")))).toBe("no-common-application");
  });

  test("an issuer script blocks the application for good", () => {
    const card = newCard("synthetic");
    const { first, finish } = insert(card);
    const { profile } = syntheticPlan;
    const answer = hostAnswer(first.transaction, { profile, keys: mtip, approves: true });
    finish({ ...answer, issuerScripts: [scripts(first.transaction, profile, mtip).block("72")] });
    expect(endOf(() => insert(card))).toBe("no-common-application");
  });

  test("a script with a wrong MAC is not carried out, and the TVR says so", () => {
    const card = newCard("synthetic");
    const { first, finish } = insert(card);
    const { profile } = syntheticPlan;
    const answer = hostAnswer(first.transaction, { profile, keys: mtip, approves: true });
    const script = scripts(first.transaction, profile, mtip).block("71");
    finish({ ...answer, issuerScripts: [script.with(script.length - 1, (script.at(-1) ?? 0) ^ 1)] });
    expect(first.transaction.tvr.has("scriptFailedBeforeFinal")).toBe(true);
    expect(toHex(first.transaction.terminal.get("9F5B") ?? new Uint8Array(0))).toBe("1100000001");
    expect(endOf(() => insert(card))).toBe("went on");
  });

  test("the counter rises with every transaction", () => {
    const card = newCard("synthetic");
    const counters = [1, 2, 3].map(() => toHex(insert(card).first.transaction.card.get("9F36") ?? new Uint8Array(0)));
    expect(counters).toEqual(["0001", "0002", "0003"]);
  });
});

test("with two applications the shopper chooses", () => {
  const card = newCard("two-applications");
  const { first } = insert(card, { pins: ["1234"], choose: 1 });
  expect(first.label).toBe("TILLWIRE DEBIT");
  expect(toHex(first.transaction.card.get("84") ?? new Uint8Array(0))).toBe("AFFFFFFFFF5678");
});

/** Chips of every profile, and EMVCo's published chain end to end: what is right is approved, any wrong bit is not. */
import { fromHex, toHex } from "@tillwire/bytes";
import { decodeTlv, encodeTlv, findTag } from "@tillwire/emv";
import { deriveScriptKey, deriveCardKey, findCryptogramProfile, tdesKey, verifyScriptCommand } from "@tillwire/keys";
import { describe, expect, test } from "vitest";
import { start } from "./support/acquirer.ts";
import { createCard, mastercard16, mastercard20, mastercardCcd, synthetic, visa10, visa18 } from "./support/card.ts";
import type { Emv } from "./support/card.ts";
import { createTerminal, openLine } from "./support/terminal.ts";

const profiles = { mastercardCcd, mastercard16, mastercard20, visa10, visa18, synthetic };

test.each(Object.entries(profiles))(
  "%s: approved, and the card accepts the answer; declined likewise",
  async (_, options) => {
    await using running = await start();
    const [card, terminal] = [createCard({ ...options, sequenceNumber: "01" }), createTerminal()];
    for (const [amountMinor, code] of [
      [1_000, "00"],
      [1_011, "51"],
    ] as const) {
      const emv = card.generate({ amountMinor });
      const answer = await running.line.ask(terminal.chip(card, { amountMinor }, emv));
      expect(answer?.fields[39]).toBe(code);
      const data = decodeTlv(answer?.fields[55] as Uint8Array);
      expect(findTag(data, "8A")?.value).toEqual(new TextEncoder().encode(code));
      expect(card.accepts(emv, findTag(data, "91")?.value ?? new Uint8Array(0))).toBe(true);
    }
  },
);

describe("EMVCo, Issuer and Application Security Guidelines, annex A.3", () => {
  // Every value as printed there: the card is 5413339000006165, its sequence number 00, its counter 3456.
  const printed: Emv = {
    "9F26": "C20039270FE384D5",
    "9F27": "80",
    "9F10": "0FA500A03800000000000000000000000F010000000000000000000000000000",
    "9F37": "11111111",
    "9F36": "3456",
    "95": "0000001080",
    "9A": "980704",
    "9C": "00",
    "9F02": "000000010000",
    "9F03": "000000001000",
    "5F2A": "0840",
    "82": "5800",
    "9F1A": "0840",
  };
  const sale = { amountMinor: 10_000, cashbackMinor: 1_000, currencyNumeric: "840", pin: "1234" };

  test("the printed request is approved with the printed answer, ARPC 90EF477F and update 00820000", async () => {
    await using running = await start();
    const answer = await running.line.ask(createTerminal().chip(createCard(mastercardCcd), sale, printed));
    expect(answer?.fields[39]).toBe("00");
    expect(toHex(answer?.fields[55] as Uint8Array)).toBe("8A023030910890EF477F00820000");
  });

  /** Of 9F27 the kind of cryptogram only: the rest is advice to the terminal, and the cryptogram does not cover it. */
  const bits = Object.entries(printed).flatMap(([tag, hex]) =>
    Array.from({ length: tag === "9F27" ? 2 : hex.length * 4 }, (_, bit) => [tag, bit] as const),
  );

  test("any wrong bit in it is declined, and nothing is live", async () => {
    await using running = await start();
    const [card, terminal] = [createCard(mastercardCcd), createTerminal()];
    const messages = bits.map(([tag, bit]) => {
      const value = fromHex(printed[tag] ?? "");
      const spoilt = value.map((byte, index) => (index === bit >> 3 ? byte ^ (0x80 >> (bit & 7)) : byte));
      return { tag, bit, message: terminal.chip(card, sale, { ...printed, [tag]: toHex(spoilt) }) };
    });
    // On several lines at once, which share the ledger's flushes.
    const lineCount = 8;
    await Promise.all(
      Array.from({ length: lineCount }, async (_, first) => {
        using line = await openLine(running.acquirer.port);
        for (const { tag, bit, message } of messages.filter((__, index) => index % lineCount === first)) {
          expect([tag, bit, (await line.ask(message))?.fields[39]]).toEqual([tag, bit, "88"]);
        }
      }),
    );
    expect(running.acquirer.audit()).toMatchObject({ liveMinor: {} });
    expect(running.acquirer.audit().authorizations).toHaveLength(bits.length);
  });

  test("another card number, sequence number, amount, cashback or currency of the message is declined", async () => {
    await using running = await start();
    const [card, terminal] = [createCard(mastercardCcd), createTerminal()];
    for (const message of [
      terminal.chip(createCard({ ...mastercardCcd, pan: "5413330089020011" }), sale, printed),
      terminal.chip(createCard({ ...mastercardCcd, sequenceNumber: "01" }), sale, printed),
      terminal.chip(card, { ...sale, amountMinor: 10_001 }, printed),
      terminal.chip(card, { ...sale, cashbackMinor: 1_001 }, printed),
      terminal.chip(card, { ...sale, currencyNumeric: "978" }, printed),
    ]) {
      expect((await running.line.ask(message))?.fields[39]).toBe("88");
    }
    expect(running.acquirer.audit().liveMinor).toEqual({});
  });
});

test("a counter that was used is declined, also under new references", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const emv = card.generate({ amountMinor: 500 });
  expect((await running.line.ask(terminal.chip(card, { amountMinor: 500 }, emv)))?.fields[39]).toBe("00");
  expect((await running.line.ask(terminal.chip(card, { amountMinor: 500 }, emv)))?.fields[39]).toBe("88");
});

test("where several cards have one number, each counts for itself, and a copied cryptogram is declined all the same", async () => {
  await using running = await start();
  const terminal = createTerminal();
  const [one, other] = [createCard(synthetic), createCard(synthetic)];
  const [first, second] = [one.generate({ amountMinor: 500 }), other.generate({ amountMinor: 600 })];
  const code = async (amountMinor: number, emv: Emv) =>
    (await running.line.ask(terminal.chip(one, { amountMinor }, emv)))?.fields[39];
  expect(first["9F36"]).toBe(second["9F36"]);
  expect([await code(500, first), await code(600, second), await code(500, first)]).toEqual(["00", "00", "88"]);
  expect(running.log.at(-1)).toContain("counter was used before");
});

test("a PIN that the terminal says was entered may not be taken out of the message", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const told = { amountMinor: 500, tvr: "0000040000" };
  expect((await running.line.ask(terminal.chip(card, told)))?.fields[39]).toBe("88");
  expect((await running.line.ask(terminal.chip(card, { ...told, pin: "1234" })))?.fields[39]).toBe("00");
});

test("no cryptogram, or one that declines offline, is not approved", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const { "9F26": _, ...without } = card.generate({ amountMinor: 500 });
  const declined = { ...card.generate({ amountMinor: 500 }), "9F27": "00" };
  expect((await running.line.ask(terminal.chip(card, { amountMinor: 500 }, without)))?.fields[39]).toBe("88");
  expect((await running.line.ask(terminal.chip(card, { amountMinor: 500 }, declined)))?.fields[39]).toBe("88");
});

describe("scripts", () => {
  const integrity = "4664942FE615FB02E5D57F292AA2B3B6";

  test.each([
    [1_033, "00", "71", "8424000008"],
    [1_034, "00", "72", "8418000008"],
    [1_026, "43", "72", "841E000008"],
  ])("amount %i: code %s, script %s with a command %s whose MAC is right", async (amountMinor, code, tag, header) => {
    await using running = await start();
    const [card, terminal] = [createCard(mastercard20), createTerminal()];
    const emv = card.generate({ amountMinor });
    const answer = await running.line.ask(terminal.chip(card, { amountMinor }, emv));
    expect(answer?.fields[39]).toBe(code);
    const script = findTag(decodeTlv(answer?.fields[55] as Uint8Array), tag);
    const command = script && findTag(script.kind === "constructed" ? script.children : [], "86")?.value;
    expect(toHex(command ?? new Uint8Array(0)).slice(0, 10)).toBe(header);
    const rules = findCryptogramProfile("mastercard", 0x14)?.script;
    if (!rules || !command) throw new Error("There is no script.");
    const identity = { pan: card.pan, panSequenceNumber: "00" };
    const cardKey = deriveCardKey(tdesKey("issuer-integrity", fromHex(integrity)), identity, "A");
    const transaction = { atc: fromHex(emv["9F36"] ?? ""), cryptogram: fromHex(emv["9F26"] ?? "") };
    const received = { command, transaction };
    expect(verifyScriptCommand(deriveScriptKey(cardKey, rules, transaction), rules, received)).toEqual(
      new Uint8Array(0),
    );
  });
});

test("field 55 without sense is a format error, and a chip without field 55 too", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const twice = encodeTlv([
    { tag: "9F37", value: fromHex("01020304") },
    { tag: "9F37", value: fromHex("01020304") },
  ]);
  const broken = terminal.chip(card, { amountMinor: 500, changes: { 55: twice } });
  expect((await running.line.ask(broken))?.fields[39]).toBe("30");
  const cut = terminal.chip(card, { amountMinor: 500, changes: { 55: Uint8Array.of(0x9f) } });
  expect((await running.line.ask(cut))?.fields[39]).toBe("30");
  const { 55: _, ...fields } = terminal.chip(card, { amountMinor: 500 }).fields;
  expect((await running.line.ask({ mti: "0200", header: fromHex("6000030000"), fields }))?.fields[39]).toBe("30");
});

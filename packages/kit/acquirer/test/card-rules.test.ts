/** PINs, stripes, keyed numbers and accounts: who is approved, and with which code who is not. */
import { fromHex } from "@tillwire/bytes";
import { encodeTlv } from "@tillwire/emv";
import type { Fields } from "@tillwire/iso8583";
import {
  aesKey,
  aesWorkingKey,
  deriveAesInitialKey,
  encryptData,
  loadAesKeyRegister,
  padWithZeros,
  parseAesKeySerialNumber,
  tdesPinVariantData,
  tdesStandardData,
} from "@tillwire/keys";
import { describe, expect, test } from "vitest";
import { start } from "./support/acquirer.ts";
import { createCard, synthetic, visa18 } from "./support/card.ts";
import { createTerminal, type Line } from "./support/terminal.ts";

async function code(line: Line, message: Parameters<Line["ask"]>[0]): Promise<unknown> {
  return (await line.ask(message))?.fields[39];
}

describe("PINs", () => {
  test("two wrong ones and a right one: approved, and the count begins anew", async () => {
    await using running = await start();
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const codes = [];
    for (const pin of ["9999", "0000", "1234", "9999", "0000", "1234"]) {
      codes.push(await code(running.line, terminal.chip(card, { amountMinor: 500, pin })));
    }
    expect(codes).toEqual(["55", "55", "00", "55", "55", "00"]);
  });

  test("the third wrong one in a row blocks: then the right one is refused too", async () => {
    await using running = await start();
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const codes = [];
    for (const pin of ["9999", "0000", "4321", "1234"]) {
      codes.push(await code(running.line, terminal.chip(card, { amountMinor: 500, pin })));
    }
    expect(codes).toEqual(["55", "55", "75", "75"]);
    expect(await code(running.line, terminal.chip(card, { amountMinor: 500 }))).toBe("00"); // without a PIN
  });

  test("a block that is none is a wrong PIN; one without its serial number is a format error", async () => {
    await using running = await start();
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const none = { 52: new Uint8Array(8) };
    expect(await code(running.line, terminal.chip(card, { amountMinor: 500, pin: "1234", changes: none }))).toBe("55");
    expect(await code(running.line, terminal.chip(card, { amountMinor: 500, changes: none }))).toBe("30");
  });
});

describe("stripes and keys", () => {
  const fallback = { fallbackReason: "chip-unreadable" };
  const stripe = createCard(synthetic).stripe("101");
  const chipStripe = createCard(synthetic).stripe("201");
  const noFallback = createCard(visa18).stripe("201");
  const track1 = "%B1234560012345608^TEST/CARD^301210112345?";

  test.each([
    ["a stripe", "901", [["track-2", stripe]], {}, "00"],
    ["track 1 alone", "901", [["track-1", track1]], {}, "00"],
    [
      "both tracks",
      "901",
      [
        ["track-2", stripe],
        ["track-1", track1],
      ],
      {},
      "00",
    ],
    [
      "tracks of two cards",
      "901",
      [
        ["track-2", noFallback],
        ["track-1", track1],
      ],
      {},
      "88",
    ],
    ["a chip's data swiped", "901", [["track-2-equivalent", createCard(synthetic).track2()]], {}, "88"],
    ["a chip card's stripe", "901", [["track-2", chipStripe]], {}, "65"],
    ["fallback with its reason", "801", [["track-2", chipStripe]], fallback, "00"],
    ["fallback without one", "801", [["track-2", stripe]], {}, "30"],
    ["a reason without fallback", "901", [["track-2", stripe]], fallback, "30"],
    ["fallback where the account does not take it", "801", [["track-2", noFallback]], fallback, "57"],
    ["a keyed number", "011", [["manual-entry", "1234560012345608=3012=123"]], {}, "00"],
    ["a keyed number without a date", "011", [["pan", "1234560012345608"]], {}, "00"],
    ["a keyed number where the account does not take it", "011", [["pan", "4761739001010010"]], {}, "57"],
    ["a keyed number that is none", "011", [["manual-entry", "12345600"]], {}, "88"],
    ["an expired card", "901", [["track-2", ";1234560012345608=2610101?"]], {}, "54"],
    ["a card in its last month", "901", [["track-2", ";1234560012345608=2611101?"]], {}, "00"],
    ["a wrong check digit", "901", [["track-2", ";1234560012345609=3012101?"]], {}, "14"],
    ["a card that nobody has", "901", [["track-2", ";4111111111111111=3012101?"]], {}, "14"],
    ["a lost card", "901", [["track-2", ";4000000000000101=3012101?"]], {}, "41"],
    ["an empty account", "901", [["track-2", ";4000000000009995=3012101?"]], {}, "51"],
    ["no element at all", "901", [], {}, "30"],
  ] as const)("%s", async (_, entry, elements, more, expected) => {
    await using running = await start();
    const message = createTerminal().read(entry, { elements, ...more }, { amountMinor: 500 });
    expect(await code(running.line, message)).toBe(expected);
  });

  test("data under another variant than the key set's makes no sense, and the other way round", async () => {
    const pinVariant = { name: "old", scheme: "dukpt-tdes", variant: "pin", oneWayStep: false } as const;
    const baseKey = "0123456789ABCDEFFEDCBA9876543210";
    const settings = { keySets: [{ ...pinVariant, keySerialNumberPrefix: "FFFF98", baseKey }] };
    for (const [options, right] of [
      [{}, {}],
      [{ settings }, { data: tdesPinVariantData }],
    ] as const) {
      await using running = await start(options);
      const terminal = createTerminal();
      const wrong = right.data ? {} : { data: tdesPinVariantData };
      const reading = { elements: [["track-2", stripe]] } as const;
      expect(await code(running.line, terminal.read("901", { ...reading, ...wrong }, { amountMinor: 500 }))).toBe("88");
      expect(await code(running.line, terminal.read("901", { ...reading, ...right }, { amountMinor: 500 }))).toBe("00");
    }
  });
});

describe("AES DUKPT", () => {
  /** Of device 1234567890123456 under the base key of ANSI X9.24-3, as the test derives it for the device. */
  function readAes(clear: string) {
    const baseKey = aesKey("base-derivation", fromHex("FEDCBA9876543210F1F1F1F1F1F1F1F1"));
    const first = parseAesKeySerialNumber(fromHex("123456789012345600000000"));
    const transaction = loadAesKeyRegister(deriveAesInitialKey(baseKey, first), first).next();
    const key = aesWorkingKey(transaction, "data-request", "aes-128");
    const serialNumber = { tag: "C1", value: transaction.keySerialNumber.bytes };
    const ciphertext = encryptData(key, padWithZeros(new TextEncoder().encode(clear), 16));
    const name = { tag: "C0", value: new TextEncoder().encode("track-2") };
    return { serialNumber, element: { tag: "E1", children: [name, serialNumber, { tag: "C2", value: ciphertext }] } };
  }

  test("tracks are read; a PIN block of 8 bytes is not under AES", async () => {
    await using running = await start();
    const { element, serialNumber } = readAes(createCard(synthetic).stripe("101"));
    const sale = (changes: Fields) => createTerminal().read("901", { elements: [] }, { amountMinor: 500, changes });
    const withPin = { 52: new Uint8Array(8), 62: encodeTlv([element, { tag: "E2", children: [serialNumber] }]) };
    expect(await code(running.line, sale({ 11: "000002", ...withPin }))).toBe("88");
    expect(await code(running.line, sale({ 62: encodeTlv([element]) }))).toBe("00");
  });
});

test("readers in ECB mode, known by how their serial numbers begin, beside others", async () => {
  const baseKey = "0123456789ABCDEFFEDCBA9876543210";
  const all = { name: "all", scheme: "dukpt-tdes", keySerialNumberPrefix: "", baseKey } as const;
  const ecb = { ...all, name: "ecb", keySerialNumberPrefix: "FFFF98", mode: "ecb" } as const;
  await using running = await start({ settings: { keySets: [all, ecb] } });
  const elements = [["track-2", createCard(synthetic).stripe("101")]] as const;
  const terminal = createTerminal();
  const data = { ...tdesStandardData, mode: "ecb" } as const;
  expect(await code(running.line, terminal.read("901", { elements, data }, { amountMinor: 500 }))).toBe("00");
  expect(await code(running.line, terminal.read("901", { elements }, { amountMinor: 500 }))).toBe("88");
});

describe("balances", () => {
  const settings = {
    accounts: [{ id: "poor", pan: "4761739001010010", issuer: "visa", balanceMinor: 1_000 }],
  };

  test("what is taken is gone until it is given back; each currency by itself", async () => {
    await using running = await start({ settings });
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const first = terminal.chip(card, { amountMinor: 700, kind: "0100" });
    expect(await code(running.line, first)).toBe("00");
    expect(await code(running.line, terminal.chip(card, { amountMinor: 400 }))).toBe("51");
    expect(await code(running.line, terminal.chip(card, { amountMinor: 400, currencyNumeric: "840" }))).toBe("00");
    expect(await code(running.line, terminal.reversal(first))).toBe("00");
    expect(await code(running.line, terminal.chip(card, { amountMinor: 1_000 }))).toBe("00");
    expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 1_000, USD: 400 });
    expect(running.acquirer.audit().authorizations.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "hold reversed",
      "booking declined",
      "booking live",
      "booking live",
    ]);
  });

  test("a part is approved where that is taken, never with cashback", async () => {
    await using running = await start({ settings });
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const cash = { amountMinor: 1_500, cashbackMinor: 300, partialApproval: true };
    expect(await code(running.line, terminal.chip(card, cash))).toBe("51");
    const sale = terminal.chip(card, { amountMinor: 1_500, partialApproval: true });
    const answer = await running.line.ask(sale);
    expect(answer?.fields).toMatchObject({ 4: "000000001000", 39: "10" });
    expect(await code(running.line, terminal.reversal(sale))).toBe("00");
    expect(running.acquirer.audit().authorizations.at(-1)).toMatchObject({
      state: "reversed",
      requestedMinor: 1_500,
      authorizedMinor: 1_000,
    });
  });
});

/** The reader through its plugin, as a bridge sees it. */
import { fromHex, toHex } from "@tillwire/bytes";
import { decodeTrack2Equivalent, parseTrack2 } from "@tillwire/emv";
import {
  decryptData,
  decryptPin,
  deriveTdesInitialKey,
  deriveTdesTransactionKey,
  parseTdesKeySerialNumber,
  tdesDataKey,
  tdesKey,
  tdesPinKey,
} from "@tillwire/keys";
import type { CardData, EncryptedElement, ReadResult } from "@tillwire/plugin-api";
import { describe, expect, test } from "vitest";
import { memoryReaderStore, parametersHash, sandboxParameters, shopperPlans } from "../../src/virtual/index.ts";
import { openCounter, saleRead } from "../support/counter.ts";

const baseKey = tdesKey("base-derivation", fromHex("0123456789ABCDEFFEDCBA9876543210"));
const never = new AbortController().signal;

function transactionKey(keySerialNumber: Uint8Array): ReturnType<typeof deriveTdesTransactionKey> {
  const parsed = parseTdesKeySerialNumber(keySerialNumber);
  return deriveTdesTransactionKey(deriveTdesInitialKey(baseKey, parsed), parsed);
}

/** What a gateway does with an element. */
function decrypted({ key, ciphertext }: EncryptedElement): Uint8Array {
  return decryptData(tdesDataKey(transactionKey(key.keySerialNumber), "request"), ciphertext);
}

function cardOf(result: ReadResult): CardData {
  if ("card" in result) return result.card;
  throw new Error(`There is no card in ${JSON.stringify(result)}.`);
}

function paused(result: ReadResult): { readonly transactionId: string; readonly card: CardData } {
  if (result.kind === "online-completion") return result;
  throw new Error(`It is not paused: ${JSON.stringify(result)}.`);
}

function minor(digits: string): { readonly amount: { readonly amountMinor: number; readonly currency: string } } {
  return { amount: { amountMinor: 1200 + Number(digits), currency: "EUR" } };
}

describe("a chip card", () => {
  test("is read, paused, and finished: track and PIN come out with the host's base key only", async () => {
    await using counter = await openCounter();
    const { transactionId, card } = paused(await counter.read());
    expect(card.summary).toEqual({
      entry: "chip",
      pan: "123456******5608",
      applicationId: "AFFFFFFFFF1234",
      applicationLabel: "TILLWIRE TEST",
      verification: "pin-online",
    });
    const [track] = card.encrypted;
    if (track === undefined || card.pin === undefined) throw new Error("Nothing is encrypted.");
    expect(decodeTrack2Equivalent(decrypted(track).subarray(0, 17)).pan).toBe("1234560012345608");
    const pinKey = tdesPinKey(transactionKey(card.pin.key.keySerialNumber));
    expect(decryptPin(pinKey, card.pin.block, { format: 0, pan: "1234560012345608" })).toBe("1234");
    expect(toHex(card.pin.key.keySerialNumber)).toBe(toHex(track.key.keySerialNumber));
    expect(Object.keys(card.emv ?? {})).toEqual(
      expect.arrayContaining(["9F26", "9F10", "9F36", "9F37", "95", "82", "9F1E"]),
    );
    for (const tag of ["57", "5A", "5F20", "9F46"]) expect(card.emv).not.toHaveProperty(tag);

    const finished = counter.session.finish(
      { transactionId, answer: { verdict: "declined", responseCode: "05" } },
      never,
    );
    expect(await counter.clock.runUntil(finished)).toMatchObject({ accepted: false, emv: { "9F27": "00" } });
    const prompts = counter.context.events.flatMap((event) => (event.type === "prompt" ? [event.promptId] : []));
    expect(prompts).toEqual(["present-card", "enter-pin", "processing", "declined", "remove-card"]);
  });

  test.each([
    ["mastercard", "541333******0011", "Mastercard"],
    ["visa", "476173******0119", "Visa"],
  ] as const)("%s", async (plan, pan, brand) => {
    await using counter = await openCounter();
    counter.reader.shopNext(plan);
    const { card } = paused(await counter.read());
    expect(card.summary).toMatchObject({ pan, brand });
  });

  test("takes a new key for every transaction, also after a restart", async () => {
    const store = memoryReaderStore();
    const serialNumbers: string[] = [];
    for (let start = 0; start < 3; start += 1) {
      await using counter = await openCounter({ store });
      for (let count = 0; count < 2; count += 1) {
        const { card } = paused(await counter.read());
        serialNumbers.push(toHex(card.encrypted[0]?.key.keySerialNumber ?? new Uint8Array(0)));
      }
    }
    expect(new Set(serialNumbers).size).toBe(6);
    expect(serialNumbers.at(-1)).toBe("FFFF9876543210E00006");
  });

  test("goes on with the next key when it was killed in the middle", async () => {
    const store = memoryReaderStore();
    const serialNumbers: string[] = [];
    for (let life = 0; life < 3; life += 1) {
      const counter = await openCounter({ store }); // never disposed: nothing is written at the end
      const { card } = paused(await counter.read());
      serialNumbers.push(toHex(card.encrypted[0]?.key.keySerialNumber ?? new Uint8Array(0)));
    }
    expect(serialNumbers.map((each) => each.slice(-2))).toEqual(["01", "02", "03"]);
  });

  test("gives nothing when the counter cannot be written", async () => {
    const store = memoryReaderStore();
    let broken = false;
    const write: typeof store.write = (state) =>
      broken ? Promise.reject(new Error("The disk is full.")) : store.write(state);
    await using counter = await openCounter({ store: { read: () => store.read(), write } });
    broken = true;
    await expect(counter.read()).rejects.toMatchObject({ code: "DEVICE_REFUSED", effect: "none" });
    broken = false;
    const { card } = paused(await counter.read());
    expect(toHex(card.encrypted[0]?.key.keySerialNumber ?? new Uint8Array(0))).toBe("FFFF9876543210E00002");
  });

  test("its counter rises over a restart as well", async () => {
    const store = memoryReaderStore();
    const counters: (string | undefined)[] = [];
    for (let start = 0; start < 2; start += 1) {
      await using counter = await openCounter({ store });
      counters.push(cardOf(await counter.read()).emv?.["9F36"]);
    }
    expect(counters).toEqual(["0001", "0002"]);
  });
});

describe("what amounts choose", () => {
  const results: readonly (readonly [digits: string, kind: ReadResult["kind"], part: object])[] = [
    ["83", "online-final", { card: { summary: { entry: "contactless", verification: "none" } } }],
    ["84", "online-final", { card: { summary: { entry: "swipe", verification: "signature" } } }],
    ["85", "try-other-interface", { entries: ["chip"], promptId: "insert-card" }],
    ["86", "try-other-interface", { entries: ["fallback-swipe"], promptId: "swipe-card" }],
    ["87", "try-other-interface", { entries: ["fallback-swipe"], promptId: "swipe-card" }],
    ["88", "online-final", { card: { summary: { entry: "manual", verification: "none" } } }],
    ["89", "canceled", { by: "shopper" }],
    ["92", "offline-declined", { reason: "offline-declined" }],
    ["93", "online-completion", { card: { summary: { verification: "pin-offline" } } }],
    ["94", "online-completion", { card: { summary: { verification: "pin-offline" } } }],
    ["95", "online-completion", { card: { summary: { verification: "pin-online" } } }],
    ["96", "online-completion", { card: { summary: { verification: "signature" } } }],
    ["97", "online-completion", { card: { summary: { applicationLabel: "TILLWIRE CREDIT" } } }],
    ["98", "canceled", { by: "timeout" }],
    ["99", "canceled", { by: "shopper" }],
    ["79", "canceled", { by: "shopper" }],
    ["80", "online-completion", { card: { summary: { verification: "signature" } } }],
    ["28", "online-completion", { card: { summary: { verification: "pin-online" } } }],
    ["29", "try-other-interface", { entries: ["fallback-swipe"], promptId: "swipe-card" }],
    ["35", "online-completion", { card: { summary: { entry: "chip" } } }],
    ["36", "offline-declined", { reason: "invalid-card" }],
    ["37", "offline-declined", { reason: "offline-declined" }],
    ["38", "online-completion", { card: { summary: { verification: "none" } } }],
    ["39", "online-completion", { card: { summary: { entry: "chip" } } }],
    ["90", "online-completion", { card: { summary: { entry: "chip" } } }],
    ["91", "online-completion", { card: { summary: { entry: "chip" } } }],
  ];

  test.each(results)("%s: %s", async (digits, kind, part) => {
    await using counter = await openCounter();
    expect(await counter.read(minor(digits))).toMatchObject({ kind, ...part });
  });

  test("every plan with digits is in this table", () => {
    const digits = Object.values(shopperPlans).flatMap((plan) => plan.digits ?? []);
    expect(results.map(([each]) => each).toSorted()).toEqual(digits.toSorted());
  });

  test.each(["90", "91"])("%s: an approval that the card does not take", async (digits) => {
    await using counter = await openCounter();
    const { transactionId } = paused(await counter.read(minor(digits)));
    const finished = counter.session.finish(
      { transactionId, answer: { verdict: "approved", responseCode: "00" } },
      never,
    );
    expect(await counter.clock.runUntil(finished)).toMatchObject({ accepted: false });
  });

  test("39: a card that trusts any issuer takes the approval", async () => {
    await using counter = await openCounter();
    const { transactionId } = paused(await counter.read(minor("39")));
    const answer = {
      verdict: "approved",
      responseCode: "00",
      issuerAuthenticationData: fromHex("0011223344556677"),
    } as const;
    expect(await counter.clock.runUntil(counter.session.finish({ transactionId, answer }, never))).toMatchObject({
      accepted: true,
      emv: { "9F27": "40" },
    });
  });
});

describe("stripe and keys", () => {
  test("fallback: after a failed chip the stripe is taken, with the reason", async () => {
    await using counter = await openCounter();
    await counter.read(minor("86"));
    const result = await counter.read({ ...minor("86"), entries: ["fallback-swipe"], again: "other-interface" });
    const card = cardOf(result);
    expect(card).toMatchObject({ summary: { entry: "fallback-swipe" }, fallbackReason: "chip-unreadable" });
    const track = card.encrypted.find(({ element }) => element === "track-2");
    if (track === undefined) throw new Error("There is no track 2.");
    const text = new TextDecoder().decode(decrypted(track)).replace(/\0+$/, "");
    expect(parseTrack2(text).pan).toBe("1234560012345608");
  });

  test("the chip is tried as often as the parameters say", async () => {
    const parameters = { ...sandboxParameters, fallback: { swipeAllowed: true, chipTries: 3 } };
    await using counter = await openCounter({ parameters });
    const again = { ...minor("86"), again: "other-interface" as const, entries: ["chip" as const] };
    expect(await counter.read(minor("86"))).toMatchObject({ entries: ["chip"], promptId: "try-again" });
    expect(await counter.read(again)).toMatchObject({ entries: ["chip"], promptId: "try-again" });
    expect(await counter.read(again)).toMatchObject({ entries: ["fallback-swipe"], promptId: "swipe-card" });
  });

  test("no fallback where the parameters forbid it", async () => {
    const parameters = { ...sandboxParameters, fallback: { swipeAllowed: false, chipTries: 1 } };
    await using counter = await openCounter({ parameters });
    expect(await counter.read(minor("86"))).toMatchObject({ kind: "offline-declined", reason: "invalid-card" });
  });

  test("a number that is keyed leaves the reader encrypted", async () => {
    await using counter = await openCounter();
    const [element] = cardOf(await counter.read(minor("88"))).encrypted;
    if (element === undefined) throw new Error("Nothing is encrypted.");
    const text = new TextDecoder().decode(decrypted(element)).replace(/\0+$/, "");
    expect(text).toBe("1234560012345608=3912=123");
  });
});

describe("a tap", () => {
  test("from the limit on with a PIN, over the other limit not at all", async () => {
    await using counter = await openCounter();
    counter.reader.shopNext("taps");
    const withPin = await counter.read({ amount: { amountMinor: 5000, currency: "EUR" } });
    expect(withPin).toMatchObject({ kind: "online-final", card: { summary: { verification: "pin-online" } } });
    counter.reader.shopNext("taps");
    const tooMuch = await counter.read({ amount: { amountMinor: 25_001, currency: "EUR" } });
    expect(tooMuch).toMatchObject({ kind: "try-other-interface", entries: ["chip"] });
  });

  test("when the issuer wants the contact, the same card is inserted", async () => {
    await using counter = await openCounter();
    await counter.read(minor("83"));
    const result = await counter.read({ ...minor("83"), again: "contact-required", entries: ["chip"] });
    expect(result).toMatchObject({ kind: "online-completion", card: { summary: { entry: "chip" } } });
  });
});

describe("the dialogue with the bridge", () => {
  test("a wrong PIN, then the right one", async () => {
    await using counter = await openCounter();
    const pinOf = ({ card }: { readonly card: CardData }): string => {
      if (card.pin === undefined) throw new Error("There is no PIN.");
      const key = tdesPinKey(transactionKey(card.pin.key.keySerialNumber));
      return decryptPin(key, card.pin.block, { format: 0, pan: "1234560012345608" });
    };
    expect(pinOf(paused(await counter.read(minor("95"))))).toBe("9999");
    expect(pinOf(paused(await counter.read({ ...minor("95"), again: "wrong-pin" })))).toBe("1234");
    const prompts = counter.context.events.flatMap((event) => (event.type === "prompt" ? [event.promptId] : []));
    expect(prompts).toContain("enter-pin-again");
  });

  test("two applications: the POS chooses", async () => {
    await using counter = await openCounter({ onAsk: () => ({ kind: "application", index: 1 }) });
    const result = await counter.read(minor("97"));
    expect(result).toMatchObject({ card: { summary: { applicationLabel: "TILLWIRE DEBIT" } } });
    expect(counter.context.asked).toMatchObject([
      { question: { kind: "application", labels: ["TILLWIRE CREDIT", "TILLWIRE DEBIT"] } },
    ]);
  });

  test("an aborted read ends as canceled by the POS, and the next one works", async () => {
    await using counter = await openCounter();
    const stop = new AbortController();
    const reading = counter.session.read({ ...saleRead, ...minor("98") }, stop.signal);
    await counter.clock.advance(100);
    stop.abort();
    expect(await counter.clock.runUntil(reading)).toEqual({ kind: "canceled", by: "pos" });
    expect((await counter.read()).kind).toBe("online-completion");
  });

  test("abandon gives the card back; finishing it then is refused", async () => {
    await using counter = await openCounter();
    const { transactionId } = paused(await counter.read());
    await counter.clock.runUntil(counter.session.abandon({ transactionId }, never));
    await counter.clock.runUntil(counter.session.abandon({ transactionId }, never));
    const other = { transactionId: "0011223344556677", answer: { verdict: "approved" } } as const;
    await expect(counter.clock.runUntil(counter.session.finish(other, never))).rejects.toMatchObject({
      code: "DEVICE_REFUSED",
      effect: "none",
    });
  });

  test("quick chip: the card leaves before the host answers, and its ARQC is what the host gets", async () => {
    await using counter = await openCounter();
    const result = await counter.read({ mode: "quick-chip" });
    expect(result).toMatchObject({ kind: "online-final", card: { emv: { "9F27": "80" } } });
  });

  test("refund and token only read the card", async () => {
    await using counter = await openCounter();
    for (const kind of ["refund", "token"] as const) {
      const result = await counter.read({ kind });
      expect(result.kind).toBe("card-only");
      expect(cardOf(result).emv).toBeUndefined();
      expect(cardOf(result).pin).toBeUndefined();
    }
  });

  test("parameters are loaded, hashed, and kept over a restart", async () => {
    const store = memoryReaderStore();
    {
      await using counter = await openCounter({ store, parameters: null });
      expect(await counter.clock.runUntil(counter.session.parametersHash(never))).toBeNull();
      await expect(counter.read()).rejects.toMatchObject({ code: "DEVICE_REFUSED", effect: "none" });
      const hash = await counter.clock.runUntil(counter.session.loadParameters(sandboxParameters, never));
      expect(hash).toBe(parametersHash(sandboxParameters));
    }
    await using counter = await openCounter({ store, parameters: null });
    expect(await counter.clock.runUntil(counter.session.parametersHash(never))).toBe(parametersHash(sandboxParameters));
    const { terminal, ...rest } = sandboxParameters;
    expect(parametersHash({ terminal, ...rest })).toBe(parametersHash(sandboxParameters));
    expect(parametersHash({ ...sandboxParameters, version: "other" })).not.toBe(parametersHash(sandboxParameters));
  });

  test("a line that breaks while a card waits: the card is given back, and the next session reads anew", async () => {
    await using counter = await openCounter();
    const { transactionId } = paused(await counter.read());
    counter.links.pairs.at(-1)?.cut();
    await counter.clock.advance(2_000);
    expect(counter.context.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["device-lost", "device-ready"]),
    );
    const finished = counter.session.finish({ transactionId, answer: { verdict: "approved" } }, never);
    await expect(counter.clock.runUntil(finished)).rejects.toMatchObject({ code: "DEVICE_REFUSED", effect: "none" });
    await counter.clock.runUntil(counter.session.abandon({ transactionId }, never));
    expect((await counter.read()).kind).toBe("online-completion");
  });

  test("a line that breaks while a card is read rejects, harmlessly", async () => {
    await using counter = await openCounter();
    const reading = counter.session.read({ ...saleRead, ...minor("98") }, never);
    reading.catch(() => undefined); // looked at below
    await counter.clock.advance(100);
    counter.links.pairs.at(-1)?.cut();
    await expect(counter.clock.runUntil(reading)).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
    await counter.clock.advance(2_000);
    expect((await counter.read()).kind).toBe("online-completion");
  });

  test("a parameter set that cannot be used is refused, and the one before stays", async () => {
    await using counter = await openCounter();
    const [key] = sandboxParameters.authorityKeys;
    if (key === undefined) throw new Error("There is no key.");
    const sets = [
      { ...sandboxParameters, authorityKeys: [{ ...key, modulus: `${key.modulus.slice(0, -1)}0` }] },
      {
        ...sandboxParameters,
        applications: sandboxParameters.applications.map((each) => ({ ...each, defaultDdol: "9F" })),
      },
    ];
    for (const set of sets) {
      const loading = counter.session.loadParameters(set, never);
      await expect(counter.clock.runUntil(loading)).rejects.toMatchObject({ code: "DEVICE_REFUSED", effect: "none" });
    }
    expect(await counter.clock.runUntil(counter.session.parametersHash(never))).toBe(parametersHash(sandboxParameters));
  });

  test("another currency is refused", async () => {
    await using counter = await openCounter();
    const reading = counter.read({ amount: { amountMinor: 100, currency: "USD" } });
    await expect(reading).rejects.toMatchObject({ code: "DEVICE_REFUSED", effect: "none" });
  });

  test("nothing on the wire holds a card number, a track or a PIN in clear", async () => {
    const pieces: string[] = [];
    const tap = (bytes: Uint8Array): void => void pieces.push(new TextDecoder("latin1").decode(bytes));
    await using counter = await openCounter({ tap });
    for (const { digits } of Object.values(shopperPlans)) {
      const result = await counter.read(digits === undefined ? {} : minor(digits));
      if (result.kind === "online-completion") {
        const { transactionId } = result;
        await counter.clock.runUntil(counter.session.finish({ transactionId, answer: { verdict: "approved" } }, never));
      }
    }
    const all = pieces.join("");
    expect(all).toContain("read-result");
    for (const canary of [
      "1234560012345608",
      "4761739001010119",
      "5413330089020011",
      "TEST CARD",
      '"1234"',
      '"9999"',
    ]) {
      expect(all.includes(canary), canary).toBe(false);
    }
  });
});

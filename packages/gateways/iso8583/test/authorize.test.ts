/** Authorizations: what goes out, and what comes of each answer. */
import { decodeTlv, encodeTlv } from "@tillwire/emv";
import { toHex } from "@tillwire/bytes";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import { answerTo, authorization, begin, card, connector, next, noAnswer } from "./support.ts";

describe("the request", () => {
  test("says who asks for what, in the dialect's fields", async () => {
    const { sent, effect, timeoutMs } = await begin(authorization);
    expect({ effect, timeoutMs }).toEqual({ effect: "moves-money", timeoutMs: 30_000 });
    expect(sent.mti).toBe("0200");
    expect(toHex(sent.header ?? Uint8Array.of())).toBe("6000030000");
    const { 55: emv, 62: envelope, 52: pin, ...plain } = sent.fields;
    expect(plain).toEqual({
      3: "000000",
      4: "000000001050",
      7: "1124140509",
      11: "000123",
      12: "140509",
      13: "1124",
      18: "5812",
      22: "051",
      23: "001",
      25: "00",
      37: "000000000123",
      41: "TERM0001",
      42: "MERCHANT1      ",
      49: "978",
      60: "1",
    });
    expect(pin).toEqual(card.pin?.block);
    expect(toHex(emv as Uint8Array)).toBe("9F2608C20039270FE384D59F2701809F3704010203049F3602345695050000008000");
    expect(decodeTlv(envelope as Uint8Array).map(({ tag }) => tag)).toEqual(["E1", "E2"]);
  });

  test("an authorization that only holds is 0100; cashback and tip are in field 4 and told apart in 54", async () => {
    const { sent } = await begin({ ...authorization, finality: "pre", cashbackMinor: 2_000, tipMinor: 150 });
    expect(sent.mti).toBe("0100");
    expect(sent.fields[3]).toBe("090000");
    expect(sent.fields[4]).toBe("000000003200");
    expect(sent.fields[54]).toBe("0040978D0000000020000044978D000000000150");
  });

  test.each([
    ["contactless", "071"],
    ["swipe", "901"],
    ["fallback-swipe", "801"],
    ["manual", "011"],
  ] as const)("%s is entry mode %s", async (entry, mode) => {
    const { sent } = await begin({ ...authorization, card: { ...card, summary: { entry } } });
    expect(sent.fields[22]).toBe(mode);
    expect(Object.hasOwn(sent.fields, 55)).toBe(entry === "contactless");
  });

  test("a fallback says why", async () => {
    const swiped = { ...card, summary: { entry: "fallback-swipe" }, fallbackReason: "chip-unreadable" } as const;
    const { sent } = await begin({ ...authorization, card: swiped });
    const [reason] = decodeTlv(sent.fields[62] as Uint8Array).filter(({ tag }) => tag === "E3");
    expect(toHex(reason?.value ?? Uint8Array.of())).toBe(`C00F${toHex(new TextEncoder().encode("chip-unreadable"))}`);
  });

  test("card data that a reader left among the EMV data by mistake does not leave", async () => {
    const leaking = { ...card.emv, "57": "4761739001010010D301220112345678", "5A": "4761739001010010", "5F20": "41" };
    const { bytes } = await begin({ ...authorization, card: { ...card, emv: leaking } });
    expect(toHex(bytes)).not.toContain("4761739001010010");
  });

  test.each([
    ["a stored card", { card: { ...card, summary: { entry: "token" } } }],
    ["no card", { card: undefined }],
    [
      "a vendor's own keys",
      {
        card: { ...card, encrypted: card.encrypted.map((one) => ({ ...one, key: { ...one.key, scheme: "vendor" } })) },
      },
    ],
    ["a currency without a number", { amount: { amountMinor: 1, currency: "XXQ" } }],
  ])("%s is refused, and nothing was sent", async (_, changes) => {
    // What is handed in here is wrong on purpose, so its type is too.
    const input = { ...authorization, ...changes } as typeof authorization;
    await expect(begin(input)).rejects.toMatchObject({ effect: "none" });
  });

  test("what it cannot do it refuses", async () => {
    await expect(begin({ ...authorization, operation: "refund" })).rejects.toMatchObject({
      code: "OPERATION_UNSUPPORTED",
    });
  });
});

describe("the answer", () => {
  test("approved: the breakdown says what the host said, the card gets the issuer's data", async () => {
    const { sent, state } = await begin(authorization);
    const script = { tag: "72", children: [{ tag: "86", value: Uint8Array.of(0x84, 0x24, 0, 0, 4, 1, 2, 3, 4) }] };
    const issuer = encodeTlv([
      { tag: "8A", value: Uint8Array.of(0x30, 0x30) },
      { tag: "91", value: new Uint8Array(10) },
      script,
    ]);
    const outcome = await next(state, answerTo(sent, { 38: "A12345", 39: "00", 55: issuer }));
    expect(outcome).toEqual({
      kind: "attempt",
      outcome: {
        kind: "approved",
        breakdown: {
          currency: "EUR",
          requestedMinor: 1_050,
          tipMinor: 0,
          surchargeMinor: 0,
          cashbackMinor: 0,
          authorizedMinor: 1_050,
        },
        hostReference: "000000000123",
        authorizationCode: "A12345",
      },
      hostAnswer: {
        verdict: "approved",
        responseCode: "00",
        authorizationCode: "A12345",
        issuerAuthenticationData: new Uint8Array(10),
        issuerScripts: [encodeTlv([script])],
      },
    });
  });

  test("partial: field 4 is binding", async () => {
    const { sent, state } = await begin(authorization);
    const outcome = await next(state, answerTo(sent, { 4: "000000000500", 39: "10" }));
    expect(outcome).toMatchObject({ outcome: { kind: "approved", breakdown: { authorizedMinor: 500 } } });
  });

  test("another currency or amount is passed on for the engine to judge", async () => {
    const { sent, state } = await begin(authorization);
    const outcome = await next(state, answerTo(sent, { 4: "000000009999", 39: "00", 49: "840" }));
    expect(outcome).toMatchObject({
      outcome: { breakdown: { authorizedMinor: 9_999, currency: "USD", requestedMinor: 1_050 } },
    });
  });

  test.each([
    ["51", "insufficient-funds"],
    ["55", "wrong-pin"],
    ["75", "pin-tries-exceeded"],
    ["65", "contact-required"],
    ["1A", "contact-required"],
    ["01", "call-issuer"],
    ["43", "lost-or-stolen"],
    ["88", "invalid-card"],
    ["91", "issuer-unavailable"],
  ])("code %s is declined: %s", async (code, reason) => {
    const { sent, state } = await begin(authorization);
    const outcome = await next(state, answerTo(sent, { 39: code }));
    expect(outcome).toMatchObject({
      outcome: { kind: "declined", reason, hostCode: code },
      hostAnswer: { verdict: "declined" },
    });
  });

  test.each(["06", "09", "68", "21", "Z9"])("code %s says nothing clear: unknown, never declined", async (code) => {
    const { sent, state } = await begin(authorization);
    expect(await next(state, answerTo(sent, { 39: code }))).toMatchObject({ outcome: { kind: "unknown" } });
  });

  test("an answer without a code, or without a readable amount, is unknown", async () => {
    const { sent, state } = await begin(authorization);
    expect(await next(state, answerTo(sent, {}))).toMatchObject({ outcome: { kind: "unknown" } });
    expect(await next(state, answerTo(sent, { 39: "00", 49: "000" }))).toMatchObject({ outcome: { kind: "unknown" } });
  });

  test("no answer: failed only when certainly nothing left", async () => {
    const { state } = await begin(authorization);
    expect(await noAnswer(state, "no", "unreachable")).toMatchObject({
      outcome: { kind: "failed", code: "LINK_LOST" },
    });
    expect(await noAnswer(state, "maybe", "timeout")).toMatchObject({
      outcome: { kind: "unknown", code: "LINK_TIMEOUT" },
    });
  });

  test("any bytes: an outcome that is not a decline, or an error that money may have moved", async () => {
    const { state } = await begin(authorization);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        try {
          const outcome = await next(state, bytes);
          if (outcome.kind === "attempt") expect(outcome.outcome.kind).not.toBe("approved");
        } catch (error) {
          if (!TillwireError.is(error)) throw error;
          expect(error.effect).toBe("possible");
        }
      }),
    );
  });
});

test("an answer is matched by type, time, trace number and terminal", async () => {
  const { bytes, sent } = await begin(authorization);
  if (connector.shape.kind !== "stream") throw new Error("It speaks over a stream.");
  const { matchKey } = connector.shape;
  expect(matchKey(bytes)).toBe("020 7=1124140509 11=000123 41=TERM0001");
  expect(matchKey(answerTo(sent, { 39: "00" }))).toBe(matchKey(bytes));
  expect(matchKey(answerTo(sent, { 11: "000124", 39: "00" }))).not.toBe(matchKey(bytes));
  expect(matchKey(Uint8Array.of(1, 2, 3))).toBeNull();
});

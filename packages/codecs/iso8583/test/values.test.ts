/** Helpers for single fields. */
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  buildAdditionalAmounts,
  buildEntryMode,
  buildOriginalData,
  buildRetrievalReference,
  formatStan,
  formatTime,
  matchKey,
  parseAdditionalAmounts,
  parseEntryMode,
  parseOriginalData,
  responseCode,
  responseMti,
  reversalAnswer,
} from "../src/index.ts";
import { vectors } from "./support/vectors.ts";

describe("field 90, original data", () => {
  test.each(
    vectors
      .filter(({ name, fields }) => fields[90]?.length === 42 && !name.startsWith("moov"))
      .map(({ name, fields }) => [name, fields[90] ?? ""]),
  )("%s is read and made again", (_, value) => {
    expect(buildOriginalData(parseOriginalData(value))).toBe(value);
  });

  test("of the generated reversal", () => {
    expect(parseOriginalData("020000010111231405010000012345600000000000")).toEqual({
      mti: "0200",
      stan: "000101",
      transmissionTime: "1123140501",
      acquirer: "00000123456",
      forwarder: "00000000000",
    });
    const original = { mti: "0200", stan: "000101", transmissionTime: "1123140501", acquirer: "123456" };
    expect(buildOriginalData(original)).toBe("020000010111231405010000012345600000000000");
    expect(buildOriginalData({ mti: "0100", stan: "000001", transmissionTime: "0101000000" })).toBe(
      "010000000101010000000000000000000000000000",
    );
  });

  test("what does not fit is refused by name", () => {
    const original = { mti: "0200", stan: "000101", transmissionTime: "1123140501" };
    expect(() => buildOriginalData({ ...original, stan: "101" })).toThrow("Field 90: stan has to be 6 digits.");
    expect(() => buildOriginalData({ ...original, acquirer: "123456789012" })).toThrow(
      "acquirer has to be 11 digits at most",
    );
    expect(() => buildOriginalData({ ...original, forwarder: "12A" })).toThrow("forwarder has to be 11 digits at most");
    expect(() => parseOriginalData("0200")).toThrow("Field 90 is not 42 digits.");
    expect(() => parseOriginalData("X".repeat(42))).toThrow("Field 90 is not 42 digits.");
  });
});

describe("field 54, additional amounts", () => {
  test("of the generated partial approval", () => {
    expect(parseAdditionalAmounts("0002840C000000000500")).toEqual([
      { account: "00", type: "02", currency: "840", sign: "credit", amountMinor: 500 },
    ]);
  });

  test("any amounts come back", () => {
    const two = fc.stringMatching(/^[0-9A-Z]{2}$/);
    const amount = fc.record({
      account: two,
      type: two,
      currency: fc.stringMatching(/^[0-9]{3}$/),
      sign: fc.constantFrom("credit" as const, "debit" as const),
      amountMinor: fc.integer({ min: 0, max: 999_999_999_999 }),
    });
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 6 }), (amounts) => {
        expect(parseAdditionalAmounts(buildAdditionalAmounts(amounts))).toEqual(amounts);
      }),
    );
  });

  test("what does not fit is refused", () => {
    const amount = { account: "00", type: "40", currency: "840", sign: "debit", amountMinor: 1 } as const;
    expect(() => buildAdditionalAmounts(Array.from({ length: 7 }, () => amount))).toThrow("holds 6 amounts at most");
    for (const amountMinor of [-1, 0.5, 1e12, Number.NaN]) {
      expect(() => buildAdditionalAmounts([{ ...amount, amountMinor }])).toThrow("whole number of twelve digits");
    }
    expect(() => buildAdditionalAmounts([{ ...amount, currency: "USD" }])).toThrow("the currency three digits");
    expect(() => parseAdditionalAmounts("000000001000000000002000")).toThrow("groups of 20");
    expect(() => parseAdditionalAmounts("0002840X000000000500")).toThrow("amount 1 is not account");
    expect(() => parseAdditionalAmounts("0002840C000000000500".repeat(7))).toThrow("groups of 20");
  });
});

describe("field 39, response code", () => {
  test("an approval is one of six codes, and no other", () => {
    const codes = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, "0"));
    const of = (kind: string): string[] => codes.filter((code) => responseCode(code)?.verdict.kind === kind);
    expect(of("approved")).toEqual(["00", "08", "11", "16", "85"]);
    expect(of("partial")).toEqual(["10"]);
    expect(of("in-doubt")).toEqual(["06", "09", "20", "22", "32", "68", "90", "94", "96"]);
    expect(of("other")).toEqual(["21", "24", "25", "26", "27", "28", "29", "95"]);
  });

  test.each([
    ["51", "soft", "insufficient-funds"],
    ["55", "soft", "wrong-pin"],
    ["75", "hard", "pin-tries-exceeded"],
    ["54", "hard", "expired-card"],
    ["41", "pick-up", "lost-or-stolen"],
    ["04", "pick-up", "unspecified"],
    ["01", "referral", "call-issuer"],
    ["61", "soft", "limit-exceeded"],
    ["65", "soft", "limit-exceeded"],
    ["91", "soft", "issuer-unavailable"],
    ["1A", "soft", "contact-required"],
  ])("%s is declined: %s, %s", (code, kind, reason) => {
    expect(responseCode(code)?.verdict).toEqual({ kind: "declined", class: kind, reason });
  });

  test("a code that nobody listed means nothing", () => {
    expect([responseCode("ZZ"), responseCode(""), responseCode("000")]).toEqual([undefined, undefined, undefined]);
  });

  test("the answer to a reversal", () => {
    expect(["00", "94"].map(reversalAnswer)).toEqual(["done", "done"]);
    expect(["25", "21", "12"].map(reversalAnswer)).toEqual(Array.from({ length: 3 }, () => "nothing-to-reverse"));
    expect(["91", "96", "05", "??"].map(reversalAnswer)).toEqual(Array.from({ length: 4 }, () => "repeat"));
  });
});

describe("field 22, entry mode", () => {
  test.each([
    ["051", "chip", "can-enter-pin"],
    ["071", "contactless-chip", "can-enter-pin"],
    ["912", "contactless-magnetic-stripe", "cannot-enter-pin"],
    ["901", "magnetic-stripe-complete", "can-enter-pin"],
    ["021", "magnetic-stripe", "can-enter-pin"],
    ["801", "magnetic-stripe-fallback", "can-enter-pin"],
    ["012", "manual", "cannot-enter-pin"],
    ["000", "unknown", "unknown"],
  ] as const)("%s", (value, entry, pin) => {
    expect(parseEntryMode(value)).toEqual({ entry, pin });
    expect(buildEntryMode({ entry, pin })).toBe(value);
  });

  test("codes of a host's own are unlisted, and cannot be made", () => {
    expect(parseEntryMode("459")).toEqual({ entry: "unlisted", pin: "unlisted" });
    expect(() => buildEntryMode({ entry: "unlisted", pin: "unknown" })).toThrow("Field 22: there is no code for this.");
    expect(() => parseEntryMode("5")).toThrow("Field 22 is not three digits.");
  });
});

describe("references", () => {
  const at = Date.UTC(2026, 10, 23, 14, 5, 1);

  test("field 11", () => {
    expect([formatStan(1), formatStan(999_999)]).toEqual(["000001", "999999"]);
    for (const number of [0, 1_000_000, 1.5, Number.NaN]) expect(() => formatStan(number)).toThrow("is 1 to 999999");
  });

  test("field 37, as in the generated messages", () => {
    expect(buildRetrievalReference(at, "000101")).toBe("632714000101");
    expect(buildRetrievalReference(Date.UTC(2027, 0, 1), "000001")).toBe("700100000001");
    expect(buildRetrievalReference(Date.UTC(2028, 11, 31, 23, 59, 59, 999), "999999")).toBe("836623999999");
    expect(() => buildRetrievalReference(at, "101")).toThrow("six digits");
  });

  test("fields 7, 12 and 13", () => {
    expect(formatTime(at, "MMDDhhmmss")).toBe("1123140501");
    expect(formatTime(at, "hhmmss", -300)).toBe("090501");
    expect(formatTime(at, "MMDD", 600)).toBe("1124");
    expect(formatTime(at, "YYMMDDhhmmss")).toBe("261123140501");
    expect(formatTime(at, "YYMM")).toBe("2611");
    expect(formatTime(at, "YYMMDD")).toBe("261123");
  });
});

describe("matchKey", () => {
  const request = { mti: "0200", fields: { 7: "1123140501", 11: "000101", 41: "TERM1   " } };

  test("a request, its repeat and its answer have one key", () => {
    const key = matchKey(request);
    expect(key).toBe("020 11=000101 41=TERM1");
    expect(matchKey({ ...request, mti: "0201" })).toBe(key);
    expect(matchKey({ mti: responseMti("0200"), fields: { 11: "000101", 41: "TERM1" } })).toBe(key);
  });

  test("another class, an advice, another trace number or terminal has another", () => {
    const others = [
      { ...request, mti: "0100" },
      { ...request, mti: "0220" },
      { ...request, mti: "0400" },
      { ...request, mti: "1200" },
      { ...request, fields: { ...request.fields, 11: "000102" } },
      { ...request, fields: { ...request.fields, 41: "TERM2   " } },
    ].map((message) => matchKey(message));
    expect(new Set([matchKey(request), ...others]).size).toBe(7);
  });

  test("more fields can be asked for; one that is missing makes no key", () => {
    expect(matchKey(request, [11, 7])).toBe("020 11=000101 7=1123140501");
    expect(matchKey(request, [11, 37])).toBeNull();
    expect(matchKey({ mti: "0810", fields: { 11: "000001" } })).toBeNull();
    expect(matchKey({ ...request, mti: "X200" })).toBeNull();
    expect(matchKey({ mti: "0200", fields: { 96: Uint8Array.of(1, 2) } }, [96])).toBe("020 96=0102");
  });
});

test("errors of helpers are ours", () => {
  for (const work of [() => parseOriginalData(""), () => formatStan(0), () => parseAdditionalAmounts("1")]) {
    try {
      work();
      expect.unreachable();
    } catch (error) {
      expect(TillwireError.is(error)).toBe(true);
    }
  }
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { looksLikeCardData, parseRequest } from "../src/index.ts";

/** Published test card numbers of the schemes: 13 to 19 digits. */
const testNumbers = [
  "4111111111111111",
  "5555555555554444",
  "378282246310005",
  "6011111111111117",
  "4222222222222",
  "6304000000000000018",
];

describe("card data", () => {
  test.each(testNumbers)("is recognized: %s", (digits) => {
    const written = [digits, digits.replaceAll(/(\d{4})/g, "$1 ").trim(), digits.replaceAll(/(\d{4})(?=\d)/g, "$1-")];
    for (const text of written) {
      expect(looksLikeCardData(text), text).toBe(true);
      expect(looksLikeCardData(`card ${text} please`), text).toBe(true);
    }
  });

  test("on a track is recognized", () => {
    expect(looksLikeCardData("%B4111111111111111^DOE/JOHN^3012101")).toBe(true);
    expect(looksLikeCardData(";4111111111111111=30121010000000000000?")).toBe(true);
  });

  test("is not what tills send: orders, times, keys, amounts", () => {
    const harmless = [
      "order-1042-1",
      "2026-11-24T10:15:00.000Z",
      "1764000000000",
      "999999999999",
      "till-1",
      "0123456789012",
    ];
    for (const text of harmless) expect(looksLikeCardData(text), text).toBe(false);
  });

  test("is refused wherever it stands, by the field's name, and never repeated", () => {
    const place = fc.constantFrom("orderReference", "lane", "key", "unknownField", "id", "method", "name");
    fc.assert(
      fc.property(place, fc.constantFrom(...testNumbers), (field, digits) => {
        const params: Record<string, unknown> = { key: "order-1042-1", lane: "till-1" };
        const message: Record<string, unknown> = { jsonrpc: "2.0", id: 1, method: "payment.sale", params };
        if (field === "id" || field === "method") message[field] = digits;
        else if (field === "name") params[digits] = 1;
        else params[field] = digits;
        const parsed = parseRequest(JSON.stringify(message), 65_536);
        expect(parsed).toMatchObject({ ok: false, error: { code: "CARD_DATA_REFUSED" } });
        expect(JSON.stringify(parsed)).not.toContain(digits);
      }),
    );
  });

  test("as a number is refused too", () => {
    const text = '{"jsonrpc":"2.0","id":1,"method":"payment.sale","params":{"card":4111111111111111}}';
    expect(parseRequest(text, 65_536)).toMatchObject({ ok: false, error: { code: "CARD_DATA_REFUSED" } });
  });
});

/** What becomes of messages with card data in them. What counts as card data is tested where it is decided. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCardData, parseRequest } from "../src/index.ts";
import type { ParsedRequest } from "../src/index.ts";
import { publishedNumbers, writings } from "./support/card-numbers.ts";

describe("a message with card data", () => {
  const params = { key: "order-1042-1", lane: "till-1" };
  const sale = { jsonrpc: "2.0", id: 1, method: "payment.sale", params };
  const refused = { ok: false, error: { code: "CARD_DATA_REFUSED", effect: "none", retry: false } };
  const parse = (message: unknown) => parseRequest(JSON.stringify(message), 65_536);
  const messageOf = (parsed: ParsedRequest): string => (parsed.ok ? "" : parsed.error.message);

  test("is refused by the field's name", () => {
    const digits = "4111111111111111";
    const places: readonly (readonly [unknown, string])[] = [
      [{ ...sale, params: { ...params, orderReference: digits } }, "params.orderReference"],
      [{ ...sale, params: { ...params, amount: { currency: digits } } }, "params.amount.currency"],
      [{ ...sale, params: { ...params, notes: [{ text: digits }] } }, "params.notes.0.text"],
      [{ ...sale, params: { ...params, card: Number(digits) } }, "params.card"],
      [{ ...sale, params: { [digits]: 1 } }, "a name in params"],
      [{ ...sale, [digits]: 1 }, "a name in the message"],
      [{ ...sale, method: digits }, "method"],
      [digits, "the message"],
    ];
    for (const [message, place] of places) {
      const parsed = parse(message);
      expect(parsed).toMatchObject(refused);
      expect(messageOf(parsed)).toContain(`in ${place} looks`);
    }
    expect(parse({ ...sale, id: digits })).toMatchObject({ ...refused, id: null });
    expect(parse({ ...sale, id: Number(digits) })).toMatchObject({ ...refused, id: null });
  });

  test("that is spread over names is not repeated either", () => {
    const spread = { ...sale, params: { "41111111": { "11111111": "5555555555554444" } } };
    expect(messageOf(parse(spread))).toContain("in the message");
    const names = parse({ ...sale, params: { ...params, "4111": 1, "1111 ": 2, "1111.": 3, "1111!": 4 } });
    expect(names).toMatchObject({ error: { message: "A name in the message looks like card data. Never send any." } });
  });

  test("is never repeated, wherever the number stands and however it is written", () => {
    const writing = fc.constantFrom(...writings);
    const place = fc.constantFrom(
      "key",
      "lane",
      "orderReference",
      "keyCreatedAt",
      "unknown",
      "name",
      "id",
      "method",
      "jsonrpc",
    );
    fc.assert(
      fc.property(fc.constantFrom(...publishedNumbers), writing, place, (digits, written, field) => {
        const text = written(digits);
        const message: Record<string, unknown> = { ...sale };
        if (field === "name") message["params"] = { ...params, [text]: 1 };
        else if (field in sale) message[field] = text;
        else message["params"] = { ...params, [field]: text };
        const parsed = parse(message);
        expect(parsed).toMatchObject(refused);
        expect(JSON.stringify(parsed).replaceAll(/\D/g, "")).not.toContain(digits);
        expect(JSON.stringify(parsed)).not.toContain(JSON.stringify(text).slice(1, -1));
      }),
      { numRuns: 500 },
    );
  });
});

test("messages with the most fields there is room for are looked through", () => {
  expect(findCardData(Array.from({ length: 10_000 }, (_, index) => ({ [`name-${index}`]: index })))).toBeUndefined();
});

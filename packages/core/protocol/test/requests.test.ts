import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCatalog } from "@tillwire/plugin-api";
import { parseRequest } from "../src/index.ts";
import type { ParsedRequest } from "../src/index.ts";

const bytesMax = 65_536;
const key = "order-1042-1";
const sale = {
  key,
  keyCreatedAt: "2026-11-24T10:15:00Z",
  lane: "till-1",
  amount: { amountMinor: 2_500, currency: "EUR" },
};

const parse = (message: unknown): ParsedRequest => parseRequest(JSON.stringify(message), bytesMax);
const request = (method: string, params: unknown): ParsedRequest => parse({ jsonrpc: "2.0", id: 7, method, params });
const errorOf = (parsed: ParsedRequest) => (parsed.ok ? undefined : parsed.error);

describe("a request", () => {
  test("becomes a command, times as milliseconds", () => {
    expect(request("payment.sale", { ...sale, tipMinor: 100 })).toEqual({
      ok: true,
      request: {
        type: "command",
        id: 7,
        command: { type: "payment.sale", ...sale, keyCreatedAt: 1_795_515_300_000, tipMinor: 100 },
      },
    });
    expect(request("payment.get", { id: "pm_0123456789" })).toMatchObject({
      ok: true,
      request: { command: { type: "payment.get", payment: { id: "pm_0123456789" } } },
    });
    expect(request("lane.list", {})).toMatchObject({ ok: true, request: { command: { type: "lane.list" } } });
    expect(parse({ jsonrpc: "2.0", id: "a", method: "bridge.status" })).toMatchObject({ ok: true });
  });

  test("opens a session, with what was left out filled in", () => {
    expect(request("session.open", { version: 1, pos: { name: "till" } })).toEqual({
      ok: true,
      request: {
        type: "session.open",
        id: 7,
        version: 1,
        pos: { name: "till", asks: [], display: false, print: false },
      },
    });
    const proofs = { keyId: "till-2", nonce: "x".repeat(32), signature: "x".repeat(86) };
    for (const [field, value] of Object.entries(proofs)) {
      const refused = request("session.open", { version: 1, pos: { name: "till" }, [field]: value });
      expect(errorOf(refused)).toMatchObject({ code: "PERMISSION_DENIED" });
    }
  });

  test.each([
    ["an unknown field", { ...sale, discount: 1 }, /discount/],
    ["a missing field", { ...sale, lane: undefined }, /lane/],
    ["a float", { ...sale, amount: { amountMinor: 1.5, currency: "EUR" } }, /amount\.amountMinor/],
    ["a negative amount", { ...sale, amount: { amountMinor: -1, currency: "EUR" } }, /amount\.amountMinor/],
    [
      "an amount beyond twelve digits",
      { ...sale, amount: { amountMinor: 1e12, currency: "EUR" } },
      /amount\.amountMinor/,
    ],
    ["a currency in small letters", { ...sale, amount: { amountMinor: 1, currency: "eur" } }, /Three capital letters/],
    ["a key with a blank", { ...sale, key: "order 1042" }, /key: 8 to 64/],
    ["a time that is none", { ...sale, keyCreatedAt: "yesterday" }, /keyCreatedAt/],
    ["a text without end", { ...sale, orderReference: "x".repeat(101) }, /orderReference/],
  ])("with %s is refused by name", (_, params, message) => {
    const error = errorOf(request("payment.sale", params));
    expect(error).toMatchObject({ code: "REQUEST_INVALID", effect: "none" });
    expect(error?.message).toMatch(message);
  });

  test.each([
    ["text", "hello", "REQUEST_INVALID", null],
    ["nothing", "", "REQUEST_INVALID", null],
    ["a batch", "[]", "REQUEST_INVALID", null],
    ["null", "null", "REQUEST_INVALID", null],
    ["an object", "{}", "REQUEST_INVALID", null],
    ["another version", '{"jsonrpc":"1.0","id":3,"method":"lane.list"}', "REQUEST_INVALID", 3],
    ["an unknown method", '{"jsonrpc":"2.0","id":3,"method":"payment.steal"}', "METHOD_UNKNOWN", 3],
    ["a method of objects", '{"jsonrpc":"2.0","id":3,"method":"toString"}', "METHOD_UNKNOWN", 3],
    ["a notification", '{"jsonrpc":"2.0","method":"lane.list"}', "REQUEST_INVALID", null],
    ["parameters in a list", '{"jsonrpc":"2.0","id":3,"method":"lane.list","params":[]}', "REQUEST_INVALID", 3],
    [
      "a deep nest",
      `{"jsonrpc":"2.0","id":3,"method":"lane.list","params":${"[".repeat(50)}${"]".repeat(50)}}`,
      "REQUEST_INVALID",
      3,
    ],
    ["too much", "x".repeat(bytesMax + 1), "REQUEST_TOO_LARGE", null],
  ])("that is %s gets a clear error, with its id where there is one", (...[, text, code, id]) => {
    expect(parseRequest(text, bytesMax)).toMatchObject({ ok: false, id, error: { code } });
  });

  test("of any text is a request or an error of the catalog; nothing is thrown", () => {
    const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));
    const anything = fc.oneof(fc.string(), fc.string({ unit: anyUnit }), fc.json());
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseRequest(text, bytesMax);
        expect(parsed.ok || Object.hasOwn(errorCatalog, parsed.error.code)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("that was changed somewhere is a request or an error", () => {
    const text = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "payment.sale", params: sale });
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(3), fc.string({ maxLength: 3 }), (at, cut, added) => {
        const parsed = parseRequest(text.slice(0, at) + added + text.slice(at + cut), bytesMax);
        expect(parsed.ok || parsed.error.effect === "none").toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

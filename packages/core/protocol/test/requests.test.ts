import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AMOUNT_MINOR_MAX, errorCatalog } from "@tillwire/plugin-api";
import { encodeError, parseRequest } from "../src/index.ts";
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

  test("of any honest sale becomes that sale", () => {
    const minor = fc.integer({ min: 0, max: AMOUNT_MINOR_MAX });
    const honest = fc.record(
      {
        key: fc.stringMatching(/^[A-Za-z._:-]{8,64}$/),
        keyCreatedAt: fc.integer({ min: 946_684_800_000, max: 4_102_444_799_999 }),
        lane: fc.stringMatching(/^[a-z][a-z-]{0,39}$/),
        amount: fc.record({ amountMinor: minor, currency: fc.stringMatching(/^[A-Z]{3}$/) }),
        tipMinor: minor,
        partialApproval: fc.boolean(),
        orderReference: fc.stringMatching(/^[A-Za-zÀ-ž .]{1,100}$/),
      },
      { requiredKeys: ["key", "keyCreatedAt", "lane", "amount"] },
    );
    fc.assert(
      fc.property(honest, fc.oneof(fc.nat(), fc.uuid()), (command, id) => {
        const params = { ...command, keyCreatedAt: new Date(command.keyCreatedAt).toISOString() };
        expect(parse({ jsonrpc: "2.0", id, method: "payment.sale", params })).toEqual({
          ok: true,
          request: { type: "command", id, command: { type: "payment.sale", ...command } },
        });
      }),
    );
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
    const described = { name: "till", version: "3", asks: ["tip", "signature"], display: true, print: true };
    expect(request("session.open", { version: 1, pos: described })).toMatchObject({ request: { pos: described } });
  });

  test("with a key that cannot be checked yet is refused, not half believed", () => {
    const proofs = { keyId: "till-2", nonce: "x".repeat(32), signature: "x".repeat(86) };
    for (const [field, value] of Object.entries(proofs)) {
      const refused = request("session.open", { version: 1, pos: { name: "till" }, [field]: value });
      expect(errorOf(refused)).toMatchObject({ code: "PERMISSION_DENIED", effect: "none" });
      expect(errorOf(refused)?.message).toContain(field);
    }
  });

  test.each([
    ["an unknown field", { ...sale, discount: 1 }, "payment.sale: discount is not known: known are key, "],
    ["a slip of the finger", { ...sale, tipMinro: 1 }, "tipMinro is not known: did you mean tipMinor?"],
    ["unknown fields", { ...sale, discount: 1, color: 2 }, "color is not known"],
    ["a field that objects have", JSON.parse(`{"__proto__":1,"key":"${key}"}`), "__proto__ is not known"],
    ["a missing field", { ...sale, lane: undefined }, "payment.sale: lane is missing"],
    [
      "null for nothing",
      { ...sale, tipMinor: null },
      "tipMinor must be a whole number from 0 to 999999999999, not null",
    ],
    [
      "a float",
      { ...sale, amount: { amountMinor: 1.5, currency: "EUR" } },
      "amount.amountMinor must be a whole number from",
    ],
    [
      "a number as text",
      { ...sale, amount: { amountMinor: "1", currency: "EUR" } },
      "not text: write it without quotes",
    ],
    [
      "a negative amount",
      { ...sale, amount: { amountMinor: -1, currency: "EUR" } },
      "amountMinor must be a whole number from 0 to",
    ],
    ["more than twelve digits", { ...sale, amount: { amountMinor: 1e12, currency: "EUR" } }, "from 0 to 999999999999"],
    ["a currency in small letters", { ...sale, amount: { amountMinor: 1, currency: "eur" } }, "Three capital letters"],
    ["a key with a blank", { ...sale, key: "order 1042" }, "key: 8 to 64"],
    ["a key that is too short", { ...sale, key: "order" }, "key: 8 to 64"],
    ["a lane in capitals", { ...sale, lane: "Till-1" }, "lane: 1 to 40"],
    ["a time that is none", { ...sale, keyCreatedAt: "yesterday" }, "keyCreatedAt: A UTC time such as"],
    ["a time of no day", { ...sale, keyCreatedAt: "2026-02-30T10:15:00Z" }, "keyCreatedAt: A UTC time such as"],
    ["a local time", { ...sale, keyCreatedAt: "2026-11-24T10:15:00+01:00" }, "keyCreatedAt: A UTC time such as"],
    ["a clock that was never set", { ...sale, keyCreatedAt: "1970-01-01T00:00:00Z" }, "check the clock of the POS"],
    [
      "a text without end",
      { ...sale, orderReference: "x".repeat(101) },
      "orderReference must have at most 100 characters",
    ],
    ["a text of two lines", { ...sale, orderReference: "one\ntwo" }, "orderReference: Text without control characters"],
    ["an empty text", { ...sale, orderReference: "" }, "orderReference must not be empty"],
  ])("with %s is refused by name", (_, params, message) => {
    const error = errorOf(request("payment.sale", params));
    expect(error).toMatchObject({ code: "REQUEST_INVALID", effect: "none", retry: false });
    expect(error?.message).toContain(message);
  });

  test.each([
    ["payment.get", {}, "payment.get: key is missing, or id is missing"],
    ["payment.get", { key, id: "pm_0123456789" }, "id does not go together with the other fields"],
    ["payment.get", { key: "short" }, "key: 8 to 64"],
    ["payment.watch", { key, afterSeq: -1 }, "afterSeq must be at least 0"],
    [
      "payment.answer",
      { key, questionId: "qn_1", answer: { kind: "pin", pin: "1234" } },
      'answer.kind must be "signature", "partial-approval", ',
    ],
    [
      "payment.answer",
      { key, questionId: "qn_1", answer: { kind: "tip", tipMinor: 1e12 } },
      "answer.tipMinor must be a whole number from 0 to",
    ],
    [
      "session.open",
      { version: 1, pos: { name: "till", asks: Array(8).fill("tip") } },
      "pos.asks must have at most 7 entries",
    ],
    ["session.open", { version: 1 }, "session.open: pos is missing"],
    ["lane.list", { lane: "till-1" }, "lane.list: lane is not known: nothing is taken here"],
  ])("%s with %j is refused by name", (method, params, message) => {
    expect(errorOf(request(method, params))?.message).toContain(message);
  });

  test("by a name that is nearly right is told the right one", () => {
    const error = errorOf(request("payment.sales", sale));
    expect(error?.message).toBe("There is no such method. Did you mean payment.sale? See the protocol reference.");
    expect(errorOf(request("steal", {}))?.message).toBe("There is no such method. See the protocol reference.");
    expect(errorOf(parse({ jsonrpc: "2.0", id: 1, methd: "lane.list" }))?.message).toBe(
      "The message: method is missing; methd is not known: did you mean method?",
    );
  });

  test("with many mistakes gets an answer of a few lines", () => {
    const params = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`field-${"x".repeat(20)}-${index}`, 1]),
    );
    expect(errorOf(request("payment.sale", params))?.message.length).toBeLessThanOrEqual(1_000);
  });
});

describe("a message", () => {
  const valid = { jsonrpc: "2.0", id: 3, method: "lane.list" };
  const nested = (depth: number): string =>
    `{"jsonrpc":"2.0","id":3,"method":"lane.list","params":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

  test.each([
    ["text", "hello", "REQUEST_INVALID", null, -32_700],
    ["nothing", "", "REQUEST_INVALID", null, -32_700],
    ["half a message", JSON.stringify(valid).slice(0, -1), "REQUEST_INVALID", null, -32_700],
    ["brackets without end", "[".repeat(60_000), "REQUEST_INVALID", null, -32_700],
    ["a batch", JSON.stringify([valid, valid]), "REQUEST_INVALID", null, -32_600],
    ["an empty batch", "[]", "REQUEST_INVALID", null, -32_600],
    ["null", "null", "REQUEST_INVALID", null, -32_600],
    ["a number", "42", "REQUEST_INVALID", null, -32_600],
    ["an object", "{}", "REQUEST_INVALID", null, -32_600],
    ["another version of JSON-RPC", JSON.stringify({ ...valid, jsonrpc: "1.0" }), "REQUEST_INVALID", 3, -32_600],
    ["without id", '{"jsonrpc":"2.0","method":"lane.list"}', "REQUEST_INVALID", null, -32_600],
    ["with null for an id", JSON.stringify({ ...valid, id: null }), "REQUEST_INVALID", null, -32_600],
    ["with a fraction for an id", JSON.stringify({ ...valid, id: 1.5 }), "REQUEST_INVALID", null, -32_600],
    ["with a list for an id", JSON.stringify({ ...valid, id: [1] }), "REQUEST_INVALID", null, -32_600],
    ["with a long id", JSON.stringify({ ...valid, id: "x".repeat(65) }), "REQUEST_INVALID", null, -32_600],
    [
      "with half a character for an id",
      String.raw`{"jsonrpc":"2.0","id":"\ud800","method":"lane.list"}`,
      "REQUEST_INVALID",
      null,
      -32_600,
    ],
    [
      "with half a character in a field",
      String.raw`{"jsonrpc":"2.0","id":3,"method":"lane.list","params":{"a":"\ud800"}}`,
      "REQUEST_INVALID",
      3,
      -32_600,
    ],
    ["with a field too many", JSON.stringify({ ...valid, auth: "x" }), "REQUEST_INVALID", 3, -32_600],
    ["with parameters in a list", JSON.stringify({ ...valid, params: [] }), "REQUEST_INVALID", 3, -32_600],
    ["without method", '{"jsonrpc":"2.0","id":3}', "REQUEST_INVALID", 3, -32_600],
    ["of an unknown method", JSON.stringify({ ...valid, method: "payment.steal" }), "METHOD_UNKNOWN", 3, -32_601],
    ["of a method that objects have", JSON.stringify({ ...valid, method: "toString" }), "METHOD_UNKNOWN", 3, -32_601],
    ["with wrong parameters", JSON.stringify({ ...valid, params: { a: 1 } }), "REQUEST_INVALID", 3, -32_602],
    ["nested too deep", nested(12), "REQUEST_INVALID", 3, -32_600],
    ["nested without measure", nested(10_000), "REQUEST_INVALID", 3, -32_600],
    ["nested as deep as may be", nested(10), "REQUEST_INVALID", 3, -32_602],
    ["too large", "x".repeat(bytesMax + 1), "REQUEST_TOO_LARGE", null, -32_600],
    ["too large in UTF-8", JSON.stringify("€".repeat(bytesMax / 3)), "REQUEST_TOO_LARGE", null, -32_600],
  ] as const)("%s gets a clear error, with its id where there is one", (...row) => {
    const [, text, code, id, number] = row;
    const parsed = parseRequest(text, bytesMax);
    expect(parsed).toMatchObject({ ok: false, id, error: { code, effect: "none" } });
    if (parsed.ok) return;
    expect(JSON.parse(encodeError(parsed.id, parsed.error, parsed.number))).toMatchObject({
      id,
      error: { code: number },
    });
  });

  test("may be exactly as large as the limit", () => {
    const text = JSON.stringify(valid);
    expect(parseRequest(text, text.length).ok).toBe(true);
    expect(parseRequest(text, text.length - 1)).toMatchObject({ error: { code: "REQUEST_TOO_LARGE" } });
  });

  const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));
  const anything = fc.oneof(fc.string(), fc.string({ unit: anyUnit }), fc.json());

  function expectRequestOrError(text: string): void {
    const parsed = parseRequest(text, bytesMax);
    if (parsed.ok) return;
    expect(Object.hasOwn(errorCatalog, parsed.error.code)).toBe(true);
    expect(parsed.error.effect).toBe("none");
    expect(parsed.error.message).toMatch(/\w/);
    expect(JSON.parse(encodeError(parsed.id, parsed.error, parsed.number))).toHaveProperty("error");
  }

  test("of any text is a request or an error of the catalog; nothing is thrown", () => {
    fc.assert(fc.property(anything, expectRequestOrError), { numRuns: 300 });
  });

  test("of any fields is a request or an error of the catalog", () => {
    const method = fc.constantFrom("session.open", "payment.sale", "payment.get", "payment.answer", "lane.list", "x");
    const envelope = fc.record({ jsonrpc: fc.constant("2.0"), id: fc.jsonValue(), method, params: fc.jsonValue() });
    fc.assert(
      fc.property(envelope, (message) => expectRequestOrError(JSON.stringify(message))),
      { numRuns: 300 },
    );
  });

  test("that was changed somewhere is a request or an error", () => {
    const text = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "payment.sale", params: sale });
    const change = fc.tuple(fc.nat(text.length), fc.nat(3), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(change, ([at, cut, added]) => expectRequestOrError(text.slice(0, at) + added + text.slice(at + cut))),
      { numRuns: 300 },
    );
  });
});

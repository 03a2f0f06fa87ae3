import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorCatalog, errorData, errorFromData, isErrorCode, TillwireError } from "../src/index.ts";

describe("errors", () => {
  test("keep code, effect, message and cause", () => {
    const cause = new TypeError("socket");
    const error = new TillwireError("LINK_LOST", { message: "The connection broke.", effect: "possible", cause });
    expect(error).toMatchObject({ code: "LINK_LOST", effect: "possible", message: "The connection broke.", cause });
    expect(TillwireError.is(error)).toBe(true);
  });

  test("of another copy of the package are recognized", () => {
    const foreign = marked({ code: "LINK_LOST", effect: "none" });
    expect(TillwireError.is(foreign)).toBe(true);
    expect(errorData(foreign)).toEqual({ code: "LINK_LOST", message: "x", effect: "none", retry: true });
    for (const other of [new Error("x"), "x", null, undefined, {}]) expect(TillwireError.is(other)).toBe(false);
  });

  test("that nobody foresaw may have moved money", () => {
    for (const thrown of [new RangeError("index"), "text", undefined, { code: "LINK_LOST", effect: "none" }]) {
      expect(errorData(thrown)).toMatchObject({ code: "INTERNAL", effect: "possible", retry: false });
    }
  });

  test("may be retried only where nothing can have moved", () => {
    const lost = (effect: "none" | "possible") => errorData(new TillwireError("LINK_LOST", { message: "x", effect }));
    expect(lost("none").retry).toBe(true);
    expect(lost("possible").retry).toBe(false);
    expect(errorData(new TillwireError("KEY_REUSED", { message: "x", effect: "none" })).retry).toBe(false);
  });

  test("survive the way over a boundary", () => {
    const data = errorData(new TillwireError("DEVICE_BUSY", { message: "Busy.", effect: "none" }));
    expect(errorData(errorFromData(structuredClone(data)))).toEqual(data);
  });
});

/** An error that carries our marker, as one of another copy of the package does. */
function marked(members: Readonly<Record<string, unknown>>): Error {
  return Object.assign(new Error("x"), { [Symbol.for("tillwire.error.v1")]: true }, members);
}

function fails(): never {
  throw new Error("hostile");
}

const traps = ["get", "has", "getPrototypeOf", "ownKeys", "getOwnPropertyDescriptor"] as const;
const trapped = (target: object, trap: (typeof traps)[number]): object => new Proxy(target, { [trap]: fails });

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
  revoke();
  return proxy;
}

const lost = (): TillwireError => new TillwireError("LINK_LOST", { message: "x", effect: "none" });

/** What nobody can understand, and so may have moved money. */
const odd: Readonly<Record<string, unknown>> = {
  "an object without a prototype": Object.create(null),
  "a symbol": Symbol("x"),
  "a function": fails,
  "a toString that throws": { toString: fails },
  "a toString that gives no text": { toString: () => ({}), valueOf: () => ({}) },
  "a message that throws": Object.defineProperty(new Error("x"), "message", { get: fails }),
  "a message that is no text": Object.assign(new Error("x"), { message: { toString: fails } }),
  "our marker alone": { [Symbol.for("tillwire.error.v1")]: true },
  "our marker that throws": Object.defineProperty({}, Symbol.for("tillwire.error.v1"), { get: fails }),
  "our marker and no code": marked({ effect: "none" }),
  "our marker and a code from a prototype": marked({ code: "toString", effect: "none" }),
  "our marker and a code that is no text": marked({ code: { toString: fails }, effect: "none" }),
  "our marker and no effect": marked({ code: "LINK_LOST" }),
  "our marker and an unknown effect": marked({ code: "LINK_LOST", effect: "None" }),
  "our marker and no message": marked({ code: "LINK_LOST", effect: "none", message: undefined }),
  "our error with a code that throws": Object.defineProperty(lost(), "code", { get: fails }),
  "our error with an effect that throws": Object.defineProperty(lost(), "effect", { get: fails }),
  "our error with a message that throws": Object.defineProperty(lost(), "message", { get: fails }),
  "a revoked proxy": revoked(),
  "a proxy of our error that throws in get": trapped(lost(), "get"),
  "a proxy of our error that throws in has": trapped(lost(), "has"),
  ...Object.fromEntries(traps.map((trap) => [`a proxy that throws in ${trap}`, trapped({}, trap)])),
  ...Object.fromEntries(
    traps.map((trap) => [`a proxy of an error that throws in ${trap}`, trapped(new Error(), trap)]),
  ),
};

describe("whatever is thrown", () => {
  const unforeseen = { code: "INTERNAL", effect: "possible", retry: false, message: expect.any(String) as string };

  test.each(Object.entries(odd))("%s is not one of ours, and may have moved money", (_, thrown) => {
    expect(TillwireError.is(thrown)).toBe(false);
    expect(errorData(thrown)).toEqual(unforeseen);
  });

  test("a code of a newer copy is named, and its effect is not believed", () => {
    const newer = marked({ code: "BRAND_NEW", effect: "none" });
    expect(TillwireError.is(newer)).toBe(false);
    expect(errorData(newer)).toEqual({ ...unforeseen, message: "Something unforeseen went wrong: BRAND_NEW: x" });
  });

  test("an effect is read once, so that nobody can change it behind the check", () => {
    const effects = ["none", "possible"];
    const fickle = Object.defineProperty(lost(), "effect", { get: () => effects.shift() ?? "nonsense" });
    expect(errorData(fickle)).toMatchObject({ code: "LINK_LOST", effect: "none", retry: true });
  });

  test("comes out as data that survives a clone", () => {
    const members = fc.record({ code: fc.anything(), effect: fc.anything(), message: fc.anything() });
    const anything = fc.oneof(
      fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }),
      members.map(marked),
    );
    fc.assert(
      fc.property(anything, (thrown) => {
        const data = errorData(thrown);
        expect(structuredClone(data)).toEqual(data);
        if (!TillwireError.is(thrown)) expect(data).toEqual(unforeseen);
      }),
    );
  });
});

describe("the error catalog", () => {
  test("says for each code what happened and what to do", () => {
    for (const [code, entry] of Object.entries(errorCatalog)) {
      expect(code).toMatch(/^[A-Z][A-Z_]+$/);
      expect(entry.meaning, code).toMatch(/\.$/);
      expect(entry.remedy, code).toMatch(/\.$/);
      expect(entry.seenBy.length, code).toBeGreaterThan(0);
    }
  });

  test("knows its own codes only", () => {
    expect(isErrorCode("LINK_LOST")).toBe(true);
    for (const other of ["toString", "DECLINED", "", null, 7]) expect(isErrorCode(other)).toBe(false);
  });
});

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
    const foreign = Object.assign(new Error("x"), { [Symbol.for("tillwire.error.v1")]: true });
    expect(TillwireError.is(foreign)).toBe(true);
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

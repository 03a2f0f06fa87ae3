/** Log lines: form, levels, children, bounds, and that nothing a plugin can do makes the logger throw. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { LogFields } from "@tillwire/plugin-api";
import { createLogger, failure, limitedLogger } from "../../src/logs/index.ts";

const LINE_LENGTH_MAX = 40_000;

function recorder(level: "debug" | "info" | "warn" | "error" = "debug") {
  const lines: string[] = [];
  const clock = { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) };
  const log = createLogger({ write: (line) => lines.push(line), level, clock, fields: { bridge: "shop-1" } });
  const parsed = () => lines.map((line) => JSON.parse(line) as { event: string; level: string; fields: LogFields });
  return { log, lines, parsed };
}

/** For values that the types do not allow, but a plugin in JavaScript can pass. */
function anyFields(value: unknown): LogFields {
  return value as LogFields; // that is the point of the test
}

describe("lines", () => {
  test("a line is one JSON object with time, level, event and fields", () => {
    const { log, lines } = recorder();
    log.info("link-open", { lane: "counter-1", tries: 2 });
    expect(lines).toEqual([
      '{"at":"2026-01-02T03:04:05.006Z","level":"info","event":"link-open","fields":{"bridge":"shop-1","lane":"counter-1","tries":2}}',
    ]);
  });

  test("the level is switched for all children at once", () => {
    const { log, parsed } = recorder("warn");
    const child = log.child({ lane: "counter-1" });
    child.info("unseen");
    child.warn("seen");
    log.setLevel("debug");
    child.debug("seen-too", { attempt: 1 });
    expect(parsed().map((line) => line.event)).toEqual(["seen", "seen-too"]);
    expect(parsed()[1]?.fields).toEqual({ bridge: "shop-1", lane: "counter-1", attempt: 1 });
  });

  test("an error is logged with code, effect and the chain of its causes", () => {
    const { log, parsed } = recorder();
    const root = new TypeError("read ECONNRESET");
    const error = new TillwireError("LINK_LOST", { message: "The line broke.", effect: "possible", cause: root });
    log.error("attempt-failed", failure(error));
    expect(parsed()[0]?.fields["error"]).toMatchObject({
      name: "TillwireError",
      code: "LINK_LOST",
      effect: "possible",
      message: "The line broke.",
      causes: [{ name: "TypeError", message: "read ECONNRESET" }],
    });
  });

  test("a chain of causes that bites its tail ends", () => {
    const { log, parsed } = recorder();
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    log.error("attempt-failed", failure(first));
    expect(parsed()[0]?.fields["error"]).toMatchObject({ message: "first", causes: [{ message: "second" }] });
  });
});

describe("bounds", () => {
  test("long texts are cut, and the line says by how much", () => {
    const { log, parsed } = recorder();
    log.info("big", { text: "x".repeat(5_000) });
    expect(parsed()[0]?.fields["text"]).toBe(`${"x".repeat(2_000)}… (3000 more)`);
  });

  test("depth, width and size of a line are bounded", () => {
    const { log, lines } = recorder();
    let deep: LogFields = {};
    for (let depth = 0; depth < 10_000; depth++) deep = { deep };
    log.info("deep", deep);
    log.info("wide", Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`name-${index}`, index])));
    log.info("long", { list: Array.from({ length: 100_000 }, (_, index) => `item ${index}`) });
    log.info("heavy", { list: Array.from({ length: 1_000 }, () => "\u0000".repeat(2_000)) });
    expect(lines[0]).toContain("[deeper]");
    expect(lines[1]).toContain("[9900 more]");
    expect(lines[2]).toContain("[99900 more]");
    expect(lines[3]).toContain("[cut]");
    for (const line of lines) expect(line.length).toBeLessThan(LINE_LENGTH_MAX);
  });

  test("bytes are counted, not shown", () => {
    const { log, parsed } = recorder();
    log.info("frame", anyFields({ bytes: new Uint8Array(40), list: [6, 0, 1, 2, 3, 4, 5, 255] }));
    expect(parsed()[0]?.fields).toMatchObject({ bytes: "[40 bytes]", list: "[8 bytes]" });
  });

  test("whatever is logged, the logger does not throw and writes one bounded line of JSON", () => {
    const hostile = fc.oneof(
      fc.anything({
        withBigInt: true,
        withMap: true,
        withSet: true,
        withDate: true,
        withNullPrototype: true,
        withTypedArray: true,
      }),
      fc.constant(
        new Proxy(
          {},
          {
            ownKeys: () => {
              throw new Error("no");
            },
          },
        ),
      ),
      fc.constant({
        get boom() {
          throw new Error("no");
        },
      }),
      fc.constant(
        Object.assign(new Error("x"), {
          message: {
            toString: () => {
              throw new Error("no");
            },
          },
        }),
      ),
    );
    fc.assert(
      fc.property(fc.string(), hostile, (event, value) => {
        const { log, lines } = recorder();
        log.warn(event, anyFields(value));
        log.warn(event, anyFields({ value }));
        log.warn(event, failure(value));
        expect(lines).toHaveLength(3);
        for (const line of lines) {
          expect(JSON.parse(line)).toBeTypeOf("object");
          expect(line).not.toContain("\n");
          expect(line.length).toBeLessThan(LINE_LENGTH_MAX);
        }
      }),
    );
  });

  test("a flood from one plugin is cut off, and the log says so", async () => {
    const { log, parsed } = recorder();
    let nowMs = 0;
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: () => Promise.resolve() };
    const limited = limitedLogger(log, clock, 10);
    for (let line = 0; line < 1_000; line++) limited.debug("tick", { line });
    expect(parsed()).toHaveLength(11);
    expect(parsed().at(-1)).toMatchObject({ event: "log-limit-reached", fields: { linesPerSecond: 10 } });
    nowMs = 1_000;
    limited.error("after");
    expect(parsed().slice(-2)).toMatchObject([
      { event: "log-lines-dropped", fields: { dropped: 990 } },
      { event: "after", level: "error" },
    ]);
  });
});

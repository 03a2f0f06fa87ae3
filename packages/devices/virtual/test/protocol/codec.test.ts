/** Messages go over the wire unchanged, and everything else is refused by a clear error that repeats nothing. */
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeMessage, parseClientMessage, parseTerminalMessage } from "../../src/protocol/codec.ts";
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES } from "../../src/protocol/limits.ts";
import { clientMessages, terminalMessages } from "../support/messages.ts";

const pan = "4111111111111111";

function bodyOf(frame: Uint8Array): Uint8Array {
  return frame.subarray(FRAME_HEADER_BYTES);
}

function bodyOfText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function refusal(parse: (body: Uint8Array) => unknown, body: Uint8Array): TillwireError | undefined {
  try {
    parse(body);
    return undefined;
  } catch (thrown) {
    if (TillwireError.is(thrown)) return thrown;
    throw thrown;
  }
}

describe.each([
  ["client", clientMessages, parseClientMessage],
  ["terminal", terminalMessages, parseTerminalMessage],
] as const)("messages of the %s", (_, messages, parse) => {
  test.each(messages.map((message) => [message.type, message] as const))("%s: there and back", (_type, message) => {
    expect(parse(bodyOf(encodeMessage(message)))).toEqual(message);
  });

  test.each(messages.map((message) => [message.type, message] as const))(
    "%s: without any one of its members it is refused",
    (_type, message) => {
      for (const name of Object.keys(message)) {
        const { [name]: _left, ...rest }: Record<string, unknown> = { ...message };
        const optional = message.type === "refused" && name === "reference";
        const refused = refusal(parse, bodyOfText(JSON.stringify(rest)));
        if (optional) expect(refused).toBeUndefined();
        else expect(refused, `without ${name}`).toMatchObject({ code: "ANSWER_INVALID", effect: "possible" });
      }
    },
  );

  test("any change of a byte gives a message or a clear error", { timeout: 60_000 }, () => {
    const change = fc.record({
      message: fc.constantFrom(...messages),
      at: fc.nat(),
      byte: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(change, ({ message, at, byte }) => {
        const body = bodyOf(encodeMessage(message)).slice();
        body[at % body.length] = byte;
        const refused = refusal(parse, body);
        if (refused) expect(["FRAME_INVALID", "ANSWER_INVALID"]).toContain(refused.code);
      }),
      { numRuns: 2_000 },
    );
  });

  test("any JSON, and any bytes, give a message or a clear error", { timeout: 60_000 }, () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map(bodyOfText),
      fc
        .record({ type: fc.constantFrom(...messages.map(({ type }) => type)), more: fc.jsonValue() })
        .map((value) => bodyOfText(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        const refused = refusal(parse, body);
        if (refused) expect(["FRAME_INVALID", "ANSWER_INVALID"]).toContain(refused.code);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a name", `{"type":"ping","count":1,"${pan}":1}`],
    ["a type", `{"type":"${pan}"}`],
    ["text that is no JSON", `{"type":${pan}x`],
    ["a value", `{"type":"card","reference":"TX01","card":{"entry":"chip","pan":"${pan}"}}`],
  ])("an error never repeats what it was given: %s", (_what, text) => {
    const refused = refusal(parse, bodyOfText(text));
    expect(refused).toBeDefined();
    expect(`${refused?.message} ${String(refused?.cause)} ${refused?.stack}`).not.toContain(pan);
  });
});

test("a byte order mark is no JSON", () => {
  expect(() => parseClientMessage(Uint8Array.of(0xef, 0xbb, 0xbf, ...bodyOfText('{"type":"repeat-last"}')))).toThrow(
    "not a JSON text",
  );
});

test("the longest result fits into a frame", () => {
  const result = terminalMessages.find(({ type }) => type === "result");
  expect(result && encodeMessage(result).length).toBeLessThan(FRAME_BYTES_MAX / 4);
});

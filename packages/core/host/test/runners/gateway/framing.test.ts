/** Framing: whatever the pieces, the messages come out as they went in; whatever the bytes, it ends or goes on, within its bound. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { StreamFraming } from "@tillwire/plugin-api";
import { createDeframer, frame, messageBytesPossible } from "../../../src/runners/plugin-side/gateway/framing.ts";

const framings: fc.Arbitrary<StreamFraming> = fc
  .record({
    lengthBytes: fc.constantFrom(2 as const, 4 as const),
    encoding: fc.constantFrom("binary" as const, "ascii" as const),
    countsItself: fc.boolean(),
    headerBytes: fc.nat({ max: 12 }),
  })
  .chain((framing) =>
    fc
      .integer({ min: framing.headerBytes + 1, max: Math.min(messageBytesPossible(framing), 300) })
      .map((messageBytesMax) => ({ ...framing, messageBytesMax })),
  );

function cutInto(bytes: readonly number[], sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(Uint8Array.from(bytes.slice(start, start + size)));
    start += size;
  }
  return pieces;
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (thrown) {
    return TillwireError.is(thrown) ? thrown.code : String(thrown);
  }
  return "none";
}

describe("framing", () => {
  test("messages come out as they went in, in pieces of any size", () => {
    const streams = framings.chain((framing) =>
      fc.record({
        framing: fc.constant(framing),
        messages: fc.array(fc.uint8Array({ minLength: framing.headerBytes + 1, maxLength: framing.messageBytesMax }), {
          minLength: 1,
          maxLength: 5,
        }),
        sizes: fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 6 }),
      }),
    );
    fc.assert(
      fc.property(streams, ({ framing, messages, sizes }) => {
        const stream = messages.flatMap((message) => [...frame(message, framing)]);
        const deframer = createDeframer(framing);
        const out = cutInto(stream, sizes).flatMap((piece) => [...deframer.push(piece)]);
        expect(out).toEqual(messages);
      }),
    );
  });

  test("any bytes give messages within the bounds, or FRAME_INVALID", () => {
    fc.assert(
      fc.property(framings, fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), (framing, pieces) => {
        const deframer = createDeframer(framing);
        const code = codeOf(() => {
          for (const message of pieces.flatMap((piece) => [...deframer.push(piece)])) {
            expect(message.length).toBeGreaterThan(framing.headerBytes);
            expect(message.length).toBeLessThanOrEqual(framing.messageBytesMax);
          }
        });
        expect(["none", "FRAME_INVALID"]).toContain(code);
      }),
    );
  });

  const plain = {
    lengthBytes: 2,
    encoding: "binary",
    countsItself: false,
    headerBytes: 0,
    messageBytesMax: 300,
  } as const;
  test.each<[string, StreamFraming, readonly number[]]>([
    ["binary", plain, [0, 3, 7, 8, 9]],
    ["binary that counts itself", { ...plain, countsItself: true }, [0, 5, 7, 8, 9]],
    ["binary of four bytes", { ...plain, lengthBytes: 4 }, [0, 0, 0, 3, 7, 8, 9]],
    ["digits", { ...plain, encoding: "ascii", lengthBytes: 4 }, [48, 48, 48, 51, 7, 8, 9]],
    [
      "digits that count themselves",
      { ...plain, encoding: "ascii", lengthBytes: 4, countsItself: true },
      [48, 48, 48, 55, 7, 8, 9],
    ],
    ["with a head in the message", { ...plain, headerBytes: 2 }, [0, 3, 7, 8, 9]],
  ])("%s has the bytes that the contract says", (_, framing, bytes) => {
    const message = Uint8Array.from([7, 8, 9]);
    expect([...frame(message, framing)]).toEqual(bytes);
    expect([...createDeframer(framing).push(Uint8Array.from(bytes))]).toEqual([message]);
  });

  test.each<[string, StreamFraming, readonly number[]]>([
    ["a length of nothing", plain, [0, 0]],
    ["a length beyond the dialect's", plain, [1, 45]],
    ["a length that is less than itself", { ...plain, countsItself: true }, [0, 1]],
    ["a message that is all head", { ...plain, headerBytes: 5 }, [0, 5]],
    ["letters for digits", { ...plain, encoding: "ascii" }, [52, 65]],
  ])("%s is refused at once", (_, framing, bytes) => {
    expect(codeOf(() => [...createDeframer(framing).push(Uint8Array.from(bytes))])).toBe("FRAME_INVALID");
  });

  test("a message that the dialect cannot have is not framed", () => {
    expect(codeOf(() => frame(new Uint8Array(0), plain))).toBe("FRAME_INVALID");
    expect(codeOf(() => frame(new Uint8Array(301), plain))).toBe("FRAME_INVALID");
  });
});

/** Frames survive any cutting into pieces, and nothing else is taken for one. */
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFrameReader, encodeFrame } from "../../src/protocol/framing.ts";
import { FRAME_BYTES_MAX } from "../../src/protocol/limits.ts";

const bodies = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 8 });

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe("a frame reader", () => {
  test("gives back what was framed, however it is cut", () => {
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (written, sizes) => {
        const stream = joined(written.map(encodeFrame));
        const reader = createFrameReader();
        const read: Uint8Array[] = [];
        for (let start = 0, turn = 0; start < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          read.push(...reader.push(stream.subarray(start, start + size)));
          start += size;
        }
        expect(read).toEqual(written);
      }),
    );
  });

  test("keeps its own copy", () => {
    const piece = encodeFrame(Uint8Array.of(1, 2, 3));
    const [body] = createFrameReader().push(piece);
    piece.fill(0);
    expect(body).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("takes the longest frame, and no longer one", () => {
    const longest = new Uint8Array(FRAME_BYTES_MAX);
    expect(createFrameReader().push(encodeFrame(longest))).toEqual([longest]);
    expect(() => encodeFrame(new Uint8Array(FRAME_BYTES_MAX + 1))).toThrow("16385");
    expect(() => createFrameReader().push(Uint8Array.of(0, 0, 0x40, 1))).toThrow("16385");
  });

  test("refuses an empty frame", () => {
    expect(() => encodeFrame(new Uint8Array())).toThrow("this one claims 0");
    expect(() => createFrameReader().push(new Uint8Array(4))).toThrow("this one claims 0");
  });

  test("of any bytes gives frames or FRAME_INVALID, and holds no more than one frame", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (pieces) => {
        const reader = createFrameReader();
        try {
          for (const piece of pieces) {
            for (const body of reader.push(piece)) expect(body.length).toBeLessThanOrEqual(FRAME_BYTES_MAX);
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(TillwireError);
          expect(thrown).toMatchObject({ code: "FRAME_INVALID", effect: "possible" });
        }
      }),
    );
  });
});

/** Shared by the tests that throw any bytes at a parser. */
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { expect } from "vitest";

/** Any bytes, and bytes that look like the beginning of something. */
export const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.constantFrom(0x00, 0x01, 0x02, 0x1f, 0x5a, 0x70, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x9f, 0xbf, 0xe0, 0xff), {
      maxLength: 60,
    })
    .map((bytes) => Uint8Array.from(bytes)),
);

/** Runs a parser. What it throws has to be one of our errors, with the code that is expected of it. */
export function survives(parse: () => unknown, code = "FRAME_INVALID"): void {
  try {
    parse();
  } catch (error) {
    expect(TillwireError.is(error) && error.code).toBe(code);
  }
}

/**
 * Says how much longer the parser takes for eight times as much: about 8 when it is linear, 64 when it is quadratic.
 * The quickest of several runs counts, because a busy machine only ever makes things slower.
 */
export function growthOverEightfold(parse: (size: number) => void, size: number): number {
  const quickest = (times: number): number => {
    let best = Infinity;
    for (let run = 0; run < 7; run += 1) {
      const start = performance.now();
      parse(size * times);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  quickest(1);
  return quickest(8) / quickest(1);
}

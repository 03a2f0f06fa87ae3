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
 * How often a parser looks at its bytes: a count instead of a time, so that a busy machine cannot change it. What the
 * parser makes of the bytes (views, copies) is not counted.
 */
export function countReads(bytes: Uint8Array, parse: (bytes: Uint8Array) => void): number {
  let reads = 0;
  const counted = new Proxy(bytes, {
    get(target, key) {
      if (typeof key === "string" && /^\d+$/.test(key)) reads += 1;
      const member: unknown = Reflect.get(target, key, target);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  parse(counted);
  return reads;
}

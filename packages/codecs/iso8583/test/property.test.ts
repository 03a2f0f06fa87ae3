/** For any dialect and message, and for any bytes. */
import { fromHex } from "@tillwire/bytes";
import { TillwireError } from "@tillwire/plugin-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileBitmappedField,
  compileDialect,
  compileValidator,
  describeMessage,
  matchKey,
  type MessageCodec,
} from "../src/index.ts";
import { dialectAndMessage } from "./support/arbitraries.ts";
import { postilion127, routenet55 } from "./support/subfields.ts";
import { bytesOf, dialectOf, vectors } from "./support/vectors.ts";

/** Reads bytes: either one of our errors, or a message that is written and read again the same. */
function readsOrRefuses({ decode, encode, dialect }: MessageCodec, bytes: Uint8Array): "read" | "refused" {
  let message;
  try {
    message = decode(bytes);
  } catch (error) {
    expect(TillwireError.is(error) && error.code).toBe("FRAME_INVALID");
    return "refused";
  }
  expect(decode(encode(message))).toEqual(message);
  // People and rules look at whatever could be read, and must not fail at it.
  expect(describeMessage(message, dialect).length).toBe(Object.keys(message.fields).length + 1);
  expect(Array.isArray(compileValidator(dialect)(message))).toBe(true);
  matchKey(message);
  return "read";
}

describe("any dialect", () => {
  test("writes what it reads back", () => {
    fc.assert(
      fc.property(dialectAndMessage, ({ dialect, message }) => {
        const codec = compileDialect(dialect);
        const bytes = codec.encode(message);
        expect(codec.decode(bytes)).toEqual(message);
        expect(codec.encode(codec.decode(bytes))).toEqual(bytes);
      }),
      { numRuns: 1_000 },
    );
  });

  test("refuses each message that was cut off", () => {
    fc.assert(
      fc.property(dialectAndMessage, fc.nat(), ({ dialect, message }, cut) => {
        const codec = compileDialect(dialect);
        const bytes = codec.encode(message);
        expect(() => codec.decode(bytes.subarray(0, cut % bytes.length))).toThrow(TillwireError);
      }),
      { numRuns: 300 },
    );
  });

  test("reads or refuses any bytes", () => {
    fc.assert(
      fc.property(dialectAndMessage, fc.uint8Array({ maxLength: 200 }), ({ dialect }, bytes) => {
        readsOrRefuses(compileDialect(dialect), bytes);
      }),
      { numRuns: 500 },
    );
  });

  test("reads or refuses a message with one byte changed", () => {
    const results = { read: 0, refused: 0 };
    fc.assert(
      fc.property(
        dialectAndMessage,
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        ({ dialect, message }, position, byte) => {
          const codec = compileDialect(dialect);
          const bytes = codec.encode(message);
          bytes[position % bytes.length] = byte;
          results[readsOrRefuses(codec, bytes)] += 1;
        },
      ),
      { numRuns: 1_000 },
    );
    expect(Math.min(results.read, results.refused)).toBeGreaterThan(50);
  });
});

/** One change of each kind that lines and careless hosts make. */
const change = fc.oneof(
  fc.record({ kind: fc.constant("flip" as const), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant("set" as const), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ kind: fc.constant("remove" as const), at: fc.nat(), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }),
  }),
  fc.record({ kind: fc.constant("twice" as const), at: fc.nat(), count: fc.integer({ min: 1, max: 40 }) }),
);

type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function changed(bytes: Uint8Array, each: Change): Uint8Array {
  const at = each.at % (bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (each.kind) {
    case "flip":
      return Uint8Array.of(...before, ...after.slice(0, 1).map((byte) => byte ^ (1 << each.bit)), ...after.slice(1));
    case "set":
      return Uint8Array.of(...before, each.byte, ...after.slice(1));
    case "remove":
      return Uint8Array.of(...before, ...after.slice(each.count));
    case "insert":
      return Uint8Array.of(...before, ...each.bytes, ...after);
    case "twice":
      return Uint8Array.of(...before, ...after.slice(0, each.count), ...after);
  }
}

describe("published and generated messages, changed", () => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const codec = compileDialect(dialectOf(vector));
    const bytes = bytesOf(vector);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        readsOrRefuses(codec, changes.reduce(changed, bytes));
      }),
      { numRuns: 100 },
    );
  });

  test("no refusal shows card data", () => {
    const canary = "5413330089020011";
    const carrying = vectors.filter(({ fields }) => fields[2] === canary);
    fc.assert(
      fc.property(fc.constantFrom(...carrying), fc.array(change, { minLength: 1, maxLength: 3 }), (vector, changes) => {
        try {
          compileDialect(dialectOf(vector)).decode(changes.reduce(changed, bytesOf(vector)));
        } catch (error) {
          expect(String(error)).not.toMatch(/541333008902|890200/);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("a field inside a field", () => {
  test.each([
    ["Postilion", postilion127, "40000080000000003130535749544348"],
    ["Routenet", routenet55, "F1C6C4C4C3C4F4F0F0D1402E79E3925440E0E080"],
  ] as const)("%s: any bytes are read or refused", (_, format, start) => {
    const codec = compileBitmappedField(format);
    const anyBytes = fc.uint8Array({ maxLength: 120 });
    const startedBytes = anyBytes.map((bytes) => Uint8Array.of(...fromHex(start), ...bytes));
    fc.assert(
      fc.property(fc.oneof(anyBytes, startedBytes), (bytes) => {
        let value;
        try {
          value = codec.decode(bytes);
        } catch (error) {
          expect(TillwireError.is(error) && error.code).toBe("FRAME_INVALID");
          return;
        }
        expect(codec.decode(codec.encode(value))).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });
});

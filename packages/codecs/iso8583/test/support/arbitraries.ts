/** Random dialects, each with random messages that it can write and read back as they were. */
import fc from "fast-check";
import type { Dialect, FieldFormat, FieldValue, LengthPrefix, Message } from "../../src/index.ts";

interface Case {
  readonly format: FieldFormat;
  readonly value: FieldValue;
}

const sides = fc.constantFrom("left" as const, "right" as const);
const bytesEncoding = fc.constantFrom("binary" as const, "hex" as const, "ebcdic-hex" as const);
const textEncoding = fc.constantFrom("ascii" as const, "ebcdic" as const);

/** A prefix in which `countMax` fits. */
function prefixFor(countMax: number, counts?: "bytes"): fc.Arbitrary<LengthPrefix> {
  const digits = String(countMax).length;
  const extra = counts === undefined ? {} : { counts };
  return fc
    .oneof(
      fc.record({
        encoding: fc.constantFrom("ascii" as const, "ebcdic" as const, "bcd" as const),
        size: fc.integer({ min: digits, max: 6 }),
      }),
      fc.record({
        encoding: fc.constant("binary" as const),
        size: fc.integer({ min: countMax > 255 ? 2 : 1, max: 3 }),
      }),
    )
    .map((prefix) => ({ ...prefix, ...extra }));
}

const latin1 = (length: number, maxLength = length) =>
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    minLength: length,
    maxLength,
  });
const digits = (length: number, maxLength = length) =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: length, maxLength });

const fixedText = fc
  .tuple(textEncoding, fc.integer({ min: 1, max: 60 }))
  .chain(([encoding, length]) =>
    latin1(length).map((value): Case => ({ format: { name: "text", encoding, length }, value })),
  );

const filledText = fc
  .tuple(textEncoding, fc.integer({ min: 1, max: 60 }), sides, fc.constantFrom(" ", "0", "x"))
  .chain(([encoding, length, side, character]) =>
    latin1(0, length)
      .filter((value) => !(side === "left" ? value.startsWith(character) : value.endsWith(character)))
      .map((value): Case => {
        const format = { name: "filled", encoding, length, padding: { side, character, removed: true } };
        return { format, value };
      }),
  );

const variableText = fc
  .tuple(textEncoding, fc.integer({ min: 1, max: 300 }))
  .chain(([encoding, length]) =>
    fc
      .tuple(prefixFor(length), latin1(0, length))
      .map(([prefix, value]): Case => ({ format: { name: "variable text", encoding, length, prefix }, value })),
  );

const oddDigit = fc.record({ side: sides, nibble: fc.constantFrom("0" as const, "F" as const) });

const fixedBcd = fc
  .tuple(fc.integer({ min: 1, max: 40 }), oddDigit)
  .chain(([length, odd]) =>
    digits(length).map((value): Case => ({ format: { name: "bcd", encoding: "bcd", length, oddDigit: odd }, value })),
  );

const variableBcd = fc.tuple(fc.integer({ min: 1, max: 40 }), oddDigit).chain(([length, odd]) =>
  fc
    .tuple(prefixFor(length), digits(0, length), fc.constantFrom("=" as const, "D" as const))
    .map(([prefix, value, separator]): Case => {
      const format = { name: "variable bcd", encoding: "bcd", length, prefix, oddDigit: odd, separator } as const;
      return { format, value: value.replace("7", separator) };
    }),
);

const countedBcd = fc.tuple(fc.integer({ min: 1, max: 40 }), oddDigit).chain(([length, odd]) =>
  fc
    .tuple(prefixFor(Math.ceil(length / 2), "bytes"), digits(0, length))
    .filter(([, value]) => odd.nibble === "F" || value.length % 2 === 0)
    .map(([prefix, value]): Case => {
      return { format: { name: "counted bcd", encoding: "bcd", length, prefix, oddDigit: odd }, value };
    }),
);

const signedBcd = fc.tuple(fc.integer({ min: 2, max: 20 }), fc.constantFrom("C", "D")).chain(([length, sign]) =>
  digits(length - 1).map((value): Case => ({
    format: { name: "signed", encoding: "signed-bcd", length },
    value: sign + value,
  })),
);

const someBytes = (length: number, maxLength = length) => fc.uint8Array({ minLength: length, maxLength });

const fixedBytes = fc
  .tuple(bytesEncoding, fc.integer({ min: 1, max: 40 }))
  .chain(([encoding, length]) =>
    someBytes(length).map((value): Case => ({ format: { name: "bytes", encoding, length }, value })),
  );

const variableBytes = fc
  .tuple(bytesEncoding, fc.integer({ min: 1, max: 300 }), fc.constantFrom(undefined, "bytes" as const))
  .chain(([encoding, length, counts]) => {
    const countMax = encoding !== "binary" && counts === undefined ? length * 2 : length;
    return fc
      .tuple(prefixFor(countMax, counts), someBytes(0, length))
      .map(([prefix, value]): Case => ({ format: { name: "variable bytes", encoding, length, prefix }, value }));
  });

const anyCase = fc.oneof(
  ...[fixedText, filledText, variableText, fixedBcd, variableBcd, countedBcd, signedBcd, fixedBytes, variableBytes],
);

const header = fc.oneof(
  fc.constant({ format: { kind: "none" } as const, bytes: undefined }),
  someBytes(5).map((bytes) => ({ format: { kind: "tpdu" } as const, bytes })),
  someBytes(1).map((bytes) => ({
    format: { kind: "pattern", pattern: "49..4F" } as const,
    bytes: Uint8Array.of(0x49, ...bytes, 0x4f),
  })),
);

/** A dialect, and a message with some of its fields. */
export const dialectAndMessage: fc.Arbitrary<{ readonly dialect: Dialect; readonly message: Message }> = fc
  .record({
    cases: fc.dictionary(
      fc.integer({ min: 2, max: 128 }).map(String),
      fc.record({ of: anyCase, isPresent: fc.boolean() }),
      {
        maxKeys: 12,
      },
    ),
    mti: digits(4),
    mtiEncoding: fc.constantFrom("ascii" as const, "ebcdic" as const, "bcd" as const),
    bitmap: fc.record({ encoding: bytesEncoding, length: fc.constantFrom("by-bit-1" as const, "fixed-16" as const) }),
    codePage: fc.constantFrom("cp037" as const, "cp500" as const, "cp1047" as const),
    head: header,
  })
  .map(({ cases, mti, mtiEncoding, bitmap, codePage, head }) => {
    const all = Object.entries(cases);
    const present = all.filter(([, { isPresent }]) => isPresent);
    const dialect: Dialect = {
      name: "random",
      header: head.format,
      mti: mtiEncoding,
      bitmap,
      codePage,
      fields: Object.fromEntries(all.map(([number, { of }]) => [number, of.format])),
    };
    const fields = Object.fromEntries(present.map(([number, { of }]) => [number, of.value]));
    return { dialect, message: head.bytes === undefined ? { mti, fields } : { mti, header: head.bytes, fields } };
  });

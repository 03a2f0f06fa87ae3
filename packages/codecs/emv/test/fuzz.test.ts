/**
 * Every parser over a corpus: all published vectors, hostile bytes of our own, and mutations of both. A parser gives a
 * value or throws one of our errors, and never changes what it reads.
 */
import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeAfl,
  decodeCryptogramInformation,
  decodeCvmList,
  decodeCvmResults,
  decodeDol,
  decodeEmvTags,
  decodeIssuerApplicationData,
  decodeTagList,
  decodeTerminalType,
  decodeTlv,
  decodeTrack1Data,
  decodeTrack2Equivalent,
  describe,
  describeValue,
  findTlvValue,
  parseTrack1,
  parseTrack2,
  tagDictionary,
  terminalVerificationResults,
  truncatedPanIn,
  walkTlv,
} from "../src/index.ts";
import { survives } from "./support/bytes.ts";
import { readEntries } from "./support/vectors.ts";

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const parsers: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  decodeTlv: (bytes) => decodeTlv(bytes),
  walkTlv: (bytes) => [...walkTlv(bytes)],
  findTlvValue: (bytes) => findTlvValue(bytes, "5A"),
  decodeEmvTags: (bytes) => decodeEmvTags(bytes),
  describe: (bytes) => describe(decodeTlv(bytes)),
  describeValue: (bytes) => [...tagDictionary.keys()].map((tag) => describeValue(tag, bytes)),
  decodeDol,
  decodeTagList,
  decodeAfl,
  decodeCvmList,
  decodeCvmResults,
  decodeCryptogramInformation,
  decodeTerminalType,
  decodeIssuerApplicationData: (bytes) => decodeIssuerApplicationData(bytes),
  decodeBits: (bytes) => terminalVerificationResults.decode(bytes),
  decodeTrack1Data,
  decodeTrack2Equivalent,
  parseTrack1: (bytes) => parseTrack1(text(bytes)),
  parseTrack2: (bytes) => parseTrack2(text(bytes)),
  truncatedPanIn: (bytes) => ["5A", "57", "56", "9F6B"].map((tag) => truncatedPanIn(tag, bytes)),
};

/** Every hexadecimal input of the published vectors. */
function publishedInputs(): string[] {
  const inputs = [...readEntries<{ inputs: object }>("tlv"), ...readEntries<{ inputs: object }>("track2")];
  return inputs
    .flatMap((entry) => Object.values(entry.inputs) as unknown[])
    .filter((value): value is string => typeof value === "string" && /^(?:[0-9A-F]{2})+$/.test(value));
}

const hostile = readEntries<{ note: string; hex: string }>("hostile");
const corpus = [...hostile.map(({ hex }) => hex), ...publishedInputs()].map(fromHex);

test("there is a corpus", () => {
  expect(hostile.length).toBeGreaterThanOrEqual(25);
  expect(corpus.length).toBeGreaterThan(150);
});

test.each(hostile)("hostile: $note", ({ hex }) => {
  for (const parse of Object.values(parsers)) survives(() => parse(fromHex(hex)));
});

type Mutation = (bytes: Uint8Array) => Uint8Array;

/** Cut off, one byte changed, a piece twice, bytes put in. */
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.nat().map(
    (place): Mutation =>
      (bytes) =>
        bytes.slice(0, place % (bytes.length + 1)),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(
    ([place, by]): Mutation =>
      (bytes) =>
        bytes.map((byte, index) => (index === place % bytes.length ? byte ^ by : byte)),
  ),
  fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 6 })).map(([place, added]): Mutation => (bytes) => {
    const at = place % (bytes.length + 1);
    return Uint8Array.of(...bytes.subarray(0, at), ...added, ...bytes.subarray(at));
  }),
);

test.each(Object.entries(parsers))("%s survives the corpus and its mutations, and keeps what it reads", (_, parse) => {
  for (const bytes of corpus) survives(() => parse(bytes));
  fc.assert(
    fc.property(fc.constantFrom(...corpus), fc.array(mutation, { minLength: 1, maxLength: 3 }), (seed, mutations) => {
      const bytes = mutations.reduce((before, mutate) => mutate(before), seed);
      const before = toHex(bytes);
      survives(() => parse(bytes));
      expect(toHex(bytes)).toBe(before);
    }),
    { numRuns: 300 },
  );
});

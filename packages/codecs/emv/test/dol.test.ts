/** Data object lists (EMV Book 3, section 5.4): published lists, and what holds for all of them. */
import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildDolData,
  decodeDol,
  decodeTagList,
  dolDataLength,
  encodeDol,
  splitDolData,
  type DolEntry,
} from "../src/index.ts";
import { anyBytes, survives } from "./support/bytes.ts";
import { vectors } from "./support/vectors.ts";

const valuesOf = (hexByTag: Readonly<Record<string, string>>): Map<string, Uint8Array> =>
  new Map(Object.entries(hexByTag).map(([tag, hex]) => [tag, fromHex(hex)]));

test.each(vectors<{ dol: string }, { entries: DolEntry[]; totalLength: number }>("tlv", "dol-parse"))(
  "$id",
  ({ inputs, expected }) => {
    const entries = decodeDol(fromHex(inputs.dol));
    expect(entries).toEqual(expected.entries);
    expect(dolDataLength(entries)).toBe(expected.totalLength);
    expect(toHex(encodeDol(entries))).toBe(inputs.dol);
  },
);

test.each(vectors<{ dol: string }, unknown>("tlv", "dol-parse-rejected"))("$id", ({ inputs }) => {
  expect(() => decodeDol(fromHex(inputs.dol))).toThrow("Data object list: tag 95 at byte 9 has no length.");
});

/** Several sources: the first that has a value gives it. */
test.each(vectors<{ dol: string; sources: Record<string, string>[] }, { data: string }>("tlv", "dol-build"))(
  "$id",
  ({ inputs, expected }) => {
    const values = new Map(inputs.sources.toReversed().flatMap((source) => [...valuesOf(source)]));
    expect(toHex(buildDolData(decodeDol(fromHex(inputs.dol)), values))).toBe(expected.data);
  },
);

test.each(vectors<{ dol: string; data: string }, { values: Record<string, string> }>("tlv", "dol-split"))(
  "$id",
  ({ inputs, expected }) => {
    const values = splitDolData(decodeDol(fromHex(inputs.dol)), fromHex(inputs.data));
    expect(Object.fromEntries(values.map(({ tag, value }) => [tag, toHex(value)]))).toEqual(expected.values);
  },
);

const entry = fc.record({
  tag: fc.constantFrom("9F02", "9A", "9F37", "5A", "9F20", "8A", "50", "DF8129", "70", "9F7F"),
  length: fc.nat({ max: 20 }),
});

test("lists and their data come back, and each value stands in its place", () => {
  const value = fc.uint8Array({ maxLength: 24 });
  const values = fc.uniqueArray(
    fc.tuple(
      entry.map(({ tag }) => tag),
      value,
    ),
    { selector: ([tag]) => tag },
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), values, (entries, pairs) => {
      const map = new Map<string, Uint8Array>(pairs);
      expect(decodeDol(encodeDol(entries))).toEqual(entries);
      const data = buildDolData(entries, map);
      expect(data).toHaveLength(dolDataLength(entries));
      for (const [index, part] of splitDolData(entries, data).entries()) {
        expect(part.tag).toBe(entries[index]?.tag);
        expect(part.value).toHaveLength(entries[index]?.length ?? -1);
        const given = map.get(part.tag);
        if (given?.length === part.value.length && part.tag !== "70") expect(part.value).toEqual(given);
      }
    }),
  );
});

test.each([
  ["numeric, too short: zeros before it", "9F0206", { "9F02": "1234" }, "000000001234"],
  ["numeric, too long: the left goes", "9F0202", { "9F02": "000000123456" }, "3456"],
  ["compressed numeric, too short: F behind it", "5A04", { "5A": "1234" }, "1234FFFF"],
  ["compressed numeric, too long: the right goes", "5A01", { "5A": "1234" }, "12"],
  ["binary, too short: zeros behind it", "9F3704", { "9F37": "ABCD" }, "ABCD0000"],
  ["binary, too long: the right goes", "9F3701", { "9F37": "ABCD" }, "AB"],
  ["text, too short: zeros behind it", "9F1E04", { "9F1E": "4142" }, "41420000"],
  ["a tag that nobody knows is taken for binary", "9F7F03", { "9F7F": "AB" }, "AB0000"],
  ["a template is zeros", "7003", { "70": "950100" }, "000000"],
  ["what is not there is zeros", "9505", {}, "0000000000"],
])("%s", (_, dol, values, data) => {
  expect(toHex(buildDolData(decodeDol(fromHex(dol)), valuesOf(values)))).toBe(data);
});

test("any bytes are a list or refused", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      survives(() => expect(encodeDol(decodeDol(bytes))).toEqual(bytes));
      survives(() => expect(fromHex(decodeTagList(bytes).join(""))).toEqual(bytes));
    }),
  );
});

test("what is not a list is refused", () => {
  expect(() => decodeDol(fromHex("0001"))).toThrow("There is no tag at byte 0.");
  expect(() => decodeDol(fromHex("9F"))).toThrow("Tag 9F at byte 0 is cut off.");
  expect(() => decodeDol(new Uint8Array(253).fill(0x9a))).toThrow("has 253 bytes, EMV knows 252");
  expect(() => splitDolData([{ tag: "9A", length: 3 }], new Uint8Array(2))).toThrow("asks for 3 bytes, there are 2");
  expect(() => encodeDol([{ tag: "9A", length: 256 }])).toThrow("256 is not a length of 0 to 255");
  expect(() => encodeDol([{ tag: "nonsense", length: 1 }])).toThrow("A tag is one to three bytes");
  expect(decodeTagList(fromHex("82"))).toEqual(["82"]);
});

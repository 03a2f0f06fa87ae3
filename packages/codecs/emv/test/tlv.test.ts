import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodeTlv,
  encodeTlv,
  findAllTags,
  findTag,
  findTlvValue,
  flattenTlv,
  isConstructedTag,
  isTag,
  walkTlv,
  type DataObject,
  type DataObjectInput,
} from "../src/index.ts";
import { anyBytes, countReads, survives } from "./support/bytes.ts";

const primitiveTags = ["82", "95", "9F26", "9F10", "5F2A", "DF8129", "9F00", "4F"];
const constructedTags = ["70", "77", "A5", "BF0C", "E1", "FF8105"];
const value = fc.uint8Array({ maxLength: 300 });
const { object } = fc.letrec<{ object: DataObjectInput }>((tie) => ({
  object: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ tag: fc.constantFrom(...primitiveTags), value }),
    fc.record({ tag: fc.constantFrom(...constructedTags), children: fc.array(tie("object"), { maxLength: 4 }) }),
  ),
}));
const objects = fc.array(object, { maxLength: 5 });

const inputOf = (decoded: readonly DataObject[]): DataObjectInput[] =>
  decoded.map((each) =>
    each.kind === "primitive"
      ? { tag: each.tag, value: new Uint8Array(each.value) }
      : { tag: each.tag, children: inputOf(each.children) },
  );

test("what is written is read again, and says where it stood", () => {
  fc.assert(
    fc.property(objects, (written) => {
      const bytes = encodeTlv(written);
      const read = decodeTlv(bytes);
      expect(inputOf(read)).toEqual(written);
      expect(encodeTlv(read)).toEqual(bytes);
      for (const each of flattenTlv(read)) {
        const tagBytes = each.tag.length / 2;
        expect(toHex(bytes.subarray(each.offset, each.offset + tagBytes))).toBe(each.tag);
        expect(each.value.buffer).toBe(bytes.buffer);
      }
    }),
  );
});

test("walking meets the same objects in the same order, templates first", () => {
  const listed = (read: readonly DataObject[], depth: number): unknown[] =>
    read.flatMap((each) => [
      { tag: each.tag, offset: each.offset, depth, constructed: each.kind === "constructed", value: each.value },
      ...(each.kind === "constructed" ? listed(each.children, depth + 1) : []),
    ]);
  fc.assert(
    fc.property(objects, (written) => {
      const bytes = encodeTlv(written);
      expect([...walkTlv(bytes)]).toEqual(listed(decodeTlv(bytes), 0));
    }),
  );
});

test("finding by tag gives the first in the order of the message, from the tree and from the bytes", () => {
  fc.assert(
    fc.property(objects, fc.constantFrom(...primitiveTags, ...constructedTags), (written, tag) => {
      const bytes = encodeTlv(written);
      const read = decodeTlv(bytes);
      const all = findAllTags(read, tag);
      expect(all.map(({ offset }) => offset)).toEqual(
        [...walkTlv(bytes)].filter((visit) => visit.tag === tag).map(({ offset }) => offset),
      );
      expect(findTag(read, tag)).toBe(all[0]);
      expect(findTlvValue(bytes, tag)).toEqual(all[0]?.value);
    }),
  );
});

test("any bytes are read or refused, and both readers agree which", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      survives(() => decodeTlv(bytes));
      let tree: unknown;
      let walk: unknown;
      survives(() => (tree = decodeTlv(bytes).length));
      survives(() => (walk = [...walkTlv(bytes)].filter(({ depth }) => depth === 0).length));
      expect(walk).toBe(tree);
    }),
    { numRuns: 2_000 },
  );
});

test("a message that is cut off anywhere inside an object is refused", () => {
  const whole = fromHex("770A82025900940408010401");
  for (let length = 1; length < whole.length; length += 1) {
    expect(() => decodeTlv(whole.subarray(0, length))).toThrow(/^TLV object 77 at byte 0: /);
  }
});

/** EMV Book 3, Annex B1: `00` before, between and after objects has no meaning. `FF` begins tags such as FF8105. */
test("zeros between objects are skipped, and nothing else is", () => {
  const padded = decodeTlv(fromHex("0000770800".concat("9C0100", "0000", "8200", "00")));
  expect(padded).toMatchObject([
    {
      tag: "77",
      children: [
        { tag: "9C", offset: 5 },
        { tag: "82", offset: 10 },
      ],
    },
  ]);
  expect(() => decodeTlv(fromHex("9C0100FF"))).toThrow("Tag FF at byte 3 is cut off.");
});

test.each([
  ["9C80", "TLV object 9C at byte 0: the length is indefinite, which EMV does not allow."],
  ["9C850000000001FF", "TLV object 9C at byte 0: the length takes 5 bytes."],
  ["9CFF", "TLV object 9C at byte 0: the length takes 127 bytes."],
  ["9C84FFFFFFFF", "TLV object 9C at byte 0: its value has 4294967295 bytes, but 0 are left."],
  ["9F800101", "Tag 9F80 at byte 0 has a number that begins with zeros."],
  ["9F81828301", "Tag 9F8182 at byte 0 is longer than 3 bytes."],
  ["70039C0201", "TLV object 9C at byte 2: its value has 2 bytes, but 1 are left."],
])("%s is refused", (hex, message) => {
  expect(() => decodeTlv(fromHex(hex))).toThrow(message);
});

test("limits hold", () => {
  const nested = (depth: number): DataObjectInput[] =>
    depth === 0 ? [] : [{ tag: "70", children: nested(depth - 1) }];
  expect(findAllTags(decodeTlv(encodeTlv(nested(16))), "70")).toHaveLength(16);
  expect(() => encodeTlv(nested(17))).toThrow("nested more than 16 deep");
  const deep = fromHex(Array.from({ length: 17 }, (_, index) => `70${toHex(Uint8Array.of(32 - index * 2))}`).join(""));
  expect(() => decodeTlv(deep)).toThrow("TLV templates are nested more than 16 deep at byte 32.");
  expect(() => decodeTlv(fromHex("70027000"), { maxDepth: 1 })).toThrow("nested more than 1 deep at byte 2");
  expect(() => [...walkTlv(fromHex("70027000"), { maxDepth: 1 })]).toThrow("nested more than 1 deep at byte 2");
  expect(() => decodeTlv(new Uint8Array(65_536))).toThrow("TLV data of 65536 bytes, 65535 are taken.");
  expect(() => findTlvValue(new Uint8Array(9), "9C", { maxBytes: 8 })).toThrow("TLV data of 9 bytes, 8 are taken.");
  const big = { tag: "9C", value: new Uint8Array(65_531) };
  expect(encodeTlv([big])).toHaveLength(65_535);
  expect(() => encodeTlv([big, { tag: "9C", value: new Uint8Array() }])).toThrow("TLV data of 65537 bytes");
});

test("walking is lazy: a fault shows when it is reached", () => {
  const walk = walkTlv(fromHex("9C01009C80"));
  expect(walk.next().value).toMatchObject({ tag: "9C", offset: 0 });
  expect(() => walk.next()).toThrow("at byte 3");
  expect(findTlvValue(fromHex("9C01079C80"), "9C")).toEqual(Uint8Array.of(7));
  expect(() => findTlvValue(fromHex("9C01079C80"), "95")).toThrow("at byte 3");
});

test("every tag that can be written is a tag, and says whether it is a template", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 3 }), (bytes) => {
      const tag = toHex(bytes);
      if (isTag(tag)) {
        const [first = 0] = bytes;
        expect(isConstructedTag(tag)).toBe((first & 0x20) !== 0);
        const input = isConstructedTag(tag) ? { tag, children: [] } : { tag, value: new Uint8Array() };
        expect(decodeTlv(encodeTlv([input]))).toMatchObject([{ tag }]);
      } else {
        expect(() => encodeTlv([{ tag, value: new Uint8Array() }])).toThrow("A tag is one to three bytes");
      }
      expect(isTag(tag.toLowerCase())).toBe(isTag(tag) && !/[A-F]/.test(tag));
    }),
    { numRuns: 2_000 },
  );
});

test("hostile input is read once, whatever its shape", () => {
  const size = 65_535;
  const shapes: readonly Uint8Array[] = [
    new Uint8Array(size),
    new Uint8Array(size).map((_, index) => (index % 2 ? 0 : 0x9c)),
    new Uint8Array(size).map((_, index) => (index % 2 ? 0 : 0x70)),
    new Uint8Array(size).fill(0x9c),
    new Uint8Array(size).fill(0x9f),
    encodeTlv(
      Array.from({ length: 12 }).reduce<DataObjectInput[]>(
        (inside) => [{ tag: "70", children: inside }],
        Array.from({ length: 20_000 }, () => ({ tag: "9C", value: new Uint8Array(1) })),
      ),
    ),
  ];
  const parsers = [
    (bytes: Uint8Array) => decodeTlv(bytes),
    (bytes: Uint8Array) => [...walkTlv(bytes)],
    (bytes: Uint8Array) => findTlvValue(bytes, "9F26"),
  ];
  for (const bytes of shapes) {
    for (const parse of parsers) {
      // A byte of padding is looked at twice: to skip it, and to see where the next object begins.
      expect(countReads(bytes, (counted) => survives(() => parse(counted)))).toBeLessThanOrEqual(bytes.length * 2);
    }
  }
  expect(countReads(new Uint8Array(100), (bytes) => bytes.forEach((_, index) => bytes[index]))).toBe(100);
});

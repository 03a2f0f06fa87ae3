import { toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { compileBitmappedField, compileDialect } from "../src/index.ts";
import { berTags } from "./support/ber-tags.ts";
import { postilion127, routenet55 } from "./support/subfields.ts";
import { bytesOf, dialectOf, inWords, plain, statedFields, statedSubfields, vectors } from "./support/vectors.ts";

describe("published and generated messages", () => {
  test("there are ninety-six of them", () => {
    expect(vectors).toHaveLength(96);
    expect(vectors.filter(({ origin }) => origin === "published")).toHaveLength(48);
  });

  // None of them is written in a form that an encoder has to choose another for, so none is excepted.
  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const codec = compileDialect(dialectOf(vector));
    const message = codec.decode(bytesOf(vector));
    const stated = statedFields(vector);
    expect(message.mti).toBe(stated.mti);
    expect(inWords(message.fields)).toEqual({
      ...inWords(wholeOfParts(vector.name, message.fields)),
      ...stated.fields,
    });
    expect(message.header === undefined ? undefined : toHex(message.header)).toBe(vector.header_hex);
    expect(toHex(codec.encode(message))).toBe(vector.hex);
  });
});

/** Fields that a vector states by their parts only; the parts have tests of their own below. */
function wholeOfParts(name: string, fields: Readonly<Record<number, string | Uint8Array>>): Record<number, Uint8Array> {
  const number = byParts[name];
  const value = number === undefined ? undefined : fields[number];
  return number !== undefined && value instanceof Uint8Array ? { [number]: value } : {};
}

const byParts: Readonly<Record<string, number>> = { "jpos-postilion-0620": 127, "jpos-iso93-ebcdic-emv-1100": 55 };

describe("fields inside fields", () => {
  test.each([
    ["jpos-postilion-0620", 127, postilion127],
    ["jpos-iso93-ebcdic-emv-1100", 55, routenet55],
  ] as const)("%s, field %d", (name, number, format) => {
    const vector = vectors.find((each) => each.name === name);
    if (vector === undefined) throw new Error(`no vector ${name}`);
    const outer = compileDialect(dialectOf(vector)).decode(bytesOf(vector)).fields[number];
    if (!(outer instanceof Uint8Array)) throw new Error("the field is not bytes");
    const codec = compileBitmappedField(format);
    const value = codec.decode(outer);
    const parts: Record<string, string> = { ...inWords(value.fields) };
    if (value.header !== undefined) parts["header"] = toHex(value.header);
    const stated = statedSubfields(vector).map(([key, part]) => [key.split(".")[1], plain(part)] as const);
    expect(parts).toEqual(Object.fromEntries(stated));
    expect(codec.encode(value)).toEqual(outer);
  });

  const tagged = vectors.filter((vector) => byParts[vector.name] === undefined && statedSubfields(vector).length > 0);

  test("six messages state the tags of their chip data", () => {
    expect(tagged.map(({ name }) => name)).toHaveLength(6);
  });

  test.each(tagged.map((vector) => [vector.name, vector] as const))("%s, tags of field 55", (_, vector) => {
    const chipData = compileDialect(dialectOf(vector)).decode(bytesOf(vector)).fields[55];
    const stated = statedSubfields(vector).map(([key, value]) => [key.slice(3), plain(value)] as const);
    expect(berTags(chipData)).toEqual(Object.fromEntries(stated));
  });
});

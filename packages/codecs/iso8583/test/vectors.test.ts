import { toHex } from "@tillwire/bytes";
import { describe, expect, test } from "vitest";
import { compileDialect } from "../src/index.ts";
import { bytesOf, dialectOf, inWords, statedFields, statedSubfields, vectors } from "./support/vectors.ts";

describe("published messages", () => {
  test("there are ninety-six of them", () => {
    expect(vectors).toHaveLength(96);
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
    const codec = compileDialect(dialectOf(vector));
    const message = codec.decode(bytesOf(vector));
    const stated = statedFields(vector);
    const composite = new Set(statedSubfields(vector).map(([key]) => key.split(".")[0]));
    const fields = Object.entries(inWords(message.fields)).filter(
      ([key]) => stated.fields[Number(key)] !== undefined || !composite.has(key),
    );
    expect(message.mti).toBe(stated.mti);
    expect(Object.fromEntries(fields)).toEqual(stated.fields);
    expect(message.header === undefined ? undefined : toHex(message.header)).toBe(vector.header_hex);
    expect(toHex(codec.encode(message))).toBe(vector.hex);
  });
});

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fromHex, toHex } from "../src/index.ts";

test("bytes come back from their hexadecimal, in either case", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(fromHex(toHex(bytes).toLowerCase())).toEqual(bytes);
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex").toUpperCase());
    }),
  );
});

test("whatever is not hexadecimal is refused, without repeating it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }).filter((text) => !/^([0-9a-f]{2})*$/i.test(text)),
      (text) => {
        expect(() => fromHex(text)).toThrow(expect.objectContaining({ code: "FRAME_INVALID", effect: "possible" }));
      },
    ),
  );
  expect(() => fromHex("411")).toThrow("Hexadecimal text has an odd length, 3.");
  expect(() => fromHex("41 1")).toThrow("Not a hexadecimal digit at character 2.");
});

/** Card data never leaves: not through tags, not through words. */
import { fromHex, toHex } from "@tillwire/bytes";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  cardDataTags,
  decodeEmvTags,
  decodeTlv,
  describe,
  describeObjects,
  encodeEmvTags,
  encodeTlv,
  findTruncatedPan,
  flattenTlv,
  holdsCardData,
  isConstructedTag,
  tagDictionary,
  toEmvTags,
  truncatedPanIn,
  withoutCardData,
  withoutCardDataObjects,
  type DataObjectInput,
} from "../src/index.ts";
import { anyBytes, survives } from "./support/bytes.ts";

const pan = "4761739001010119";
/** A record with number, track and name of a published test card. */
const record = decodeTlv(
  fromHex(
    "703F57134761739001010119D22122011143804400000F5F2008444F452F4A4F484E5A084761739001010119" +
      "5F3401019F0702FF808E0A00000000000000001F00",
  ),
);

test("a record becomes tags without its number, track and name", () => {
  expect(toEmvTags(record)).toEqual({ "5F34": "01", "9F07": "FF80", "8E": "00000000000000001F00" });
  expect(findTruncatedPan(record)).toBe("476173******0119");
  expect(record.map(holdsCardData)).toEqual([true]);
  expect(flattenTlv(withoutCardDataObjects(record)).map(({ tag }) => tag)).toEqual(["5F34", "9F07", "8E"]);
});

test("a set is described with the number truncated and nothing else of it", () => {
  expect(describe(record)).toBe(
    [
      "70     READ RECORD Response Message Template",
      "  57     Track 2 Equivalent Data: 476173******0119",
      "  5F20   Cardholder Name: (8 bytes of card data, not shown)",
      "  5A     Application Primary Account Number (PAN): 476173******0119",
      "  5F34   Application Primary Account Number (PAN) Sequence Number: 01",
      "  9F07   Application Usage Control: FF80",
      ...[
        "Valid for domestic cash transactions",
        "Valid for international cash transactions",
        "Valid for domestic goods",
        "Valid for international goods",
        "Valid for domestic services",
        "Valid for international services",
        "Valid at ATMs",
        "Valid at terminals other than ATMs",
        "Domestic cashback allowed",
      ].map((phrase) => `         - ${phrase}`),
      "  8E     Cardholder Verification Method (CVM) List: 00000000000000001F00",
      "         - Always; No CVM required; fail cardholder verification if this CVM is unsuccessful",
    ].join("\n"),
  );
});

test("tags are described with amounts in their currency, and what cannot be read says so", () => {
  const tags = {
    "9F02": "000000001050",
    "5F2A": "0978",
    "9F10": "06010A03A00000",
    "84": "A0000000031010",
    "9F37": "1",
  };
  expect(describe(tags)).toContain("9F02   Amount, Authorised (Numeric): 000000001050\n       - 10.50 EUR");
  expect(describe(tags)).toContain("CVN10");
  expect(describe({ ...tags, "84": "A0000000041010" })).not.toContain("CVN10");
  expect(describe(tags)).toContain("9F37   cannot be read");
  expect(describe({ [pan]: "00", "70": "9F" })).toBe("70     cannot be read\n?      cannot be read");
  expect(describe({ "9F02": "000000001050", "5F2A": "0392" })).toContain("1050 JPY");
  expect(describe({ "9F02": "000000000005", "5F2A": "0414" })).toContain("0.005 KWD");
  expect(describe({ "9F02": "000000001050" })).not.toContain("- ");
  expect(describe([])).toBe("");
});

test("card data in templates, under unknown tags and under no tag goes, and the rest stays", () => {
  const clean = { "9F26": "A1B2C3D4E5F60708", "95": "8000048000", DF01: "0102", "71": "8600", "9F10": "" };
  const soiled = {
    ...clean,
    "5A": pan,
    "70": `5A08${pan}`,
    "72": "860200", // cut off
    DF02: `00${pan}`,
    "9F7C": `${pan}000000000000000000000000`,
    DF03: toHex(new TextEncoder().encode(`x${pan}y`)),
    DF04: `0${pan}F`,
    pan,
    "9F37": "nonsense",
  };
  expect(withoutCardData(soiled)).toEqual(clean);
  expect(withoutCardData(clean)).toEqual(clean);
});

test("every tag that is card data goes, from a tree and from tags", () => {
  for (const tag of cardDataTags) {
    const objects = decodeTlv(
      encodeTlv([
        {
          tag: "E1",
          children: [
            { tag, value: fromHex(pan) },
            { tag: "9C", value: fromHex("00") },
          ],
        },
      ]),
    );
    expect(toEmvTags(objects)).toEqual({ "9C": "00" });
    expect(withoutCardData({ [tag]: pan, E1: `${tag}08${pan}`, "9C": "00" })).toEqual({ "9C": "00" });
    expect(describe(objects)).not.toContain(pan);
  }
});

/** Anything that may stand in a set, with one card number wherever a card number may stand. */
const known = [...tagDictionary.keys(), "DF01", "DF7F", "C1"].filter((tag) => !isConstructedTag(tag));
const canary = fc
  .tuple(fc.constantFrom(...cardDataTags, "DF01", "C1"), fc.nat({ max: 8 }), fc.nat({ max: 8 }), fc.boolean())
  .map(([tag, before, after, asText]): DataObjectInput => {
    const middle = asText ? new TextEncoder().encode(pan) : fromHex(pan);
    return { tag, value: Uint8Array.of(...new Uint8Array(before), ...middle, ...new Uint8Array(after)) };
  });
const { object } = fc.letrec<{ object: DataObjectInput }>((tie) => ({
  object: fc.oneof(
    { depthSize: "small" },
    canary,
    fc.record({ tag: fc.constantFrom(...known), value: fc.uint8Array({ maxLength: 20 }) }),
    fc.record({ tag: fc.constantFrom("70", "77", "BF0C", "72"), children: fc.array(tie("object"), { maxLength: 4 }) }),
  ),
}));

test("a canary never comes out", () => {
  const packed = pan;
  const text = toHex(new TextEncoder().encode(pan));
  const isClean = (output: string): boolean => !output.includes(packed) && !output.includes(text);
  fc.assert(
    fc.property(fc.array(object, { maxLength: 6 }), (inputs) => {
      const objects = decodeTlv(encodeTlv(inputs));
      const cleared = withoutCardDataObjects(objects);
      expect(isClean(toHex(encodeTlv(cleared)))).toBe(true);
      expect(cleared.some(holdsCardData)).toBe(false);
      for (const each of cleared) {
        if (each.kind === "constructed") expect(encodeTlv(decodeTlv(each.value))).toEqual(encodeTlv(each.children));
      }
      expect(isClean(describe(objects))).toBe(true);
      expect(isClean(JSON.stringify(describeObjects(objects)))).toBe(true);
      survives(() => expect(isClean(JSON.stringify(toEmvTags(objects)))).toBe(true));
      const byTag = Object.fromEntries(objects.map(({ tag, value }) => [tag, toHex(value)]));
      expect(isClean(JSON.stringify(withoutCardData(byTag)))).toBe(true);
      expect(isClean(describe(byTag))).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  // The canary is found when nothing takes it out.
  expect(isClean(toHex(encodeTlv(decodeTlv(encodeTlv([{ tag: "5A", value: fromHex(pan) }])))))).toBe(false);
});

test("tags come back from bytes, in an order that is asked for", () => {
  const tags = { "9F26": "A1B2C3D4E5F60708", "82": "5900", "72": "9F180411223344860200B0", "9F36": "0001" };
  const bytes = encodeEmvTags(tags, ["9F26", "9F36", "5A"]);
  expect(toHex(bytes)).toBe("9F2608A1B2C3D4E5F607089F36020001720B9F180411223344860200B082025900");
  expect(decodeEmvTags(bytes)).toEqual(tags);
  expect(() => decodeEmvTags(fromHex("9C01009C0100"))).toThrow("Tag 9C stands there more than once.");
  expect(() => encodeEmvTags({ nonsense: "" })).toThrow("A tag is one to three bytes");
  fc.assert(fc.property(anyBytes, (bytes2) => survives(() => decodeEmvTags(bytes2))));
});

test("a number is read from wherever it stands, or from nowhere", () => {
  expect(truncatedPanIn("5A", fromHex("374245001741007F"))).toBe("374245*****1007");
  expect(truncatedPanIn("9F6B", fromHex("5413330089600044D14122010123409172"))).toBe("541333******0044");
  expect(truncatedPanIn("56", new TextEncoder().encode(`B${pan}^DOE/JOHN^2212201`))).toBe("476173******0119");
  expect(truncatedPanIn("57", fromHex("00"))).toBeUndefined();
  expect(truncatedPanIn("5A", fromHex("12"))).toBeUndefined();
  expect(truncatedPanIn("9F26", fromHex(pan))).toBeUndefined();
  expect(findTruncatedPan(decodeTlv(fromHex("9C0100")))).toBeUndefined();
});

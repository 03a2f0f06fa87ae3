/** The dictionary against five public dictionaries: what at least two of them say has to stand here. */
import { expect, test } from "vitest";
import { cardDataTags, isConstructedTag, isTag, tagDictionary } from "../src/index.ts";
import { readEntries } from "./support/vectors.ts";

interface PublicEntry {
  readonly tag: string;
  readonly name: string;
  readonly otherNames: readonly string[];
  readonly format: string | null;
  readonly formatConflict: readonly string[] | null;
  readonly source: string | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly templates: readonly string[];
  readonly verified: boolean;
}

const publicEntries = readEntries<PublicEntry>("emv-tags").filter(({ verified }) => verified);
/** The dictionaries merge kernels under these tags: for 9F66 the length of kernel 2 with the name of kernel 3. */
const mergedFromKernels = new Set(["9F66"]);

const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/\(.*?\)|[^a-z0-9 ]/g, "")
    .trim()
    .replaceAll(/ +/g, " ");

test("there are enough of them", () => expect(publicEntries).toHaveLength(155));

test.each(publicEntries)("$tag $name", (entry) => {
  const known = tagDictionary.get(entry.tag);
  expect(known?.tag).toBe(entry.tag);
  const plain = plainName(known?.name ?? "");
  const names = [entry.name, ...entry.otherNames].map(plainName);
  expect(names.some((name) => name.startsWith(plain) || plain.startsWith(name))).toBe(true);
  const formats = [entry.format, ...(entry.formatConflict ?? [])].map((format) => (format === "h" ? "b" : format));
  expect(formats).toContain(known?.format);
  expect(known?.sources.join("/")).toBe(known?.tag === "9F66" ? "terminal" : (entry.source?.toLowerCase() ?? ""));
  if (!mergedFromKernels.has(entry.tag)) {
    expect(known?.minBytes).toBe(entry.minLength ?? (entry.maxLength === null ? undefined : 0));
    expect(known?.maxBytes).toBe(entry.maxLength ?? undefined);
  }
  expect(known?.templates).toEqual(entry.templates);
});

test("every entry is a tag that stands there once, with bounds in order", () => {
  for (const [tag, entry] of tagDictionary) {
    expect(isTag(tag)).toBe(true);
    expect(entry.tag).toBe(tag);
    expect(entry.constructed).toBe(isConstructedTag(tag));
    expect(entry.minBytes ?? 0).toBeLessThanOrEqual(entry.maxBytes ?? Infinity);
    for (const template of entry.templates) expect(isTag(template)).toBe(true);
    expect(entry.cardData).toBe(cardDataTags.has(tag));
  }
  expect(tagDictionary.size).toBe(175);
});

test("the tags that an honest reader never lets go of in clear are card data", () => {
  for (const tag of ["56", "57", "5A", "99", "5F20", "9F0B", "9F1F", "9F20", "9F6B", "9F46", "9F2D"]) {
    expect(tagDictionary.get(tag)).toMatchObject({ tag, cardData: true });
  }
  for (const tag of ["9F26", "9F10", "95", "82", "9F25", "5F34", "9F36"]) {
    expect(tagDictionary.get(tag)).toMatchObject({ tag, cardData: false });
  }
});

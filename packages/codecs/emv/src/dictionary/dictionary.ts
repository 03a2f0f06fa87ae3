/** The dictionary of data elements, prepared once. */
import { cardDataTags } from "@tillwire/plugin-api/card-data";
import { isConstructedTag } from "../tlv/tag.ts";
import { bookEntries } from "./book-entries.ts";
import type { EntryRow, TagEntry, TagSource } from "./entry.ts";
import { kernelEntries } from "./kernel-entries.ts";

const sourcesByName: Readonly<Record<string, readonly TagSource[]>> = {
  "": [],
  icc: ["icc"],
  terminal: ["terminal"],
  issuer: ["issuer"],
  "issuer terminal": ["issuer", "terminal"],
};

function toEntry([tag, name, format, sources, bytes, templates]: EntryRow, kernelSpecific: boolean): TagEntry {
  return Object.freeze({
    tag,
    name,
    format,
    sources: sourcesByName[sources] ?? [],
    ...bounds(bytes),
    templates: templates === "" ? [] : templates.split(" "),
    constructed: isConstructedTag(tag),
    cardData: cardDataTags.has(tag),
    kernelSpecific,
  });
}

function bounds(bytes: EntryRow[4]): Pick<TagEntry, "minBytes" | "maxBytes"> {
  if (bytes === "any") return {};
  const [minBytes, maxBytes] = typeof bytes === "number" ? [bytes, bytes] : bytes;
  return { minBytes, maxBytes };
}

/** Every data element that this package knows, by tag, in the order of the tags. */
export const tagDictionary: ReadonlyMap<string, TagEntry> = new Map(
  [...bookEntries.map((row) => toEntry(row, false)), ...kernelEntries.map((row) => toEntry(row, true))].map(
    (entry) => [entry.tag, entry] as const,
  ),
);

/** EMV data for people: names, values, and what the values mean. Card data is shown truncated or not at all. */
import { fromHex, toHex } from "@tillwire/bytes";
import { TillwireError, type EmvTags } from "@tillwire/plugin-api";
import { truncatedPanIn } from "../card-data/truncated-pan.ts";
import { holdsCardData } from "../card-data/without-card-data.ts";
import { tagDictionary } from "../dictionary/dictionary.ts";
import { describeValue } from "../fields/words.ts";
import type { DataObject } from "../tlv/data-object.ts";
import { decodeTlv } from "../tlv/decode.ts";
import { flattenTlv } from "../tlv/find.ts";
import { isConstructedTag, isTag } from "../tlv/tag.ts";
import { amountWords, currencyOf } from "./amount-words.ts";

/** One data object, ready to be shown. Nothing in it is card data in clear. */
export interface DescribedObject {
  readonly tag: string;
  /** EMV's name for it, or `Unknown tag`. */
  readonly name: string;
  /** 0 for objects that stand in no template. */
  readonly depth: number;
  /** Hexadecimal; empty for a template; for card data what may be shown of it. */
  readonly value: string;
  /** What the value means, phrase by phrase. */
  readonly words: readonly string[];
}

/** Tags that tell whose application it is: dedicated file name, terminal's AID, card's AID. */
const applicationTags = ["84", "9F06", "4F"];
const unreadable = "cannot be read";

/**
 * Describes a set of EMV data, templates before what is inside them.
 * @example describeObjects(decodeTlv(fromHex("9F270180")))[0].words // ["Authorisation request cryptogram (ARQC): …"]
 */
export function describeObjects(objects: readonly DataObject[]): DescribedObject[] {
  const all = flattenTlv(objects);
  const applicationId = all.find(({ tag }) => applicationTags.includes(tag))?.value;
  const context = {
    applicationId: applicationId ? toHex(applicationId) : undefined,
    currency: currencyOf(all),
  };
  const describeAt = (object: DataObject, depth: number): DescribedObject[] => {
    const { tag } = object;
    const head = { tag, name: tagDictionary.get(tag)?.name ?? "Unknown tag", depth };
    if (object.kind === "constructed") {
      return [{ ...head, value: "", words: [] }, ...object.children.flatMap((child) => describeAt(child, depth + 1))];
    }
    if (holdsCardData(object)) return [{ ...head, value: hiddenValue(object.tag, object.value), words: [] }];
    const amount = amountWords(tag, object.value, context.currency);
    const words = amount ?? describeValue(tag, object.value, context.applicationId);
    return [{ ...head, value: toHex(object.value), words }];
  };
  return objects.flatMap((object) => describeAt(object, 0));
}

function hiddenValue(tag: string, value: Uint8Array): string {
  return truncatedPanIn(tag, value) ?? `(${value.length} bytes of card data, not shown)`;
}

/**
 * A set of EMV data as lines of text: tag, name and value, below them what the value means. Takes a tree or `EmvTags`;
 * of the latter an entry that cannot be read says so.
 */
export function describe(tlv: readonly DataObject[] | EmvTags): string {
  const described = isTree(tlv) ? describeObjects(tlv) : describeTags(tlv);
  return described.map(lines).join("\n");
}

function isTree(tlv: readonly DataObject[] | EmvTags): tlv is readonly DataObject[] {
  return Array.isArray(tlv);
}

function describeTags(tags: EmvTags): DescribedObject[] {
  const broken: DescribedObject[] = [];
  const objects = Object.entries(tags).flatMap(([tag, hex]): DataObject[] => {
    const object = toObject(tag, hex);
    // Under a name that is no tag anything could stand, so neither is shown.
    if (!object) broken.push({ tag: isTag(tag) ? tag : "?", name: unreadable, depth: 0, value: "", words: [] });
    return object ? [object] : [];
  });
  return [...describeObjects(objects), ...broken];
}

function toObject(tag: string, hex: string): DataObject | undefined {
  if (!isTag(tag)) return undefined;
  try {
    const value = fromHex(hex);
    if (!isConstructedTag(tag)) return { kind: "primitive", tag, offset: 0, value };
    return { kind: "constructed", tag, offset: 0, value, children: decodeTlv(value) };
  } catch (error) {
    if (TillwireError.is(error)) return undefined;
    throw error;
  }
}

function lines({ tag, name, depth, value, words }: DescribedObject): string {
  const indent = "  ".repeat(depth);
  const head = `${indent}${tag.padEnd(6)} ${name}${value === "" ? "" : `: ${value}`}`;
  return [head, ...words.map((phrase) => `${indent}       - ${phrase}`)].join("\n");
}

/** Sets of EMV data without the card data in them: what may go into a journal, to a gateway and to a POS. */
import { fromHex } from "@tillwire/bytes";
import { TillwireError, type EmvTags } from "@tillwire/plugin-api";
import { cardDataTags } from "@tillwire/plugin-api/card-data";
import { tagDictionary } from "../dictionary/dictionary.ts";
import type { DataObject } from "../tlv/data-object.ts";
import { decodeTlv } from "../tlv/decode.ts";
import { encodeTlv } from "../tlv/encode.ts";
import { isConstructedTag, isTag } from "../tlv/tag.ts";
import { looksLikeCardNumber } from "./card-number-search.ts";
import { freeFormTags } from "./free-form-tags.ts";

/**
 * The tags without those that are card data ({@link cardDataTags}), hold it inside a template, look like a card number
 * under a tag that is not in the dictionary or free for anything, or cannot be read. Everything else stays as it is.
 */
export function withoutCardData(tags: EmvTags): EmvTags {
  return Object.fromEntries(Object.entries(tags).filter(([tag, hex]) => !isCardData(tag, hex)));
}

function isCardData(tag: string, hex: string): boolean {
  if (!isTag(tag)) return true; // under a name that is none anything could stand
  try {
    const value = fromHex(hex);
    if (isConstructedTag(tag)) return decodeTlv(value).some(holdsCardData);
    return isCardValue(tag, value);
  } catch (error) {
    if (TillwireError.is(error)) return true; // what cannot be read cannot be known to be clean
    throw error;
  }
}

/**
 * The objects without those that are card data, templates cleared of them and written anew. See {@link withoutCardData}.
 * Offsets stay those of the message that was read.
 */
export function withoutCardDataObjects(objects: readonly DataObject[]): DataObject[] {
  return objects.flatMap((object): DataObject[] => {
    if (!holdsCardData(object)) return [object];
    if (object.kind === "primitive") return [];
    const children = withoutCardDataObjects(object.children);
    return [{ ...object, value: encodeTlv(children), children }];
  });
}

/** True for an object that is card data, or has some inside. */
export function holdsCardData(object: DataObject): boolean {
  if (object.kind === "constructed") return cardDataTags.has(object.tag) || object.children.some(holdsCardData);
  return isCardValue(object.tag, object.value);
}

function isCardValue(tag: string, value: Uint8Array): boolean {
  if (cardDataTags.has(tag)) return true;
  return (!tagDictionary.has(tag) || freeFormTags.has(tag)) && looksLikeCardNumber(value);
}

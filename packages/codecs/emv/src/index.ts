/** EMV data: BER-TLV, data object lists, the dictionary of tags, fields in words, card numbers and tracks, masking. */
export { cardDataTags } from "./card-data/card-data-tags.ts";
export { tagDictionary } from "./dictionary/dictionary.ts";
export type { TagEntry, TagFormat, TagSource } from "./dictionary/entry.ts";
export { buildDolData, splitDolData, type DolValue, type TagValues } from "./dol/dol-data.ts";
export { decodeDol, decodeTagList, dolDataLength, encodeDol, type DolEntry } from "./dol/dol.ts";
export type {
  ConstructedDataObject,
  ConstructedInput,
  DataObject,
  DataObjectInput,
  PrimitiveDataObject,
  PrimitiveInput,
} from "./tlv/data-object.ts";
export { decodeTlv } from "./tlv/decode.ts";
export { encodeTlv } from "./tlv/encode.ts";
export { findAllTags, findTag, flattenTlv } from "./tlv/find.ts";
export type { TlvLimits } from "./tlv/limits.ts";
export { isConstructedTag, isTag } from "./tlv/tag.ts";
export { findTlvValue, walkTlv, type TlvVisit } from "./tlv/walk.ts";

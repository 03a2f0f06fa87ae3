/** EMV data: BER-TLV, data object lists, the dictionary of tags, fields in words, card numbers and tracks, masking. */
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

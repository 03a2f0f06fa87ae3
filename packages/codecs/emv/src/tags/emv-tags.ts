/** `EmvTags` of `@tillwire/plugin-api` from TLV and back: what plugins, engine and gateways pass between them. */
import { decodeError, fromHex, toHex } from "@tillwire/bytes";
import type { EmvTags } from "@tillwire/plugin-api";
import { withoutCardDataObjects } from "../card-data/without-card-data.ts";
import type { DataObject, DataObjectInput } from "../tlv/data-object.ts";
import { decodeTlv } from "../tlv/decode.ts";
import { encodeTlv } from "../tlv/encode.ts";
import type { TlvLimits } from "../tlv/limits.ts";
import { isConstructedTag } from "../tlv/tag.ts";

/** Issuer scripts (Book 3, section 10.10): their commands stand in an order and under one tag, so they stay whole. */
const wholeTemplates: ReadonlySet<string> = new Set(["71", "72"]);

/**
 * The data elements of a set by tag, taken out of their templates, issuer scripts (71, 72) whole. Card data is left out:
 * `EmvTags` never hold any.
 * @throws TillwireError `FRAME_INVALID` when a tag stands there twice: which one counts nobody can say (Book 3, section
 * 10.2, tells a terminal to end there).
 */
export function toEmvTags(objects: readonly DataObject[]): EmvTags {
  const tags: Record<string, string> = {};
  const add = (object: DataObject): void => {
    if (object.kind === "constructed" && !wholeTemplates.has(object.tag)) return object.children.forEach(add);
    if (Object.hasOwn(tags, object.tag)) throw decodeError(`Tag ${object.tag} stands there more than once.`);
    tags[object.tag] = toHex(object.value);
  };
  withoutCardDataObjects(objects).forEach(add);
  return tags;
}

/** {@link toEmvTags} of bytes. @throws TillwireError `FRAME_INVALID` as {@link decodeTlv}, too. */
export function decodeEmvTags(bytes: Uint8Array, limits: TlvLimits = {}): EmvTags {
  return toEmvTags(decodeTlv(bytes, limits));
}

/**
 * The bytes of a set of tags, as in field 55 of ISO 8583. Tags that `order` names come first, in that order; objects of
 * JavaScript keep tags of digits only (95, 82) before the others, so name an order where the receiver wants one.
 * @throws TillwireError `REQUEST_INVALID` for a tag that is none, `FRAME_INVALID` for a value that is not hexadecimal or a
 * template that is not TLV.
 */
export function encodeEmvTags(tags: EmvTags, order: readonly string[] = []): Uint8Array {
  const first = new Set(order.filter((tag) => Object.hasOwn(tags, tag)));
  const inOrder = [...first, ...Object.keys(tags).filter((tag) => !first.has(tag))];
  return encodeTlv(inOrder.map((tag) => toInput(tag, fromHex(tags[tag] ?? ""))));
}

function toInput(tag: string, value: Uint8Array): DataObjectInput {
  return isConstructedTag(tag) ? { tag, children: decodeTlv(value) } : { tag, value };
}

/** TLV from a card, read strictly: what is wrong ends the transaction (EMV Book 3, section 7.5). */
import { TillwireError } from "@tillwire/plugin-api";
import { decodeTlv } from "@tillwire/emv";
import type { DataObject } from "@tillwire/emv";

/** No response of a card is longer. */
const maxResponseBytes = 256;

/** The only object in `bytes`, when it is a template of that tag; else `undefined`. */
export function templateIn(bytes: Uint8Array, tag: string): readonly DataObject[] | undefined {
  const [object, ...more] = objectsIn(bytes) ?? [];
  return object?.kind === "constructed" && object.tag === tag && more.length === 0 ? object.children : undefined;
}

/** All objects in `bytes`, or `undefined` when it is not TLV. */
export function objectsIn(bytes: Uint8Array): readonly DataObject[] | undefined {
  try {
    return decodeTlv(bytes, { maxBytes: maxResponseBytes });
  } catch (thrown) {
    if (TillwireError.is(thrown)) return undefined; // a card's fault, and the caller says what follows
    throw thrown;
  }
}

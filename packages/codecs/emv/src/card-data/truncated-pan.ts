/** The card number of a set of EMV data, truncated where it is parsed. */
import { TillwireError, truncatePan, type TruncatedPan } from "@tillwire/plugin-api";
import { unpackDigits } from "@tillwire/bytes";
import type { DataObject } from "../tlv/data-object.ts";
import { flattenTlv } from "../tlv/find.ts";
import { decodeTrack1Data } from "./track-1.ts";
import { decodeTrack2Equivalent } from "./track-2.ts";

type PanReader = (value: Uint8Array) => string;

/** Application PAN: digits from the left, filled up with `F` (format cn). */
const readPan: PanReader = (value) => unpackDigits(value, value.length * 2).replace(/F+$/, "");
const readers: ReadonlyMap<string, PanReader> = new Map([
  ["5A", readPan],
  ["57", (value) => decodeTrack2Equivalent(value).pan],
  ["9F6B", (value) => decodeTrack2Equivalent(value).pan],
  ["56", (value) => decodeTrack1Data(value).pan],
]);

/** The card number in the value of 5A, 57, 9F6B or 56, truncated; `undefined` for other tags and for values that hold none. */
export function truncatedPanIn(tag: string, value: Uint8Array): TruncatedPan | undefined {
  try {
    const digits = readers.get(tag)?.(value);
    return digits === undefined ? undefined : truncatePan(digits);
  } catch (error) {
    if (TillwireError.is(error)) return undefined; // not a card number: then there is none to show
    throw error;
  }
}

/** The truncated card number of a set of EMV data, from whichever object holds it. */
export function findTruncatedPan(objects: readonly DataObject[]): TruncatedPan | undefined {
  for (const { tag, value } of flattenTlv(objects)) {
    const pan = truncatedPanIn(tag, value);
    if (pan !== undefined) return pan;
  }
  return undefined;
}

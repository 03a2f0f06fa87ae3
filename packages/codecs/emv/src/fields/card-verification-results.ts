/** What the card found in this and the last transaction, out of the issuer application data. */
import type { BitField, FieldBit } from "./bit-field.ts";
import { ccdBits, mchipBits, visaBits, visaMobileBits } from "./card-verification-bits.ts";
import { defineCodes } from "./code-table.ts";
import type { IssuerApplicationData } from "./issuer-application-data.ts";

/** Card verification results. */
export interface CardVerificationResults {
  readonly firstGenerateAc: ReturnType<typeof firstCryptograms.name>;
  readonly secondGenerateAc: ReturnType<typeof secondCryptograms.name>;
  /** Tries that are left, where the layout says so. */
  readonly pinTryCounter?: number;
  /** Script commands that the card carried out. */
  readonly scriptCount: number;
  readonly bits: readonly FieldBit[];
}

export const firstCryptograms = defineCodes([
  [0x00, "aac", "First GENERATE AC returned AAC"],
  [0x10, "tc", "First GENERATE AC returned TC"],
  [0x20, "arqc", "First GENERATE AC returned ARQC"],
]);

export const secondCryptograms = defineCodes([
  [0x00, "aac", "Second GENERATE AC returned AAC"],
  [0x40, "tc", "Second GENERATE AC returned TC"],
  [0x80, "not-requested", "Second GENERATE AC not requested"],
]);

/** A nibble of the bytes that `bits` describes, from 0. */
type Nibble = readonly [byte: number, half: "high" | "low"];

interface Shape {
  /** Where the bytes that `bits` describes begin. Their first one holds the cryptogram types in its high half. */
  readonly start: number;
  readonly bits: BitField;
  readonly scriptCount: Nibble;
  readonly pinTryCounter?: Nibble;
}

const ccdShape: Shape = { start: 0, bits: ccdBits, scriptCount: [3, "high"], pinTryCounter: [1, "high"] };
const visaShape: Shape = { start: 0, bits: visaBits, scriptCount: [2, "high"] };
const visaMobileShape: Shape = { start: 1, bits: visaMobileBits, scriptCount: [2, "high"] };
const mchipShape: Shape = { start: 0, bits: mchipBits, scriptCount: [2, "high"], pinTryCounter: [2, "low"] };

function shapeOf(data: Exclude<IssuerApplicationData, { layout: "unknown" }>): Shape {
  if (data.layout === "ccd") return ccdShape;
  if (data.layout === "mchip") return mchipShape;
  return data.iadFormat === 2 || data.iadFormat === 4 ? visaMobileShape : visaShape;
}

/** The card verification results of issuer application data, or `undefined` when its layout is unknown. */
export function decodeCardVerificationResults(data: IssuerApplicationData): CardVerificationResults | undefined {
  if (data.layout === "unknown") return undefined;
  const { start, bits, scriptCount, pinTryCounter } = shapeOf(data);
  const bytes = data.cardVerificationResults.slice(start, start + bits.byteCount);
  const [cryptograms = 0] = bytes;
  const numbers = {
    scriptCount: takeNibble(bytes, scriptCount),
    ...(pinTryCounter ? { pinTryCounter: takeNibble(bytes, pinTryCounter) } : {}),
  };
  takeNibble(bytes, [0, "high"]);
  return {
    firstGenerateAc: firstCryptograms.name(cryptograms & 0x30),
    secondGenerateAc: secondCryptograms.name(cryptograms & 0xc0),
    ...numbers,
    bits: bits.decode(bytes),
  };
}

/** Reads a nibble and clears it, so that only bits are left. */
function takeNibble(bytes: Uint8Array, [index, half]: Nibble): number {
  const byte = bytes[index] ?? 0;
  bytes[index] = half === "high" ? byte & 0x0f : byte & 0xf0;
  return half === "high" ? byte >> 4 : byte & 0x0f;
}

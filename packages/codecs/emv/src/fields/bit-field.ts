/**
 * Data elements of single bits, as values: one table gives reading, writing and the words for people. Everything that
 * reading gives is prepared with the table; a decoded field is a list of references into it.
 */
import { decodeError, encodeError } from "@tillwire/bytes";

/** One bit. `name` is for programs, `phrase` for people. */
export interface FieldBit<Name extends string = string> {
  /** `rfu` for a bit that the specification keeps for future use. */
  readonly name: Name | "rfu";
  /** From 1, as EMV counts. */
  readonly byte: number;
  /** Of the byte: `0x80` is EMV's b8. */
  readonly mask: number;
  readonly phrase: string;
}

/** A data element that is a set of bits. */
export interface BitField<Name extends string = string> {
  readonly tag: string;
  readonly byteCount: number;
  /** The bits that have a meaning, in the order of the value. */
  readonly bits: readonly FieldBit<Name>[];
  /** The bits that are set, in the order of the value. @throws TillwireError `FRAME_INVALID` for another length. */
  decode(value: Uint8Array): readonly FieldBit<Name>[];
  /** True when a bit is set. @throws TillwireError `FRAME_INVALID` for another length. */
  has(value: Uint8Array, name: Name): boolean;
  /** The value with these bits and no others. @throws TillwireError `REQUEST_INVALID` for a name that is none. */
  encode(names: Iterable<Name>): Uint8Array;
}

/** Of one byte: each mask with its name and its phrase. */
export type ByteBits<Name extends string> = readonly (readonly [mask: number, name: Name, phrase: string])[];

/** Makes a bit field from its bytes, from the first to the last. */
export function defineBitField<const Name extends string>(
  tag: string,
  bytes: readonly ByteBits<Name>[],
): BitField<Name> {
  const bits = bytes.flatMap((byteBits, index) =>
    byteBits.map(([mask, name, phrase]): FieldBit<Name> => Object.freeze({ name, byte: index + 1, mask, phrase })),
  );
  const byName = new Map<string, FieldBit<Name>>(bits.map((bit) => [bit.name, bit]));
  const rows = bytes.map((_, index) => describeByte(bits, index + 1));
  const checked = (value: Uint8Array): Uint8Array => {
    if (value.length === bytes.length) return value;
    throw decodeError(`Tag ${tag} has ${bytes.length} bytes, there are ${value.length}.`);
  };
  const field: BitField<Name> = {
    tag,
    byteCount: bytes.length,
    bits,
    decode: (value) => setBits(rows, checked(value)),
    has(value, name) {
      const bit = byName.get(name);
      return bit !== undefined && ((checked(value)[bit.byte - 1] ?? 0) & bit.mask) !== 0;
    },
    encode(names) {
      const value = new Uint8Array(bytes.length);
      for (const name of names) {
        const bit = byName.get(name);
        if (bit === undefined) throw encodeError(`Tag ${tag} has no bit of that name.`);
        value[bit.byte - 1] = (value[bit.byte - 1] ?? 0) | bit.mask;
      }
      return value;
    },
  };
  return Object.freeze(field);
}

/** All eight bits of a byte, the highest first. */
function describeByte<Name extends string>(bits: readonly FieldBit<Name>[], byte: number): readonly FieldBit<Name>[] {
  return [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01].map((mask) => {
    const known = bits.find((bit) => bit.byte === byte && bit.mask === mask);
    const phrase = `Reserved for future use (byte ${byte}, bit ${Math.log2(mask) + 1})`;
    return known ?? Object.freeze({ name: "rfu", byte, mask, phrase });
  });
}

function setBits<Name extends string>(
  rows: readonly (readonly FieldBit<Name>[])[],
  value: Uint8Array,
): FieldBit<Name>[] {
  const set: FieldBit<Name>[] = [];
  for (const [index, row] of rows.entries()) {
    const byte = value[index] ?? 0;
    if (byte === 0) continue;
    for (const bit of row) if (byte & bit.mask) set.push(bit);
  }
  return set;
}

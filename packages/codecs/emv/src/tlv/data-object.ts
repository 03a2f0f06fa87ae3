/** Data objects as a tree: what {@link decodeTlv} gives and {@link encodeTlv} takes. Pure data. */

/** An object that holds a value. */
export interface PrimitiveDataObject {
  readonly kind: "primitive";
  /** Upper-case hexadecimal: `9F26`. */
  readonly tag: string;
  /** Where the tag begins, in bytes of the message. */
  readonly offset: number;
  /** A view of the message, not a copy. */
  readonly value: Uint8Array;
}

/** An object that holds other objects: a template. */
export interface ConstructedDataObject {
  readonly kind: "constructed";
  readonly tag: string;
  readonly offset: number;
  /** The bytes of all that is inside, as they stood in the message. Offline data authentication signs these. */
  readonly value: Uint8Array;
  /** In the order of the message; a tag may stand there more than once. */
  readonly children: readonly DataObject[];
}

/** One BER-TLV data object (EMV Book 3, Annex B). */
export type DataObject = PrimitiveDataObject | ConstructedDataObject;

/** What can be written. Every {@link DataObject} can: of a template its children are written anew. */
export type DataObjectInput = PrimitiveInput | ConstructedInput;

/** A value to write under a tag. */
export interface PrimitiveInput {
  readonly tag: string;
  readonly value: Uint8Array;
  readonly children?: never;
}

/** A template to write. */
export interface ConstructedInput {
  readonly tag: string;
  readonly children: readonly DataObjectInput[];
}

/** An ISO 8583 message as a value: what the codec reads and writes, with nothing of how it looks on the line. */

/** Text for fields of characters and digits, bytes for binary fields; which one a field has is its format's to say. */
export type FieldValue = string | Uint8Array;

/** Field values by number, 2 to 128. */
export interface Fields {
  readonly [number: number]: FieldValue;
}

/** A message. */
export interface Message {
  /** Message type indicator, four digits: `0200`. */
  readonly mti: string;
  /** What stands in front of the message type, where the dialect has a header. As bytes, the whole of it. */
  readonly header?: Uint8Array;
  readonly fields: Fields;
}

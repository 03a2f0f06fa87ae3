/** ISO 8583 messages: dialects as data, a codec made from one, and what can be said of a message's content. */
export type { CodePage } from "./code-pages.ts";
export { compileDialect, type MessageCodec } from "./codec.ts";
export type {
  BitmapFormat,
  BytesEncoding,
  Content,
  Dialect,
  FieldEncoding,
  FieldFormat,
  FieldFormats,
  HeaderFormat,
  LengthPrefix,
  Padding,
  TimeFormat,
} from "./dialect.ts";
export {
  iso87Ascii,
  iso87AsciiBinaryBitmap,
  iso87AsciiFixed128,
  iso87AsciiHex,
  iso87Bcd,
  iso87BcdTpdu,
  iso87Ebcdic,
  iso93Ascii,
  iso93AsciiBinaryBitmap,
  iso93Bcd,
  iso93Ebcdic,
  visaLike,
} from "./dialects.ts";
export { elements1987 } from "./elements-1987.ts";
export { elements1993 } from "./elements-1993.ts";
export { formatsOf, type Convention, type Element, type Elements } from "./elements.ts";
export type { MacField, ReceivedMac, UnsealedMessage } from "./mac.ts";
export type { FieldValue, Fields, Message } from "./message.ts";
export { buildTpdu, parseTpdu, swapTpdu, type Tpdu } from "./tpdu.ts";

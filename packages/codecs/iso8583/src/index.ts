/** ISO 8583 messages: dialects as data, a codec made from one, and what can be said of a message's content. */
export { buildAdditionalAmounts, parseAdditionalAmounts, type AdditionalAmount } from "./additional-amounts.ts";
export {
  compileBitmappedField,
  type BitmappedCodec,
  type BitmappedFormat,
  type BitmappedValue,
} from "./bitmapped-field.ts";
export type { CodePage } from "./code-pages.ts";
export { compileDialect, type MessageCodec } from "./codec.ts";
export { describeMessage, type DescribeOptions } from "./describe.ts";
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
export { buildEntryMode, parseEntryMode, type EntryMode, type PinCapability, type PosEntryMode } from "./entry-mode.ts";
export type { MacField, ReceivedMac, UnsealedMessage } from "./mac.ts";
export { maskField } from "./mask.ts";
export { matchKey } from "./match-key.ts";
export type { FieldValue, Fields, Message } from "./message.ts";
export {
  isResponseTo,
  parseMti,
  repeatMti,
  responseMti,
  type MessageType,
  type MtiClass,
  type MtiFunction,
  type MtiOrigin,
  type MtiVersion,
} from "./mti.ts";
export { buildOriginalData, parseOriginalData, type OriginalData } from "./original-data.ts";
export { buildRetrievalReference, formatStan, formatTime } from "./reference-fields.ts";
export {
  responseCode,
  reversalAnswer,
  type DeclineClass,
  type ResponseCode,
  type ResponseVerdict,
} from "./response-code.ts";
export { buildTpdu, parseTpdu, swapTpdu, type Tpdu } from "./tpdu.ts";
export { compileValidator, type MessageRule, type MessageRules, type Problem, type Validator } from "./validator.ts";

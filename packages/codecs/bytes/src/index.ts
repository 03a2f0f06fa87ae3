/** Byte-level building blocks: everything that payment protocols are written with, and nothing of any one of them. */
export { packDigits, unpackDigits, type BcdPadding } from "./bcd.ts";
export { ByteReader } from "./byte-reader.ts";
export { ByteWriter } from "./byte-writer.ts";
export {
  crc16CcittFalse,
  crc16Kermit,
  crc16Xmodem,
  defineCrc16,
  lrc,
  type Crc16,
  type Crc16Parameters,
} from "./checksums.ts";
export { concatBytes, equalBytes } from "./concat.ts";
export { decodeError, encodeError } from "./errors.ts";
export { binary, constant, digits, packedDigits, text, unsigned, type Field } from "./fields.ts";
export { fromHex, toHex } from "./hex.ts";
export { defineLayout, type Layout, type LayoutValue } from "./layout.ts";

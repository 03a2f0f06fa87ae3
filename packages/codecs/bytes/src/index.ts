/** Byte-level building blocks: everything that payment protocols are written with, and nothing of any one of them. */
export { packDigits, unpackDigits, type BcdPadding } from "./bcd.ts";
export { ByteReader } from "./byte-reader.ts";
export { ByteWriter } from "./byte-writer.ts";
export { concatBytes, equalBytes } from "./concat.ts";
export { decodeError, encodeError } from "./errors.ts";
export { fromHex, toHex } from "./hex.ts";

/** Every bound of the wire protocol, each with its reason. */

/** The only version there is. Both sides say which ones they speak. */
export const PROTOCOL_VERSION = 1;
/** The longest message in bytes: four times the longest receipt that the terminal prints. */
export const FRAME_BYTES_MAX = 16 * 1024;
/** A frame starts with its length: four bytes, big-endian. */
export const FRAME_HEADER_BYTES = 4;
/** Lines of one copy of a receipt: a long till roll. */
export const RECEIPT_LINES_MAX = 60;
/** Characters of a receipt line: thermal printers have 24 to 48, and a long reference stands with its name. */
export const RECEIPT_LINE_LENGTH_MAX = 64;
/** Characters of a text for people. */
export const TEXT_LENGTH_MAX = 300;
/** Characters of a name, code or host reference. */
export const NAME_LENGTH_MAX = 40;
/** Versions that a client may offer. */
export const VERSIONS_OFFERED_MAX = 16;
/** The longest message of a reader in bytes: a parameter set with a hundred authority keys of 248 bytes. */
export const READER_FRAME_BYTES_MAX = 96 * 1024;

/**
 * EBCDIC to ISO 8859-1 and back. The three code pages are permutations of the same 256 characters, so every byte has a
 * character and the way back is exact. Source: the IBM code page charts 00037, 00500 and 01047.
 */
import { fromHex } from "@tillwire/bytes";

/** Which EBCDIC. */
export type CodePage = "cp037" | "cp500" | "cp1047";

/** Byte to byte, both ways. */
export interface CodePageTables {
  readonly toLatin1: Uint8Array;
  readonly fromLatin1: Uint8Array;
}

/** ISO 8859-1 codes of the EBCDIC bytes 00 to FF. */
const cp037 = [
  "000102039C09867F978D8E0B0C0D0E0F101112139D8508871819928F1C1D1E1F",
  "80818283840A171B88898A8B8C050607909116939495960498999A9B14159E1A",
  "20A0E2E4E0E1E3E5E7F1A22E3C282B7C26E9EAEBE8EDEEEFECDF21242A293BAC",
  "2D2FC2C4C0C1C3C5C7D1A62C255F3E3FF8C9CACBC8CDCECFCC603A2340273D22",
  "D8616263646566676869ABBBF0FDFEB1B06A6B6C6D6E6F707172AABAE6B8C6A4",
  "B57E737475767778797AA1BFD0DDDEAE5EA3A5B7A9A7B6BCBDBE5B5DAFA8B4D7",
  "7B414243444546474849ADF4F6F2F3F57D4A4B4C4D4E4F505152B9FBFCF9FAFF",
  "5CF7535455565758595AB2D4D6D2D3D530313233343536373839B3DBDCD9DA9F",
].join("");

/** Where a code page differs from 037. */
type Difference = readonly [byte: number, character: string];

const cp500: readonly Difference[] = [
  [0x4a, "["],
  [0x4f, "!"],
  [0x5a, "]"],
  [0x5f, "^"],
  [0xb0, "¢"],
  [0xba, "¬"],
  [0xbb, "|"],
];
const cp1047: readonly Difference[] = [
  [0x5f, "^"],
  [0xad, "["],
  [0xb0, "¬"],
  [0xba, "Ý"],
  [0xbb, "¨"],
  [0xbd, "]"],
];

/** The tables of every code page. */
export const codePages: Readonly<Record<CodePage, CodePageTables>> = {
  cp037: tables([]),
  cp500: tables(cp500),
  cp1047: tables(cp1047),
};

function tables(differences: readonly Difference[]): CodePageTables {
  const toLatin1 = fromHex(cp037);
  for (const [byte, character] of differences) toLatin1[byte] = character.charCodeAt(0);
  const fromLatin1 = new Uint8Array(256);
  for (const [byte, code] of toLatin1.entries()) fromLatin1[code] = byte;
  return { toLatin1, fromLatin1 };
}

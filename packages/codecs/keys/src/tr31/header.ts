/** The clear header of a key block: what the key inside is for. Source: ANSI X9.143-2021, 6.2, table 1. */
import { decodeError, encodeError } from "@tillwire/bytes";
import type { RandomBytes } from "@tillwire/plugin-api";
import {
  isPaddingBlock,
  paddingBlock,
  readOptionalBlock,
  writeOptionalBlock,
  type OptionalBlock,
} from "./optional-block.ts";
import { isKeyBlockVersion, versionRules, type KeyBlockVersion } from "./versions.ts";

/** A header. Letters as the standard has them: `{ version: "D", keyUsage: "P0", algorithm: "A", modeOfUse: "E", … }`. */
export interface KeyBlockHeader {
  readonly version: KeyBlockVersion;
  /** Two characters: `P0` is PIN encryption, `B0` a base derivation key. */
  readonly keyUsage: string;
  /** One character: `T` triple DES, `A` AES, `H` HMAC. */
  readonly algorithm: string;
  /** One character: `E` encrypts only, `N` is without limits. */
  readonly modeOfUse: string;
  /** Two characters, `00` when there are no versions. */
  readonly keyVersion: string;
  /** One character: `E` exportable, `N` not, `S` sensitive. */
  readonly exportability: string;
  /** Two characters that the standard keeps for later, `00` when left out. */
  readonly reserved?: string;
  /** In order. The block that fills up (`PB`) is not among them. */
  readonly optionalBlocks?: readonly OptionalBlock[];
}

/** What a header says, how long the whole block is by it, and how many characters the header itself has. */
export interface ReadHeader {
  readonly header: KeyBlockHeader;
  readonly blockLength: number;
  readonly headerLength: number;
}

const fixedChars = 16;
const maxBlockLength = 9999;
const maxOptionalBlocks = 99;
/** Version, length, usage, algorithm, mode, key version, exportability, number of optional blocks, reserved. */
const fixedPart =
  /^([A-Z])([0-9]{4})([0-9A-Z]{2})([0-9A-Z])([0-9A-Z])([0-9A-Za-z]{2})([A-Z])([0-9]{2})([0-9A-Za-z]{2})/;

/** Reads a header. What follows it is not looked at. @throws TillwireError `FRAME_INVALID` for a malformed one. */
export function readKeyBlockHeader(text: string): ReadHeader {
  const [
    ,
    version = "",
    length,
    keyUsage = "",
    algorithm = "",
    modeOfUse = "",
    keyVersion = "",
    exportability = "",
    count,
    reserved = "",
  ] = fixedPart.exec(text) ?? [];
  if (!isKeyBlockVersion(version)) throw decodeError("The key block has no header of a version that is known.");
  const optionalBlocks: OptionalBlock[] = [];
  let position = fixedChars;
  for (let index = 0; index < Number(count); index += 1) {
    const { block, end } = readOptionalBlock(text, position);
    const isLast = index === Number(count) - 1;
    if (isPaddingBlock(block) && !isLast)
      throw decodeError("The optional block PB of the key block is not the last one.");
    if (!isPaddingBlock(block)) optionalBlocks.push(block);
    position = end;
  }
  const header = { version, keyUsage, algorithm, modeOfUse, keyVersion, exportability, reserved, optionalBlocks };
  return { header, blockLength: Number(length), headerLength: position };
}

/**
 * Writes a header. `bodyLength` is how many characters follow it; the random bytes fill the block `PB`, where one is
 * needed.
 * @throws TillwireError `REQUEST_INVALID` for a field that does not fit, or a block that would be too long.
 */
export function writeKeyBlockHeader(header: KeyBlockHeader, bodyLength: number, random: RandomBytes): string {
  const { headerMultiple } = versionRules[header.version];
  const given = (header.optionalBlocks ?? []).map(writeOptionalBlock);
  const padding = paddingBlock(fixedChars + given.join("").length, headerMultiple, random);
  const blocks = padding === "" ? given : [...given, padding];
  const optional = blocks.join("");
  const length = fixedChars + optional.length + bodyLength;
  if (length > maxBlockLength || blocks.length > maxOptionalBlocks) {
    throw encodeError(`A key block has at most ${maxBlockLength} characters and ${maxOptionalBlocks} optional blocks.`);
  }
  const { version, keyUsage, algorithm, modeOfUse, keyVersion, exportability, reserved = "00" } = header;
  const use = keyUsage + algorithm + modeOfUse + keyVersion + exportability;
  const text = `${version}${digits(length, 4)}${use}${digits(blocks.length, 2)}${reserved}`;
  if (text.length !== fixedChars || !fixedPart.test(text)) {
    throw encodeError("A field of the key block's header is not what the standard allows.");
  }
  return text + optional;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}

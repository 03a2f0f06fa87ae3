/** What stands in front of the message type: nothing, a TPDU, or bytes of which some are fixed. */
import { decodeError, encodeError, fromHex } from "@tillwire/bytes";
import type { ByteReader, ByteWriter } from "@tillwire/bytes";
import type { HeaderFormat } from "./dialect.ts";
import { readIn } from "./place.ts";
import { tpduBytes } from "./tpdu.ts";

/** Reads and writes the header. */
export interface HeaderCodec {
  read(reader: ByteReader): Uint8Array | undefined;
  write(writer: ByteWriter, header: Uint8Array | undefined): void;
}

/** Prepares a header. @throws TillwireError when one of its texts is not what it should be. */
export function headerCodec(format: HeaderFormat): HeaderCodec {
  switch (format.kind) {
    case "none":
      return noHeader;
    case "tpdu":
      return bytesHeader("..".repeat(tpduBytes), format.default);
    case "pattern":
      return bytesHeader(format.pattern, format.default);
  }
}

/** How many bytes a header has. */
export function headerByteCount(format: HeaderFormat): number {
  switch (format.kind) {
    case "none":
      return 0;
    case "tpdu":
      return tpduBytes;
    case "pattern":
      return format.pattern.length / 2;
  }
}

const noHeader: HeaderCodec = {
  read: () => undefined,
  write(_, header) {
    if (header !== undefined) throw encodeError("The message has a header, and the dialect has none.");
  },
};

function bytesHeader(pattern: string, standard: string | undefined): HeaderCodec {
  const { length, fixed } = parsePattern(pattern);
  const isMatch = (header: Uint8Array): boolean =>
    header.length === length && fixed.every(({ index, byte }) => header[index] === byte);
  const written = standard ?? (fixed.length === length ? pattern : undefined);
  const preset = written === undefined ? undefined : fromHex(written);
  if (preset !== undefined && !isMatch(preset)) throw encodeError("Its default does not fit its pattern.");
  return {
    read: readIn("The header", (reader) => {
      const header = reader.bytes(length);
      if (!isMatch(header)) throw decodeError("It is not the one of the dialect.");
      return header.slice();
    }),
    write(writer, header) {
      const bytes = header ?? preset;
      if (bytes === undefined) throw encodeError("The message has no header, and the dialect has no default for it.");
      if (!isMatch(bytes)) throw encodeError("The header of the message is not one of the dialect.");
      writer.bytes(bytes);
    },
  };
}

interface Pattern {
  readonly length: number;
  readonly fixed: readonly { readonly index: number; readonly byte: number }[];
}

function parsePattern(pattern: string): Pattern {
  if (pattern.length === 0 || pattern.length % 2 !== 0) throw encodeError("Its pattern needs two characters a byte.");
  const length = pattern.length / 2;
  const fixed = Array.from({ length }, (_, index) => ({ index, text: pattern.slice(index * 2, index * 2 + 2) }))
    .filter(({ text }) => text !== "..")
    .map(({ index, text }) => ({ index, byte: fromHex(text)[0] ?? 0 }));
  return { length, fixed };
}

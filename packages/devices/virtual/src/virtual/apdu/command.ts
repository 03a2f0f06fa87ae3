/** Commands to a chip card and its responses, as values and as bytes (ISO/IEC 7816-4; EMV Book 3, section 6.3). Short form only. */
import { decodeError } from "@tillwire/bytes";

/** A command. `answers`: it expects data back (Le). */
export interface Command {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  readonly answers: boolean;
  /** The exact Le, which T=0 wants; 0 when left out: all that there is. */
  readonly expectedBytes?: number;
}

/** What came back: data and SW1 SW2 as one number. */
export interface Response {
  readonly data: Uint8Array;
  readonly status: number;
}

/** All went well. */
export const OK = 0x9000;

const headerBytes = 4;

/** The bytes of a command, with Le where it answers. */
export function encodeCommand({ cla, ins, p1, p2, data, answers, expectedBytes = 0 }: Command): Uint8Array {
  const body = data === undefined ? (answers ? [] : [0]) : [data.length, ...data];
  return Uint8Array.of(cla, ins, p1, p2, ...body, ...(answers ? [expectedBytes] : []));
}

/** Reads a command, as a card does. @throws TillwireError `FRAME_INVALID` for bytes that are no short command. */
export function parseCommand(bytes: Uint8Array): Command {
  const [cla = 0, ins = 0, p1 = 0, p2 = 0, length = 0] = bytes;
  if (bytes.length < headerBytes) throw decodeError("A command has at least four bytes.");
  const header = { cla, ins, p1, p2 };
  if (bytes.length === headerBytes) return { ...header, answers: false };
  if (bytes.length === headerBytes + 1) return { ...header, answers: true, expectedBytes: length };
  const end = headerBytes + 1 + length;
  if (length === 0 || bytes.length < end || bytes.length > end + 1) throw decodeError("The command's length is wrong.");
  const data = bytes.slice(headerBytes + 1, end);
  if (bytes.length === end) return { ...header, data, answers: false };
  return { ...header, data, answers: true, expectedBytes: bytes[end] ?? 0 };
}

/** Reads a response; `undefined` when there are not even two status bytes: the card said nothing. */
export function parseResponse(bytes: Uint8Array): Response | undefined {
  if (bytes.length < 2) return undefined;
  const status = ((bytes.at(-2) ?? 0) << 8) | (bytes.at(-1) ?? 0);
  return { data: bytes.slice(0, -2), status };
}

/** The bytes of a response. */
export function encodeResponse(status: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Uint8Array.of(...data, status >> 8, status & 0xff);
}

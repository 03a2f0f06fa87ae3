/** Field 90, original data elements: which message a reversal is about (ISO 8583:1987, 4.3.90). */
import { decodeError, encodeError } from "@tillwire/bytes";

/** What field 90 holds. All digits. */
export interface OriginalData {
  /** Message type of the original: `0200`. */
  readonly mti: string;
  /** Its field 11. */
  readonly stan: string;
  /** Its field 7, MMDDhhmmss. */
  readonly transmissionTime: string;
  /** Its field 32; as eleven digits when read. Zeros when absent. */
  readonly acquirer?: string;
  /** Its field 33, likewise. */
  readonly forwarder?: string;
}

const parts = { mti: 4, stan: 6, transmissionTime: 10, acquirer: 11, forwarder: 11 };
const length = 42;

/** The 42 digits of field 90. @throws TillwireError `REQUEST_INVALID` that names the part which does not fit. */
export function buildOriginalData(original: OriginalData): string {
  return (
    exactly("mti", original.mti) +
    exactly("stan", original.stan) +
    exactly("transmissionTime", original.transmissionTime) +
    atMost("acquirer", original.acquirer ?? "") +
    atMost("forwarder", original.forwarder ?? "")
  );
}

/** The parts of field 90. @throws TillwireError `FRAME_INVALID` when it is not 42 digits. */
export function parseOriginalData(value: string): Required<OriginalData> {
  if (value.length !== length || !isDigits(value)) throw decodeError(`Field 90 is not ${length} digits.`);
  return {
    mti: value.slice(0, 4),
    stan: value.slice(4, 10),
    transmissionTime: value.slice(10, 20),
    acquirer: value.slice(20, 31),
    forwarder: value.slice(31),
  };
}

function exactly(name: keyof typeof parts, value: string): string {
  if (value.length === parts[name] && isDigits(value)) return value;
  throw encodeError(`Field 90: ${name} has to be ${parts[name]} digits.`);
}

function atMost(name: keyof typeof parts, value: string): string {
  if (value.length <= parts[name] && isDigits(value)) return value.padStart(parts[name], "0");
  throw encodeError(`Field 90: ${name} has to be ${parts[name]} digits at most.`);
}

function isDigits(value: string): boolean {
  return /^[0-9]*$/.test(value);
}

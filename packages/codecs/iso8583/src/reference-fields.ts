/** Fields by which a message is found again: systems trace audit number (11), times (7, 12, 13), retrieval reference (37). */
import { encodeError } from "@tillwire/bytes";
import type { TimeFormat } from "./dialect.ts";

const stanMax = 999_999;
const msPerMinute = 60_000;
const msPerDay = 86_400_000;

/** Field 11, six digits. @throws TillwireError `REQUEST_INVALID` unless it is 1 to 999,999: 000000 is not used. */
export function formatStan(number: number): string {
  if (!Number.isInteger(number) || number < 1 || number > stanMax) {
    throw encodeError(`A systems trace audit number is 1 to ${stanMax}.`);
  }
  return String(number).padStart(6, "0");
}

/**
 * Field 37 as most acquirers make it: last digit of the year, day of the year, hour, then field 11; `YDDDhhSSSSSS`, all
 * UTC. Some hosts make it themselves and send it back.
 * @throws TillwireError `REQUEST_INVALID` when `stan` is not six digits.
 */
export function buildRetrievalReference(atMs: number, stan: string): string {
  if (!/^[0-9]{6}$/.test(stan)) throw encodeError("A systems trace audit number is six digits.");
  const date = new Date(atMs);
  const year = date.getUTCFullYear();
  const day = Math.floor((atMs - Date.UTC(year, 0, 1)) / msPerDay) + 1;
  return `${year % 10}${String(day).padStart(3, "0")}${String(date.getUTCHours()).padStart(2, "0")}${stan}`;
}

/**
 * A moment as a field writes it. Field 7 is UTC; 12 and 13 are the terminal's local time, so they need `offsetMinutes`:
 * what local time is ahead of UTC, negative in the Americas.
 */
export function formatTime(atMs: number, format: TimeFormat, offsetMinutes = 0): string {
  const local = new Date(atMs + offsetMinutes * msPerMinute);
  const digits = local.toISOString().replaceAll(/[^0-9]/g, "");
  return format.replaceAll(/YY|MM|DD|hh|mm|ss/g, (part) => {
    const [start, end] = isoPositions[part] ?? [0, 0];
    return digits.slice(start, end);
  });
}

/** Where the parts stand in an ISO 8601 time without its punctuation, YYYYMMDDhhmmss. */
const isoPositions: Readonly<Record<string, readonly [number, number]>> = {
  YY: [2, 4],
  MM: [4, 6],
  DD: [6, 8],
  hh: [8, 10],
  mm: [10, 12],
  ss: [12, 14],
};

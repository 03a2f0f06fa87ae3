/** What may be seen of a field in a log. Card data never is, save the ends of the card number. */
import { toHex } from "@tillwire/bytes";
import type { FieldValue } from "./message.ts";

/**
 * Fields that are hidden whatever a caller asks for: cardholder and authentication data. 34, 35, 36, 45: card number and
 * tracks; 52: PIN block; 55: chip data, where a host may have put track 2 (tags 57 and 5A).
 */
const alwaysHidden: ReadonlySet<number> = new Set([34, 35, 36, 45, 52, 55]);

/**
 * Fields that can only hold what may be seen, in every version of the standard. All others (free text, private fields, security data, accounts, 120 to 127)
 * are hidden until a caller says that its host puts nothing secret there.
 */
const shown: ReadonlySet<number> = new Set([
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33],
  ...[37, 38, 39, 40, 41, 42, 43, 49, 50, 51, 54, 66, 67, 68, 69, 70, 71, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83],
  ...[84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 97, 99, 100],
]);

const panShortest = 13;

/** The value of a field for a log. `alsoShown`: fields that are harmless at this host. */
export function maskField(number: number, value: FieldValue, alsoShown: readonly number[] = []): string {
  if (number === 2 && typeof value === "string") return truncatedPan(value);
  const isShown = !alwaysHidden.has(number) && number !== 2 && (shown.has(number) || alsoShown.includes(number));
  if (isShown) return typeof value === "string" ? printable(value) : toHex(value);
  return `hidden, ${value.length} ${typeof value === "string" ? "characters" : "bytes"}`;
}

/** First six and last four digits at most, and nothing of what is no card number. */
function truncatedPan(pan: string): string {
  if (pan.length < panShortest || !/^[0-9]+$/.test(pan)) return `hidden, ${pan.length} characters`;
  return pan.slice(0, 6) + "*".repeat(pan.length - 10) + pan.slice(-4);
}

/** A log is lines of text: what would break a line or a terminal is shown as a dot. */
function printable(value: string): string {
  return value.replaceAll(/[^\u0020-\u007E\u00A0-\u00FF]/g, ".");
}

/** Field 22, point of service entry mode: how the card was read, and whether a PIN could be (ISO 8583:1987, 4.3.22). */
import { decodeError, encodeError } from "@tillwire/bytes";

const entries = {
  "00": "unknown",
  "01": "manual",
  "02": "magnetic-stripe",
  "03": "barcode",
  "04": "optical",
  "05": "chip",
  "07": "contactless-chip",
  "10": "on-file",
  "79": "manual-fallback",
  "80": "magnetic-stripe-fallback",
  "81": "electronic-commerce",
  "90": "magnetic-stripe-complete",
  "91": "contactless-magnetic-stripe",
  "95": "chip-unreliable",
} as const;

const pins = { "0": "unknown", "1": "can-enter-pin", "2": "cannot-enter-pin", "8": "pin-pad-inoperative" } as const;

/**
 * How the card was read. `magnetic-stripe` and `magnetic-stripe-complete` are 02 and 90: the latter says that the whole
 * track is in the message. Fallback is a stripe or keys used because the chip failed.
 */
export type EntryMode = (typeof entries)[keyof typeof entries];
/** The terminal's PIN capability. */
export type PinCapability = (typeof pins)[keyof typeof pins];

/** Field 22 in its two parts; codes that are not in the tables are `unlisted`. */
export interface PosEntryMode {
  readonly entry: EntryMode | "unlisted";
  readonly pin: PinCapability | "unlisted";
}

const entryByCode: ReadonlyMap<string, EntryMode> = new Map(Object.entries(entries));
const pinByCode: ReadonlyMap<string, PinCapability> = new Map(Object.entries(pins));
const codeByEntry: ReadonlyMap<string, string> = new Map(Object.entries(entries).map(([code, entry]) => [entry, code]));
const codeByPin: ReadonlyMap<string, string> = new Map(Object.entries(pins).map(([code, pin]) => [pin, code]));

/** The parts of field 22 of the 1987 version. @throws TillwireError `FRAME_INVALID` when it is not three digits. */
export function parseEntryMode(value: string): PosEntryMode {
  if (!/^[0-9]{3}$/.test(value)) throw decodeError("Field 22 is not three digits.");
  return { entry: entryByCode.get(value.slice(0, 2)) ?? "unlisted", pin: pinByCode.get(value.slice(2)) ?? "unlisted" };
}

/** The three digits of field 22. @throws TillwireError `REQUEST_INVALID` for a part that is `unlisted`. */
export function buildEntryMode({ entry, pin }: PosEntryMode): string {
  const [entryCode, pinCode] = [codeByEntry.get(entry), codeByPin.get(pin)];
  if (entryCode === undefined || pinCode === undefined) throw encodeError("Field 22: there is no code for this.");
  return entryCode + pinCode;
}

/** What the two tracks of a payment card have in common (ISO/IEC 7813). */
import { decodeError, encodeError } from "@tillwire/bytes";
import { isPan } from "./pan.ts";
import { trackCheckCharacter } from "./track-check.ts";

/** The parts of a track. All of it is card data in clear: only a virtual reader and a sandbox host ever hold one. */
export interface TrackData {
  /** 8 to 19 digits. */
  readonly pan: string;
  /** `YYMM`. Left out where the track has a separator in its place. */
  readonly expiry?: string;
  /** Three digits. Left out where the track has a separator in its place. */
  readonly serviceCode?: string;
  /** What follows, as the issuer has it. */
  readonly discretionaryData: string;
}

/** Without sentinels and check character (ISO/IEC 7811-2: 79 and 40 characters with them). */
export const maxTrackCharacters = { 1: 76, 2: 37 } as const;

/** The error for a track; nothing of it is repeated, it is card data. */
export function trackError(track: 1 | 2, what: string): Error {
  return decodeError(`Track ${track}: ${what}.`);
}

/**
 * Takes off the sentinels and the check character, as far as a reader gave them.
 * @throws TillwireError `FRAME_INVALID` for a track that is too long, more than one character behind the end sentinel, or
 * a wrong check character.
 */
export function withoutSentinels(track: 1 | 2, text: string): string {
  const most = maxTrackCharacters[track];
  if (text.length > most + 3) throw trackError(track, `it has more than ${most} characters`);
  const start = text.startsWith(track === 1 ? "%" : ";") ? 1 : 0;
  const end = text.indexOf("?");
  const inside = text.slice(start, end < 0 ? text.length : end);
  if (inside.length > most) throw trackError(track, `it has more than ${most} characters`);
  if (end < 0) return inside;
  const check = text.slice(end + 1);
  if (check.length > 1) throw trackError(track, "something follows the end sentinel");
  if (check !== "" && start === 1 && check !== trackCheckCharacter(track, text.slice(0, end + 1))) {
    throw trackError(track, "the check character is wrong");
  }
  return inside;
}

/**
 * Reads what follows the card number (and name): expiry date or separator, service code or separator, the rest.
 * @throws TillwireError `FRAME_INVALID` for anything else.
 */
export function parseTail(track: 1 | 2, tail: string): Omit<TrackData, "pan"> {
  if (tail === "") return { discretionaryData: "" };
  const separator = track === 1 ? "^" : "=";
  const noExpiry = tail.startsWith(separator);
  const afterExpiry = tail.slice(noExpiry ? 1 : 4);
  const noServiceCode = afterExpiry.startsWith(separator);
  const expiry = noExpiry ? undefined : tail.slice(0, 4);
  const serviceCode = noServiceCode ? undefined : afterExpiry.slice(0, 3);
  if (expiry !== undefined && !/^\d{4}$/.test(expiry)) throw trackError(track, "the expiry date is not four digits");
  if (serviceCode !== undefined && !/^\d{3}$/.test(serviceCode)) {
    throw trackError(track, "the service code is not three digits");
  }
  return {
    ...(expiry === undefined ? {} : { expiry }),
    ...(serviceCode === undefined ? {} : { serviceCode }),
    discretionaryData: afterExpiry.slice(noServiceCode ? 1 : 3),
  };
}

/** Writes card number and tail. @throws TillwireError `REQUEST_INVALID` for parts that are not what they should be. */
export function formatTail(track: 1 | 2, { expiry, serviceCode, discretionaryData }: Omit<TrackData, "pan">): string {
  const separator = track === 1 ? "^" : "=";
  if (expiry !== undefined && !/^\d{4}$/.test(expiry)) throw encodeError("An expiry date is four digits, YYMM.");
  if (serviceCode !== undefined && !/^\d{3}$/.test(serviceCode)) throw encodeError("A service code is three digits.");
  return (expiry ?? separator) + (serviceCode ?? separator) + discretionaryData;
}

/** @throws TillwireError `REQUEST_INVALID` for anything but 8 to 19 digits. */
export function checkedPan(pan: string): string {
  if (!isPan(pan)) throw encodeError("A card number has 8 to 19 digits.");
  return pan;
}

/** Track 1 (ISO/IEC 7813, format B) as readers give it, and track 1 data of a contactless card (tag 56). */
import { encodeError } from "@tillwire/bytes";
import {
  checkedPan,
  formatTail,
  maxTrackCharacters,
  parseTail,
  trackError,
  withoutSentinels,
  type TrackData,
} from "./track.ts";

/** Track 1 has the cardholder's name, 2 to 26 characters. */
export interface Track1Data extends TrackData {
  readonly name: string;
}

/** Everything from the space to the underscore, less the sentinels and the separator (ISO/IEC 7811-2, six bits). */
const characters = String.raw`[ -$&->@-\]_]`;
const track1Form = new RegExp(String.raw`^B(\d{8,19})\^(${characters}{2,26})\^((?:\^|${characters})*)$`);
/** Contactless cards write small letters too, and some mark the card number and the rest with `?` and a digit. */
const track1DataForm = /^B(\d{8,19})(?:\?\d)?\^([ -\]_-~]{2,26})\^([ -~]*)$/;

/**
 * Reads a track 1 of format B: `%B4761739001010119^DOE/JOHN^22122011143804400000?`, with or without sentinels and check
 * character.
 * @throws TillwireError `FRAME_INVALID` for what ISO/IEC 7813 does not allow. Nothing of the track is repeated.
 */
export function parseTrack1(text: string): Track1Data {
  return parseForm(withoutSentinels(1, text), track1Form);
}

/**
 * Reads track 1 data (56) of a contactless card in mag-stripe mode: as a track without sentinels, but in the wider set of
 * characters that such cards use.
 * @throws TillwireError `FRAME_INVALID` for anything else. Nothing of the track is repeated.
 */
export function decodeTrack1Data(value: Uint8Array): Track1Data {
  const most = maxTrackCharacters[1];
  if (value.length > most) throw trackError(1, `it has more than ${most} characters`);
  return parseForm(String.fromCharCode(...value), track1DataForm);
}

function parseForm(track: string, form: RegExp): Track1Data {
  const [, pan, name, tail] = form.exec(track) ?? [];
  if (pan === undefined || name === undefined || tail === undefined) {
    throw trackError(1, "it is not format B: 8 to 19 digits, a name of 2 to 26 characters, a date");
  }
  const parsed = parseTail(1, tail);
  if (parsed.discretionaryData.includes("^")) throw trackError(1, "the discretionary data has a separator in it");
  return { pan, name, ...parsed };
}

/**
 * Writes a track 1 of format B without sentinels. Separators stand for an expiry date and a service code that are not
 * given.
 * @throws TillwireError `REQUEST_INVALID` for parts that do not fit.
 */
export function formatTrack1(track: Track1Data): string {
  const text = `B${checkedPan(track.pan)}^${track.name}^${formatTail(1, track)}`;
  if (text.length > maxTrackCharacters[1])
    throw encodeError(`Track 1 has ${maxTrackCharacters[1]} characters at most.`);
  if (!track1Form.test(text) || track.discretionaryData.includes("^")) {
    throw encodeError("Track 1 takes a name of 2 to 26 characters, no small letters, and no separators in its fields.");
  }
  return text;
}

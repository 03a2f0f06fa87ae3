/**
 * Masked copies of tracks as readers put them beside the ciphertext. For simulating such a reader: what it shows, the
 * name above all, is still card data to this package, and nothing here makes it fit for a log or a receipt.
 */
import { maskPan, type PanMask } from "./pan.ts";
import { parseTrack1 } from "./track-1.ts";
import { parseTrack2 } from "./track-2.ts";

/** How a reader masks a track. */
export interface TrackMask extends PanMask {
  readonly expiry: "clear" | "masked";
  /** The format code of track 1 and the check character. */
  readonly frame: "clear" | "masked";
}

/**
 * A copy of a track 1 with number, service code and discretionary data masked; the name stays, as readers have it. The
 * copy is exactly as long as the track.
 * @throws TillwireError as the parser of the track, and `REQUEST_INVALID` for a mask that shows too much.
 */
export function maskTrack1(text: string, mask: TrackMask): string {
  const { pan, name } = parseTrack1(text);
  const start = text.startsWith("%") ? "%" : "";
  const formatCode = mask.frame === "masked" ? mask.character : "B";
  const head = `${start}${formatCode}${maskPan(pan, mask)}^${name}^`;
  return head + maskTail(text.slice(head.length), mask);
}

/** As {@link maskTrack1}, for a track 2. */
export function maskTrack2(text: string, mask: TrackMask): string {
  const { pan } = parseTrack2(text);
  const start = text.startsWith(";") ? ";" : "";
  const separator = text.charAt(start.length + pan.length);
  const head = `${start}${maskPan(pan, mask)}${separator}`;
  return head + maskTail(text.slice(head.length), mask);
}

/** Everything behind the last separator that stands before the dates. */
function maskTail(tail: string, { character, expiry, frame }: TrackMask): string {
  const [data = "", check] = tail.split("?");
  const shown = expiry === "clear" ? data.slice(0, 4) : "";
  const masked = shown + character.repeat(data.length - shown.length);
  if (check === undefined) return masked;
  return `${masked}?${frame === "masked" ? character.repeat(check.length) : check}`;
}

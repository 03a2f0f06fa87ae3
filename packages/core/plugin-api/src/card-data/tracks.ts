/**
 * Magnetic stripe, read as text. Sources: ISO/IEC 7813 (track 1 format B, track 2); EMV tag 57 has D for the separator of
 * track 2, and F behind it. What follows the number goes with it: name, expiry date, discretionary data.
 */
import { matchesOf } from "./finding.ts";
import type { PlainFinding } from "./finding.ts";

/** Takes text without random names. */
const likely = [
  /%?[A-Z](?:\d ?){8,19}\^[^^\r\n]{0,40}(?:\^[^\s?"]{0,100}\??)?/gi,
  /;\d{8,19}=\d{4}[^?;\s]{0,100}\??/g,
  /\d{12,19}=\d{4,}F?/gi,
  /(?<!\d)\d{12,19}D\d{7,}F?/gi,
];

/** Whatever stands where the number should be. */
const possible = [
  /%?[A-Z]\d{1,19}\^[^^\r\n]{0,40}\^[^\s?"]{0,100}\??/gi,
  /;[^=;?\s]{1,40}=[^?;\s]{0,100}\?/g,
  /\d{12,19}D\d{7,}F?/gi,
];

export const likelyTracks = (text: string): Generator<PlainFinding> => matchesOf("track", text, likely);
export const possibleTracks = (text: string): Generator<PlainFinding> => matchesOf("track", text, possible);

/**
 * Takes card data out of text: card numbers, tracks, PIN blocks and card verification values in the forms in which they
 * leak. The last line of defense for logs and error messages; plugins mask where they parse and do not rely on it.
 * It knows forms, not values: a number split over several fields passes.
 */
import { maskCardNumbers } from "./card-numbers.ts";

export const MASKED = "[masked]";

/** Track 1: format code, number, name, and what follows. Source: ISO/IEC 7813. */
const trackOne = /%?[A-Za-z]\d{1,19}\^[^^\r\n]{0,40}\^[^\s?"]{0,100}\??/g;
/** Track 2 between its sentinels, whatever stands there. */
const trackTwo = /;[^=;?\s]{1,40}=[^?;\s]{0,100}\?/g;
/** Track 2 without sentinels, also as EMV tag 57 has it in hexadecimal (`D` for `=`). */
const bareTrackTwo = /\d{12,19}[=Dd]\d{7,}[Ff]?/g;
/** `pin=1234`, `"cvv": "123"` inside a text. */
const namedSecret = /\b(pin[ _-]?block|pin|cvv2?|cvc2?|csc|track[ _-]?[123]?)(["']?\s*[:=]\s*["']?)[0-9A-Fa-f*]{3,}/gi;
const base64Token = /[A-Za-z0-9+/_-]{18,}={0,2}/g;

/** The text without card data. */
export function maskText(text: string): string {
  const named = text
    .replace(trackOne, "[masked track]")
    .replace(trackTwo, "[masked track]")
    .replace(bareTrackTwo, "[masked track]")
    .replace(namedSecret, `$1$2${MASKED}`);
  return maskCardNumbers(named).replace(base64Token, (token) => (hidesCardNumber(token) ? MASKED : token));
}

function hidesCardNumber(token: string): boolean {
  const decoded = Buffer.from(token, "base64").toString("latin1");
  return /\d{12}/.test(decoded) && maskText(decoded) !== decoded;
}

const secretNames: ReadonlySet<string> = new Set([
  ...["pin", "pinblock", "pindata", "pinvalue", "offlinepin", "onlinepin", "clearpin", "encryptedpin"],
  ...["track", "track1", "track2", "track3", "trackdata", "track1data", "track2data", "track3data"],
  ...["track2equivalent", "track2equivalentdata", "cvv", "cvv2", "cvc", "cvc2", "cvn", "csc", "icvv", "dcvv"],
  ...["cardnumber", "pan", "primaryaccountnumber", "fullpan", "clearpan"],
  ...["password", "passphrase", "secret", "privatekey", "clearkey"],
]);

/** True for the name of a field whose value is not to be shown, however it is written: `pinBlock`, `PIN_BLOCK`. */
export function isSecretName(name: string): boolean {
  const plain = name.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
  if (secretNames.has(plain)) return true;
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
  return secretNames.has(words.at(-1) ?? "") || secretNames.has(words.slice(-2).join(""));
}

/** What may be shown of the value of a secret field: a card number that is truncated already, yes or no, nothing. */
export function isHarmlessSecret(value: unknown): boolean {
  if (typeof value === "boolean" || value === null || value === undefined) return true;
  return typeof value === "string" && /^\d{0,6}\*{2,}\d{0,4}$/.test(value);
}

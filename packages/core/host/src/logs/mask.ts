/**
 * Takes card data out of text: the last line of defense for logs and error messages; plugins mask where they parse and do
 * not rely on it. What looks like card data is decided in `plugin-api`; here is only what stands in its place. And the
 * names of fields whose values are not to be shown, whatever they are.
 */
import { scanCardData } from "@tillwire/plugin-api/card-data";
import type { CardDataFinding } from "@tillwire/plugin-api/card-data";

export const MASKED = "[masked]";
const MASKED_TRACK = "[masked track]";

/** The text without card data, likely or possible. Of card numbers the first six and the last four digits stay. */
export function maskText(text: string): string {
  const findings = scanCardData(text);
  if (findings.length === 0) return text;
  const starred = new Set(findings.flatMap((finding) => (finding.kind === "card-number" ? finding.hidden : [])));
  const masked: string[] = [];
  let end = 0;
  for (const { start, end: after, label } of labeled(findings)) {
    masked.push(starredIn(text.slice(end, start), end, starred), label);
    end = after;
  }
  masked.push(starredIn(text.slice(end), end, starred));
  return masked.join("");
}

/** What is replaced as a whole, in order. */
interface Labeled {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** Those that overlap become one. */
function labeled(findings: readonly CardDataFinding[]): readonly Labeled[] {
  const whole: Labeled[] = [];
  for (const { kind, start, end } of findings.toSorted((one, other) => one.start - other.start)) {
    if (kind === "card-number") continue;
    const label = kind === "track" ? MASKED_TRACK : MASKED;
    const last = whole.at(-1);
    if (last === undefined || start >= last.end) whole.push({ start, end, label });
    else whole[whole.length - 1] = { ...last, end: Math.max(last.end, end) };
  }
  return whole;
}

/** A piece of the text, with a star for each character that must not be shown. `from`: where the piece begins. */
function starredIn(piece: string, from: number, starred: ReadonlySet<number>): string {
  let at = from;
  return Array.from(piece, (character) => {
    const shown = starred.has(at) ? "*" : character;
    at += character.length;
    return shown;
  }).join("");
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

/** Values that are told by the name before them: `pin=1234`, `"cvv": "123"`, `PIN block: 0412AC89ABCDEF67`. */
import type { PlainFinding } from "./finding.ts";

const named =
  /\b(?<name>pin[ _-]?block|pin|cvv2?|cvc2?|csc|track[ _-]?[123]?)(?<sign>["']?\s*[:=]\s*["']?)(?<value>[\dA-F*]{3,})/gi;
/** What is certainly no word (`pin: add`), and no tracking number. */
const digitsOrBlock = /^(?:\d{3}|[\dA-F]{16})/i;

export function* likelySecrets(text: string): Generator<PlainFinding> {
  yield* secretsIn(text, (name, value) => digitsOrBlock.test(value) && !/^track$/i.test(name));
}

export function* possibleSecrets(text: string): Generator<PlainFinding> {
  yield* secretsIn(text, () => true);
}

function* secretsIn(text: string, counts: (name: string, value: string) => boolean): Generator<PlainFinding> {
  for (const { index, groups = {} } of text.matchAll(named)) {
    const { name = "", sign = "", value = "" } = groups;
    const start = index + name.length + sign.length;
    if (counts(name, value)) yield { kind: "secret", start, end: start + value.length };
  }
}

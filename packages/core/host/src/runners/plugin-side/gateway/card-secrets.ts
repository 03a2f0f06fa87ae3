/**
 * What a connector is given of a card and nobody else may see: ciphertext and PIN block. A connector that puts them into
 * its state, its outcome or an error would put them into the journal and the log; here that is noticed. Only what is
 * there unchanged, in bytes or as text, can be.
 */
import type { CardData } from "@tillwire/plugin-api";

/** Shorter parts than this could be anything. */
const BYTES_MIN = 8;

/** Does any of it show in a value? */
export type Reveals = (value: unknown) => boolean;

/** Looks for the card's encrypted parts. */
export function revealerOf(card: CardData | undefined): Reveals {
  const parts = [
    ...(card?.encrypted ?? []).map(({ ciphertext }) => ciphertext),
    ...(card?.pin ? [card.pin.block] : []),
  ];
  const forms = parts.filter(({ length }) => length >= BYTES_MIN).flatMap(formsOf);
  return (value) => {
    if (forms.length === 0) return false;
    const text = textOf(value);
    const upperCase = text.toUpperCase();
    return forms.some((form) => text.includes(form) || upperCase.includes(form));
  };
}

function formsOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  const base64 = buffer.toString("base64").replaceAll("=", "");
  return [buffer.toString("hex").toUpperCase(), base64, base64.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Bytes inside are shown in hexadecimal, so that they are found too. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_, inner: unknown) =>
    inner instanceof Uint8Array ? Buffer.from(inner).toString("hex") : inner,
  );
}

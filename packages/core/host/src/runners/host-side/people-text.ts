/**
 * Texts that a device hands on for people: receipt lines, words on a screen, messages. Plugins mask card numbers where
 * they parse; should one forget, no till, no event and no journal gets to see them. References and codes are not touched:
 * what they are compared and reversed by must stay what it is.
 */
import { TEXT_LENGTH_MAX } from "@tillwire/engine/schemas";
import { maskText } from "../../logs/mask.ts";

const peopleText: ReadonlySet<string> = new Set(["text", "message", "reason"]);

/** The same data, with card data taken out of every text for people in it. */
export function withoutCardData<Data>(data: Data): Data {
  return masked(data) as Data; // the shape stays, only texts change
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const text = typeof inner === "string" && peopleText.has(name);
    return [name, text ? maskText(inner).slice(0, TEXT_LENGTH_MAX) : masked(inner)] as const;
  });
  return Object.fromEntries(entries);
}

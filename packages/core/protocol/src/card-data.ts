/**
 * Where in a message card data stands. A POS never has a reason to send any; one that does is told so by the field's
 * name, and what it sent is neither stored nor repeated. What looks like card data is decided in `plugin-api`.
 */
import { looksLikeCardData } from "@tillwire/plugin-api/card-data";

/**
 * The path of the first text, number or name inside a value that looks like card data; nothing when there is none.
 * @public
 */
export function findCardData(value: unknown, path = ""): string | undefined {
  if (typeof value === "string" || typeof value === "number") {
    return looksLikeCardData(String(value)) ? nameOf(path) : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (looksLikeCardData(name)) return `a name in ${nameOf(path)}`;
    const found = findCardData(inner, path === "" ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Names are the sender's own: long ones, and those that add up to a card number, are not repeated. */
function nameOf(path: string): string {
  return path === "" || path.length > 200 || looksLikeCardData(path) ? "the message" : path;
}

/** Text to bytes and back, and reading from links. */
import type { ByteLink } from "@tillwire/plugin-api";

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Reads to the end; the pieces as text. */
export async function collect(link: ByteLink): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of link.incoming) pieces.push(textOf(piece));
  return pieces;
}

/** The next piece as text, or "" at the end. */
export async function nextPiece(link: ByteLink): Promise<string> {
  const result = await link.incoming[Symbol.asyncIterator]().next();
  return result.done === true ? "" : textOf(result.value);
}

function textOf(piece: Uint8Array): string {
  return Buffer.from(piece).toString("utf8");
}

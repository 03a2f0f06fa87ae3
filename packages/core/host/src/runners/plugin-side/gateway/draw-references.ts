/**
 * References for session messages, which no payment is about: drawn by chance, in the form that the connector declares.
 * Attempts get theirs from the engine, which counts them and writes them down.
 */
import type { RandomBytes, ReferenceDeclaration, References } from "@tillwire/plugin-api";

const characters = {
  digits: "0123456789",
  alphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  hexadecimal: "0123456789ABCDEF",
} as const;

/** One of each. A reference of digits begins anywhere but at zero. */
export function drawReferences(declarations: readonly ReferenceDeclaration[], random: RandomBytes): References {
  return Object.fromEntries(declarations.map((declaration) => [declaration.name, draw(declaration, random)]));
}

function draw({ alphabet, length }: ReferenceDeclaration, random: RandomBytes): string {
  const from = characters[alphabet];
  const text = [...random(length)].map((byte) => from.charAt(byte % from.length)).join("");
  return /^0+$/.test(text) ? text.slice(1) + from.charAt(1) : text;
}

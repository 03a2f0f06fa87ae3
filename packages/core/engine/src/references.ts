/**
 * Allocation of references: names for an attempt that the peer will know it by. Short ones are counted, so that none
 * comes twice before all have been used; long ones are drawn from the entropy that the host hands in.
 */
import type { ReferenceDeclaration, References } from "@tillwire/plugin-api";
import type { LaneConfig } from "./state.ts";

const alphabets = {
  digits: "0123456789",
  alphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  hexadecimal: "0123456789ABCDEF",
};

/** From here on two draws meet so rarely that it does not happen: 64 bits. */
const randomFrom = 2n ** 64n;

/** References for a new attempt, with the counters as they stand after it. */
export interface Allocation {
  readonly references: References;
  readonly counters: Readonly<Record<string, number>>;
}

/** Allocates. `entropy` is hexadecimal, at least 32 bytes, and used for one attempt only. */
export function allocateReferences(
  config: LaneConfig,
  before: ReadonlyMap<string, number>,
  entropy: string,
): Allocation {
  const mover = config.gateway ?? config.device;
  const references: Record<string, string> = {};
  const counters: Record<string, number> = {};
  for (const [index, declaration] of mover.references.entries()) {
    if (isCounted(declaration)) {
      const name = counterName(config, declaration);
      const count = (before.get(name) ?? 0) + 1;
      counters[name] = count;
      references[declaration.name] = countAsText(declaration, count);
    } else references[declaration.name] = draw(declaration, entropy, index);
  }
  return { references, counters };
}

function isCounted({ alphabet, length }: ReferenceDeclaration): boolean {
  return BigInt(alphabets[alphabet].length) ** BigInt(length) < randomFrom;
}

function counterName(config: LaneConfig, { name, scope }: ReferenceDeclaration): string {
  if (scope === "lane") return `lane ${config.lane} ${name}`;
  return config.gateway ? `gateway ${config.gateway.id} ${name}` : `device ${config.device.id} ${name}`;
}

/** 1, 2, … up to the most that fits, then 1 again; the counter itself goes on. Only digits are counted with. */
function countAsText({ length }: ReferenceDeclaration, count: number): string {
  const most = 10 ** Math.min(length, 15) - 1;
  return String(((count - 1) % most) + 1).padStart(length, "0");
}

function draw({ alphabet, length }: ReferenceDeclaration, entropy: string, index: number): string {
  const characters = alphabets[alphabet];
  const base = BigInt(characters.length);
  const offset = (index * 16) % entropy.length;
  let rest = BigInt(`0x${entropy.slice(offset)}${entropy.slice(0, offset)}`); // another rotation for each reference
  let text = "";
  while (text.length < length) {
    text += characters[Number(rest % base)] ?? "";
    rest /= base;
  }
  return text;
}

/**
 * Allocation of references: names for an attempt that the peer will know it by. Short ones are counted, so that none
 * comes twice before all have been used; long ones are drawn from the entropy that the host hands in.
 */
import type { ReferenceDeclaration, References } from "@tillwire/plugin-api";
import type { LaneConfig } from "./state.ts";

const alphabets = { digits: "0123456789", alphanumeric: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", hexadecimal: "0123456789ABCDEF" };

/** From here on two draws meet so rarely that it does not happen: 64 bits. */
const randomFrom = 2n ** 64n;

/** References for a new attempt. `entropy` is hexadecimal, at least 32 bytes, and used for one attempt only. */
export function allocateReferences(
  config: LaneConfig,
  counters: ReadonlyMap<string, number>,
  entropy: string,
): References {
  const drawn = config.device.references.map((declaration, index) => {
    const value = isCounted(declaration)
      ? nextCount(declaration, counters.get(counterName(config, declaration)) ?? 0)
      : draw(declaration, entropy, index);
    return [declaration.name, value] as const;
  });
  return Object.fromEntries(drawn);
}

function isCounted({ alphabet, length }: ReferenceDeclaration): boolean {
  return BigInt(alphabets[alphabet].length) ** BigInt(length) < randomFrom;
}

function counterName(config: LaneConfig, { name, scope }: ReferenceDeclaration): string {
  return scope === "lane" ? `lane ${config.lane} ${name}` : `device ${config.device.id} ${name}`;
}

/** 1, 2, … up to the most that fits, then 1 again. Only digits are counted with. */
function nextCount({ length }: ReferenceDeclaration, last: number): string {
  const most = 10 ** Math.min(length, 15) - 1;
  return String(last >= most ? 1 : last + 1).padStart(length, "0");
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

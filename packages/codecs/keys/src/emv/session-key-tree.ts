/** Session keys as leaves of a tree, each key coming from its parent and its grandparent. Source: EMV 4.0 Book 2, A1.3. */
import { concatBytes } from "@tillwire/bytes";
import { xorBytes } from "../cipher/bits.ts";
import { tripleDes } from "../cipher/triple-des.ts";
import type { TreeShape } from "./session-key.ts";

/** The key of one transaction counter. */
export function treeKey(masterKey: Uint8Array, counter: number, shape: TreeShape): Uint8Array {
  const { height, branchFactor, initialVector } = shape;
  let grandparent = initialVector;
  let parent = masterKey;
  for (let level = 1; level <= height; level += 1) {
    const branch = Math.floor(counter / branchFactor ** (height - level)) % branchFactor;
    const child = childKey(parent, grandparent, branch);
    if (level === height) return xorBytes(child, grandparent);
    grandparent = parent;
    parent = child;
  }
  return parent;
}

function childKey(parent: Uint8Array, grandparent: Uint8Array, branch: number): Uint8Array {
  const blocks = concatBytes(grandparent);
  blocks[7] = (blocks[7] ?? 0) ^ branch;
  blocks[15] = (blocks[15] ?? 0) ^ branch ^ 0xf0;
  return tripleDes(parent).encrypt(blocks);
}

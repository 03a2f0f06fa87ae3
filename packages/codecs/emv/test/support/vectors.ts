/** Published vectors, each with the source it was taken from. */
import { readFileSync } from "node:fs";

export interface Vector<Inputs, Expected> {
  readonly id: string;
  readonly kind: string;
  readonly inputs: Inputs;
  readonly expected: Expected;
  readonly source: string | readonly string[];
  readonly verified: boolean;
}

type VectorFile = "tlv" | "track2" | "pan" | "testcards";

/** All vectors of one kind. Fails when there are none, so that a renamed kind cannot pass by being empty. */
export function vectors<Inputs, Expected>(file: VectorFile, kind: string): Vector<Inputs, Expected>[] {
  const all = readEntries<Vector<Inputs, Expected>>(file).filter((vector) => vector.kind === kind);
  if (all.length === 0) throw new Error(`${file}.json has no vectors of the kind ${kind}.`);
  return all;
}

/** The entries of a file of vectors. */
export function readEntries<Entry>(file: string): Entry[] {
  const path = new URL(`../vectors/${file}.json`, import.meta.url);
  return (JSON.parse(readFileSync(path, "utf8")) as { entries: Entry[] }).entries;
}

/** A configuration as a YAML document: its value, and where in the file each part of it stands. Knows no settings. */
import { isAlias, isMap, isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import { yamlWords } from "./yaml-words.ts";

/** Where something stands in a file: `tillwire.yaml:4:9`. */
export type PlaceOf = (path: readonly PropertyKey[]) => string;

/** A file that was read, or what is wrong with it as YAML, with its place. */
export type ReadDocument =
  | { readonly ok: true; readonly value: unknown; readonly placeOf: PlaceOf }
  | { readonly ok: false; readonly problem: string };

/** A file that grows by more aliases than this is an attack or a mistake. */
const aliasesMax = 100;

/** Reads the text. `file` is for the places. */
export function readDocument(text: string, file: string): ReadDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) return { ok: false, problem: `${at(problem.pos[0])} ${yamlWords(problem)}` };
  const lost = unresolvedAlias(document);
  if (lost !== undefined)
    return { ok: false, problem: `${at(lost)} a value that begins with * needs quotes around it` };
  try {
    const value: unknown = document.toJS({ maxAliasCount: aliasesMax });
    return { ok: true, value, placeOf: (path) => at(offsetOf(document, path)) };
  } catch {
    return { ok: false, problem: `${at(0)} the file repeats parts of itself (*name) too often: write them out` }; // all that can throw here
  }
}

/** Where an alias stands that leads nowhere: usually a value such as *.example, without its quotes. */
function unresolvedAlias(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

/** Where the value stands, or the nearest thing around it that does. Of a plugin, where it is named. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let steps = path; steps.length > 0; steps = steps.slice(0, -1)) {
    const found: unknown = document.getIn(steps, true);
    const node = isAlias(found) ? found.resolve(document) : found;
    const named: unknown = isMap(node) ? node.get("use", true) : undefined;
    if (isNode(named) && named.range && steps.length === path.length) return named.range[0];
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

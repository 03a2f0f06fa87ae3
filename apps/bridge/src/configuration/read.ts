/** Reads a configuration file. What is wrong is told with file, line and column, all of it at once. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { TillwireError } from "@tillwire/plugin-api";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";
import { configurationSchema } from "./schema.ts";
import type { Configuration } from "./schema.ts";

/** A configuration, with the folder that names and paths in it are relative to. */
export interface ConfigurationFile {
  readonly configuration: Configuration;
  readonly folder: string;
}

/** A file larger than this is no configuration. */
const fileBytesMax = 1_048_576;
/** More than this many errors help nobody. */
const errorsShownMax = 10;

/** Reads and checks the file. Rejects with `SETTINGS_INVALID`. */
export async function readConfiguration(path: string): Promise<ConfigurationFile> {
  const file = resolve(path);
  const text = await readText(file);
  const configuration = parseConfiguration(text, file);
  const folder = dirname(file);
  return { configuration: { ...configuration, dataFolder: resolve(folder, configuration.dataFolder) }, folder };
}

/** Parses the text of a configuration. `file` is for the messages. Throws `SETTINGS_INVALID`. */
export function parseConfiguration(text: string, file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [syntax] = document.errors;
  if (syntax) throw invalid([`${at(syntax.pos[0])} ${syntax.message}`]);
  const parsed = configurationSchema.safeParse(valueOf(document, file));
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((issue) => `${at(offsetOf(document, issue))} ${describe(issue)}`));
}

function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }); // a file that grows by aliases is an attack or a mistake
  } catch (cause) {
    throw new TillwireError("SETTINGS_INVALID", { message: `${file} cannot be read as YAML.`, effect: "none", cause });
  }
}

async function readText(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.byteLength > fileBytesMax) throw new RangeError(`it is larger than ${fileBytesMax} bytes`);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TillwireError("SETTINGS_INVALID", {
      message: `The configuration ${file} cannot be read: ${reason}. Name another file with --config.`,
      effect: "none",
      cause,
    });
  }
}

/** Where the wrong value stands, or the nearest thing around it that does. */
function offsetOf(document: Document, issue: z.core.$ZodIssue): number {
  const unknownKey = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  for (let path = [...issue.path, ...unknownKey]; path.length > 0; path = path.slice(0, -1)) {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ` : "";
  const inner = issue.code === "invalid_key" ? issue.issues.map(({ message }) => message).join("; ") : issue.message;
  return `${path}${inner}`;
}

function invalid(errors: readonly string[]): TillwireError {
  const shown = errors.slice(0, errorsShownMax);
  const more = errors.length > shown.length ? [`… and ${errors.length - shown.length} more`] : [];
  const message = ["The configuration is not valid:", ...shown, ...more].join("\n  ");
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

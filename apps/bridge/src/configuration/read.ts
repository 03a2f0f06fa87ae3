/** Reads a configuration file. What is wrong is told with file, line and column, all of it at once. */
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, parse, resolve } from "node:path";
import { explainIssues, nearestName, TillwireError } from "@tillwire/plugin-api";
import { readDocument } from "./document.ts";
import type { PlaceOf } from "./document.ts";
import { invalid } from "./problems.ts";
import { configurationSchema } from "./schema.ts";
import type { Configuration } from "./schema.ts";

/** A configuration, with the folder that names and paths in it are relative to. */
export interface ConfigurationFile {
  readonly configuration: Configuration;
  readonly folder: string;
}

/** One that stands in a file, with the places of its parts. */
export interface ReadConfiguration extends ConfigurationFile {
  readonly placeOf: PlaceOf;
}

/** A file larger than this is no configuration. */
const fileBytesMax = 1_048_576;

/** Reads and checks the file. Rejects with `SETTINGS_INVALID`. */
export async function readConfiguration(path: string): Promise<ReadConfiguration> {
  const file = resolve(path);
  const { configuration, placeOf } = parseConfiguration(await readText(file), file);
  const folder = dirname(file);
  const dataFolder = resolve(folder, configuration.dataFolder);
  return { configuration: { ...configuration, dataFolder }, folder, placeOf };
}

/** Parses the text of a configuration. `file` is for the messages. Throws `SETTINGS_INVALID`. */
export function parseConfiguration(text: string, file: string): Omit<ReadConfiguration, "folder"> {
  const document = readDocument(text, file);
  if (!document.ok) throw invalid([document.problem]);
  const { value, placeOf } = document;
  if (value === null) throw invalid([`${placeOf([])} the file is empty: it needs at least one lane`]);
  const parsed = configurationSchema.safeParse(value);
  if (parsed.success) return { configuration: parsed.data, placeOf };
  const about = { schema: configurationSchema, value, whole: "the configuration" };
  throw invalid(explainIssues(parsed.error.issues, about).map(({ path, message }) => `${placeOf(path)} ${message}`));
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch(async (cause: unknown) => {
    throw unreadable(file, `${reasonOf(cause)}${await hintAt(file, cause)}`, cause);
  });
  if (bytes.byteLength > fileBytesMax) throw unreadable(file, `is larger than ${fileBytesMax} bytes. ${otherFile}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(file, "is not a text in UTF-8. Save it in an editor as UTF-8", cause);
  }
}

const otherFile = "Name another file with --config";
const reasons: Readonly<Record<string, string>> = {
  ENOENT: `is not there. Make it, or name another file with --config; without one, try "tillwire start --demo"`,
  ENOTDIR: `is not there: a part of its path is no folder. ${otherFile}`,
  EISDIR: "is a folder. Name the file in it with --config",
  EACCES: "may not be read by this user. Change its owner or its permissions",
};

function reasonOf(cause: unknown): string {
  const known = cause instanceof Error && "code" in cause ? reasons[String(cause.code)] : undefined;
  return known ?? `cannot be read (${cause instanceof Error ? cause.message : String(cause)}). ${otherFile}`;
}

/** The file beside it that was meant: `tillwire.yml`, or a slip of the finger. */
async function hintAt(file: string, cause: unknown): Promise<string> {
  if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) return "";
  const all = await readdir(dirname(file)).catch(() => []); // a folder that is not there either gives no hint
  const names = all.filter((name) => /\.ya?ml$/.test(name));
  const nearest = names.find((name) => parse(name).name === parse(file).name) ?? nearestName(basename(file), names);
  return nearest === undefined ? "" : `. Beside it stands ${nearest}`;
}

function unreadable(file: string, what: string, cause?: unknown): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `The configuration ${file} ${what}.`,
    effect: "none",
    cause,
  });
}

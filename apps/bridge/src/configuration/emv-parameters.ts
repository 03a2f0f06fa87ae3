/** Reads the file of EMV parameters that a lane names. What is in it, the host checks. */
import { readFile } from "node:fs/promises";
import { TillwireError } from "@tillwire/plugin-api";
import type { EmvParameterSet } from "@tillwire/plugin-api";
import { inPart } from "@tillwire/host";
import type { OptionsPart } from "@tillwire/host";
import { readDocument } from "./document.ts";

/** The keys of all schemes and some dozens of applications stay far below this. */
const fileBytesMax = 1_048_576;

/** Reads it. Rejects with an `OptionsError` for a file that is not there, or is neither YAML nor JSON. */
export async function readEmvParameters(file: string, part: OptionsPart): Promise<EmvParameterSet> {
  const document = readDocument(await readText(file, part), file);
  if (!document.ok) throw inPart(part, invalid(document.problem));
  return document.value as EmvParameterSet; // checked with the options of the bridge
}

async function readText(file: string, part: OptionsPart): Promise<string> {
  const bytes = await readFile(file).catch((cause: unknown) => {
    const why =
      cause instanceof Error && "code" in cause && cause.code === "ENOENT" ? "is not there" : "cannot be read";
    throw inPart(part, invalid(`The file ${file} ${why}. Correct its path, or leave emvParameters out.`, cause));
  });
  if (bytes.byteLength <= fileBytesMax) return bytes.toString("utf8");
  throw inPart(part, invalid(`The file ${file} is larger than ${fileBytesMax} bytes: it holds no EMV parameters.`));
}

function invalid(message: string, cause?: unknown): TillwireError {
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none", cause });
}

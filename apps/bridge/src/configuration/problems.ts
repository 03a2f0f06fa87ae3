/** The one form in which a wrong configuration is told: all of it at once, each with its place in the file. */
import { TillwireError } from "@tillwire/plugin-api";
import type { ErrorCode } from "@tillwire/plugin-api";
import { OptionsError } from "@tillwire/host";
import type { PlaceOf } from "./document.ts";

/** More than this many problems help nobody. */
const problemsShownMax = 10;

const headings: Readonly<Partial<Record<ErrorCode, string>>> = {
  SETTINGS_INVALID: "The configuration is not valid:",
  PLUGIN_FAILED: "A plugin that the configuration names cannot be used:",
  PLUGIN_UNSUPPORTED: "A plugin that the configuration names cannot be used:",
};

/** The error. */
export function invalid(
  problems: readonly string[],
  code: ErrorCode = "SETTINGS_INVALID",
  cause?: unknown,
): TillwireError {
  const shown = problems.slice(0, problemsShownMax);
  const more = problems.length > shown.length ? [`… and ${problems.length - shown.length} more`] : [];
  const message = [headings[code], ...shown, ...more].join("\n  ");
  return new TillwireError(code, { message, effect: "none", cause });
}

/**
 * What was thrown over a bridge's options, with the places in the file. What is about the machine (a port that is taken)
 * and not about the file stays as it is.
 */
export function withPlaces(thrown: unknown, placeOf: PlaceOf): unknown {
  if (!(thrown instanceof OptionsError) || headings[thrown.code] === undefined) return thrown;
  const told = thrown.problems.map(({ path, message }) => `${placeOf(inFile(path))} ${message}`);
  return invalid(told, thrown.code, thrown);
}

/** The options are called as the settings in the file are, but for one. */
function inFile([first, ...rest]: readonly PropertyKey[]): readonly PropertyKey[] {
  return first === undefined ? [] : [first === "server" ? "listen" : first, ...rest];
}

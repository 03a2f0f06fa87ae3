/** Settings of a virtual device from the command line, as JSON: what its README lists. */
import { TillwireError } from "@tillwire/plugin-api";

/** Parses the text; the device itself checks what stands in it. Throws `REQUEST_INVALID`. */
export function settingsOf(text: string | undefined): object {
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed; // every setting is optional, and is checked there
  } catch (cause) {
    throw invalid(cause);
  }
  throw invalid();
}

function invalid(cause?: unknown): TillwireError {
  const message = '--settings is a JSON object, such as \'{"pacing":{"pinMs":2000}}\'.';
  return new TillwireError("REQUEST_INVALID", { message, effect: "none", cause });
}

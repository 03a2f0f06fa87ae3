/** How the host refuses a plugin or its settings: always before anything was touched, so without effect. */
import { TillwireError } from "@tillwire/plugin-api";
import type { ErrorCode } from "@tillwire/plugin-api";

/** An error of loading; none of them can have moved money. */
export function refusal(
  code: Extract<ErrorCode, "PLUGIN_FAILED" | "PLUGIN_UNSUPPORTED" | "SETTINGS_INVALID">,
  message: string,
  cause?: unknown,
): TillwireError {
  return new TillwireError(code, { message, effect: "none", cause });
}

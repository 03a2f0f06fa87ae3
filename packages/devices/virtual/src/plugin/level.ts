/** Holds a terminal to its recovery level: the engine counts on it. */
import { TillwireError } from "@tillwire/plugin-api";
import type { TerminalMessageOf } from "../protocol/terminal-messages.ts";
import type { Level } from "../protocol/vocabulary.ts";

/**
 * Takes terminals of the wanted level only. Where none is wanted, the first terminal that answers decides which level all
 * later ones must have. What it gives throws `SETTINGS_INVALID`.
 */
export function levelKeeper(wanted: Level | undefined): (welcome: TerminalMessageOf<"welcome">) => void {
  let kept = wanted;
  return ({ level }) => {
    if (kept !== undefined && level !== kept) throw otherLevel(kept, level);
    kept = level;
  };
}

function otherLevel(wanted: Level, found: Level): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `The terminal is set to level ${found}, not ${wanted}. Set both to the same level.`,
    effect: "none",
  });
}

/** What a behavior wants to break at a moment. */
import type { Behavior, Trouble } from "../behaviors.ts";
import { closeSession } from "./draft.ts";
import type { Draft } from "./draft.ts";
import { keyIn } from "./key-in.ts";

/** What somebody keys in by hand while the line is down. */
const keyedSale = { amountMinor: 500, currency: "EUR" } as const;

/** Breaks what is to be broken now. `down`: the terminal restarts, and nothing after this happens. */
export function breakDown(draft: Draft, { trouble }: Behavior, moment: Trouble["moment"]): "up" | "down" {
  if (trouble?.moment !== moment) return "up";
  const { rebootMs, hangMs } = draft.settings;
  switch (trouble.what) {
    case "drop":
      closeSession(draft);
      return "up";
    case "drop-and-key-in":
      closeSession(draft);
      keyIn(draft, keyedSale);
      return "up";
    case "hang":
      draft.outputs.push({ type: "hang", durationMs: hangMs });
      return "up";
    case "reboot":
      draft.outputs.push({ type: "reboot", durationMs: rebootMs });
      return "down";
  }
}

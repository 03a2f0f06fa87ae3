/** Checks of values from the command line. */
import { TillwireError } from "@tillwire/plugin-api";

/** The command line as it was typed. */
export interface Flags {
  readonly config?: string | undefined;
  readonly demo?: boolean | undefined;
  readonly once?: boolean | undefined;
  readonly data?: string | undefined;
  readonly port?: string | undefined;
  readonly ledger?: string | undefined;
  readonly state?: string | undefined;
  readonly level?: string | undefined;
  readonly settings?: string | undefined;
  readonly machine?: boolean | undefined;
  readonly "until-stdin-ends"?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** A port number, or the default. Throws `REQUEST_INVALID`. */
export function portOf<Otherwise>(text: string | undefined, otherwise: Otherwise): number | Otherwise {
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new TillwireError("REQUEST_INVALID", {
    message: `--port is a number from 0 to 65535, and "${text}" is not. 0 picks a free one.`,
    effect: "none",
  });
}

/** A recovery level that the virtual terminal can have, or the default. Throws `REQUEST_INVALID`. */
export function levelOf(text: string | undefined): "B" | "C" | "D" {
  if (text === undefined) return "B";
  if (text === "B" || text === "C" || text === "D") return text;
  throw new TillwireError("REQUEST_INVALID", {
    message: `--level is B, C or D, and "${text}" is not. See the README of @tillwire/device-virtual.`,
    effect: "none",
  });
}

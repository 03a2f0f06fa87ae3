/**
 * Sees to it that a reader holds the EMV parameter set of its lane before it takes payments. Only the reader knows the
 * hash of a set in its own format: it tells it when it has loaded one, and what it holds when it is asked.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { EmvParameterSet, Logger } from "@tillwire/plugin-api";
import type { ReaderRole } from "../runners/roles/reader.ts";
import type { Callable } from "../runners/runner.ts";

/** Makes a reader hold the set; rejects while it does not. */
export type ParameterLoader = (reader: Callable<ReaderRole>, signal: AbortSignal) => Promise<void>;

/** The loader of one lane. Without a set the reader keeps what it has. */
export function createParameterLoader(parameters: EmvParameterSet | undefined, log: Logger): ParameterLoader {
  let wanted: string | undefined; // the set's hash, once this reader has told it
  return async (reader, signal) => {
    if (parameters === undefined) return;
    const { version } = parameters;
    try {
      const held = await reader.call("parametersHash", undefined, signal);
      if (held !== null && held === wanted) return;
      wanted = await reader.call("loadParameters", parameters, signal);
      const holds = await reader.call("parametersHash", undefined, signal);
      if (holds !== wanted) throw staleStill();
      log.info("parameters-loaded", { version, hash: wanted });
    } catch (thrown) {
      throw notLoaded(version, thrown);
    }
  };
}

function staleStill(): TillwireError {
  const message = "It says that it holds others than it was given.";
  return new TillwireError("DEVICE_REFUSED", { message, effect: "none" });
}

function notLoaded(version: string, thrown: unknown): TillwireError {
  const { code, message } = errorData(thrown);
  return new TillwireError(code, {
    message: `The reader does not hold the EMV parameters of this lane (version ${version}). ${message}`,
    effect: "none",
    cause: thrown,
  });
}

/**
 * What a plugin prints: not lost, but bounded. Lines become log lines; beyond the bounds the worker's own streams are
 * left unread, so that a flood fills the worker's memory and not the bridge's.
 */
import type { Readable } from "node:stream";
import type { Clock, Logger } from "@tillwire/plugin-api";
import { limitedLogger } from "../logs/limited-logger.ts";

/** Printing is for debugging; a line now and then. */
const LINES_PER_SECOND_MAX = 20;
const CHARACTERS_PER_SECOND_MAX = 65_536;
const LINE_LENGTH_MAX = 2_000;

/** Logs what comes out of a worker's stream until it ends. */
export function logOutput(
  stream: Readable,
  name: "stdout" | "stderr",
  { log, clock }: { log: Logger; clock: Clock },
): void {
  const limited = limitedLogger(log, clock, LINES_PER_SECOND_MAX);
  let unfinished = "";
  let secondStartedMs = clock.monotonicMs();
  let read = 0;

  const write = (line: string): void => {
    if (line.trim() !== "") limited.info("plugin-output", { stream: name, line });
  };
  const restAfterFlood = async (): Promise<void> => {
    stream.pause();
    await clock.sleep(1_000);
    stream.resume();
  };
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = `${unfinished}${chunk}`.split(/\r?\n/);
    unfinished = lines.pop() ?? "";
    if (unfinished.length > LINE_LENGTH_MAX) lines.push(unfinished.slice(0, LINE_LENGTH_MAX));
    if (unfinished.length > LINE_LENGTH_MAX) unfinished = "";
    lines.forEach(write);
    const nowMs = clock.monotonicMs();
    if (nowMs - secondStartedMs >= 1_000) [secondStartedMs, read] = [nowMs, 0];
    read += chunk.length;
    if (read > CHARACTERS_PER_SECOND_MAX) void restAfterFlood();
  });
  stream.on("end", () => write(unfinished));
}

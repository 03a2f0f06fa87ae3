/** When to do a checkpoint: it costs milliseconds that no payment should wait for. */
import { journalLimits } from "./limits.ts";

/** Decides when; `run` does it. */
export interface Checkpoints {
  /** So much was committed. */
  committed(sizeBytes: number): void;
  /** No more of them. */
  stop(): void;
}

/** In idle time; or at once, when the write-ahead log has grown. */
export function createCheckpoints(run: () => void): Checkpoints {
  let commits = 0;
  let bytes = 0;
  let idle: NodeJS.Timeout | undefined;

  function start(): void {
    commits = 0;
    bytes = 0;
    run();
  }

  return {
    committed(sizeBytes) {
      commits += 1;
      bytes += sizeBytes;
      clearTimeout(idle);
      if (commits >= journalLimits.checkpointCommits || bytes >= journalLimits.checkpointBytes) start();
      else idle = setTimeout(start, journalLimits.checkpointIdleMs);
    },
    stop: () => clearTimeout(idle),
  };
}

/** When to do a checkpoint: it costs milliseconds that no payment should wait for. */
import { journalLimits } from "./limits.ts";

/** Decides when; `run` does it. */
export interface Checkpoints {
  /** So much was committed. `short`: the log has to stay small, since room is. */
  committed(sizeBytes: number, short: boolean): void;
  /** No more of them. */
  stop(): void;
}

const usual = [journalLimits.checkpointCommits, journalLimits.checkpointBytes] as const;
const whileShort = [journalLimits.checkpointShortCommits, journalLimits.checkpointShortBytes] as const;

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
    committed(sizeBytes, short) {
      commits += 1;
      bytes += sizeBytes;
      clearTimeout(idle);
      const [mostCommits, mostBytes] = short ? whileShort : usual;
      if (commits >= mostCommits || bytes >= mostBytes) start();
      else idle = setTimeout(start, journalLimits.checkpointIdleMs);
    },
    stop: () => clearTimeout(idle),
  };
}

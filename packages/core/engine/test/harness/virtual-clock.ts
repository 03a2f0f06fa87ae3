/** Virtual time: what is due runs in the order of its moments, and nothing waits for real. */

/** A clock that moves only when it is told to. */
export interface VirtualClock {
  /** Milliseconds since the world began. */
  nowMs(): number;
  /** What a clock on the wall shows; it may jump. */
  wallMs(): number;
  jumpWall(byMs: number): void;
  /** A number that rises with every call: tells which of two things came first, also within a millisecond. */
  stamp(): number;
  /** Runs something later. Gives back how to call it off. */
  after(durationMs: number, run: () => void): () => void;
  advance(durationMs: number): void;
}

interface Due {
  readonly atMs: number;
  readonly run: () => void;
}

/** More than any test needs within one `advance`: what goes beyond it runs in circles. */
const dueMax = 200_000;

/** Makes a clock. */
export function createVirtualClock(): VirtualClock {
  let nowMs = 0;
  let wallOffsetMs = Date.UTC(2026, 0, 2);
  let stamps = 0;
  const waiting: Due[] = []; // the next one last

  function after(durationMs: number, run: () => void): () => void {
    const due = { atMs: nowMs + durationMs, run };
    let [low, high] = [0, waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((waiting[middle]?.atMs ?? 0) > due.atMs) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, due);
    return () => {
      const at = waiting.indexOf(due);
      if (at >= 0) waiting.splice(at, 1);
    };
  }

  function advance(durationMs: number): void {
    const untilMs = nowMs + durationMs;
    for (let count = 0; (waiting.at(-1)?.atMs ?? Infinity) <= untilMs; count += 1) {
      if (count > dueMax) throw new Error("Something happens again and again without an end.");
      const due = waiting.pop();
      nowMs = due?.atMs ?? nowMs;
      due?.run();
    }
    nowMs = untilMs;
  }

  return {
    nowMs: () => nowMs,
    wallMs: () => wallOffsetMs + nowMs,
    jumpWall(byMs) {
      wallOffsetMs += byMs;
    },
    stamp: () => (stamps += 1),
    after,
    advance,
  };
}

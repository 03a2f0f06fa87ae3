/** Waiting with an end. */
import type { Clock } from "@tillwire/plugin-api";

/** True when the promise settled, either way, before `durationMs` were over. Never rejects. */
export async function settledWithin(promise: Promise<unknown>, durationMs: number, clock: Clock): Promise<boolean> {
  const settled = new AbortController();
  const done = promise.then(
    () => true,
    () => true,
  );
  const late = clock.sleep(durationMs, settled.signal).then(
    () => false,
    () => true, // aborted below, when nobody looks any more
  );
  const result = await Promise.race([done, late]);
  settled.abort();
  return result;
}

/** Calls as the engine is told of them: a result, or the error that came instead; some with an end of their own. */
import type { Clock } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import type { Answered } from "@tillwire/engine";

/** What a call gave. Never rejects. */
export async function answered<Result>(call: Promise<Result>): Promise<Answered<Result>> {
  try {
    return { result: await call };
  } catch (thrown) {
    return { error: errorData(thrown) };
  }
}

/** The same of a call that is aborted when it takes too long, or when `stop` says so. */
export async function answeredWithin<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  { clock, limitMs, stop }: { readonly clock: Clock; readonly limitMs: number; readonly stop?: AbortSignal },
): Promise<Answered<Result>> {
  const [timeout, finished] = [new AbortController(), new AbortController()];
  clock.sleep(limitMs, finished.signal).then(
    () => timeout.abort(),
    () => undefined, // the call was quicker
  );
  const signal = stop === undefined ? timeout.signal : AbortSignal.any([stop, timeout.signal]);
  const answer = await answered(call(signal));
  finished.abort();
  return answer;
}

/**
 * Whether anything may have left for a device. A plugin's error is about the step that failed (a wait that was stopped,
 * a second connection that nobody answered) and may say `none`; about the attempt only this knows. A doubt is unknown.
 */
import { TillwireError } from "@tillwire/plugin-api";

/** Counts what leaves over the links of one session. */
export interface Departures {
  /** Runs a send. One that rejects with `effect: "none"` has certainly sent nothing. */
  count<Result>(send: () => Promise<Result>): Promise<Result>;
  /** Begins to watch; the result says whether anything may have left since. */
  watch(): () => boolean;
}

/** Starts to count. */
export function createDepartures(): Departures {
  let left = 0;
  let underWay = 0;
  return {
    async count(send) {
      underWay += 1;
      try {
        const result = await send();
        left += 1;
        return result;
      } catch (thrown) {
        if (!TillwireError.is(thrown) || thrown.effect !== "none") left += 1;
        throw thrown;
      } finally {
        underWay -= 1;
      }
    },
    watch() {
      const before = left;
      return () => left > before || underWay > 0;
    },
  };
}

/** What a call threw, with the effect that it can have had on the attempt. */
export function aboutTheAttempt(thrown: unknown, mayHaveLeft: boolean): unknown {
  if (!mayHaveLeft || !TillwireError.is(thrown) || thrown.effect === "possible") return thrown;
  const { code, message } = thrown;
  return new TillwireError(code, { message, effect: "possible", cause: thrown });
}

/**
 * The events of one payment: kept for late readers, up to a bound, and read by as many loops as like to. A reader that
 * falls behind the bound is told so by the `gap` event. Knows nothing of payments.
 */
import { deferred } from "./deferred.ts";

export interface EventLog<Event> {
  push(event: Event): void;
  /** Ends every loop; with an error, by throwing it. */
  end(error?: Error): void;
  /** Every loop begins with the oldest event that is kept. */
  readonly events: AsyncIterable<Event>;
}

export function createEventLog<Event>(eventsKept: number, gap: Event): EventLog<Event> {
  const kept: Event[] = [];
  let dropped = 0;
  let changed = deferred<void>();
  let ending: { readonly error?: Error } | undefined;

  function wakeReaders(): void {
    changed.resolve();
    changed = deferred();
  }

  async function* read(): AsyncGenerator<Event, void, undefined> {
    let position = 0;
    for (;;) {
      if (position < dropped) {
        position = dropped;
        yield gap;
      }
      const next = kept.slice(position - dropped, position - dropped + 1);
      if (next.length > 0) {
        position += 1;
        yield* next;
      } else if (ending !== undefined) {
        if (ending.error !== undefined) throw ending.error;
        return;
      } else {
        await changed.promise;
      }
    }
  }

  return {
    push(event) {
      if (ending !== undefined) return;
      kept.push(event);
      if (kept.length > eventsKept) {
        kept.shift();
        dropped += 1;
      }
      wakeReaders();
    },
    end(error) {
      ending ??= error === undefined ? {} : { error };
      wakeReaders();
    },
    events: { [Symbol.asyncIterator]: read },
  };
}

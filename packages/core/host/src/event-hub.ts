/**
 * Events on their way to the POS: a session hears of the payments that it has asked about, and of every lane. Progress
 * is kept for a while, bounded, so that a POS that was gone can catch up.
 */
import type { BridgeEvent, Logger, PaymentEvent, PaymentKey } from "@tillwire/plugin-api";
import { failure } from "./logs/logger.ts";

/** Payments whose progress is remembered: the last ones of a busy day. */
const paymentsMax = 500;
/** Events kept for one payment: many times what a sale brings. */
const eventsMax = 200;
/** Payments that one session follows; the oldest is forgotten first. */
const followedMax = 1_000;

/** What is still known of a payment's events. `complete`: none of this run has been dropped. */
export interface RememberedEvents {
  readonly events: readonly PaymentEvent[];
  readonly complete: boolean;
}

/** Passes events on and remembers them. */
export interface EventHub {
  /** A session that wants to hear. Gives back how to leave. */
  join(sessionId: string, notify: (event: BridgeEvent) => void): () => void;
  follow(sessionId: string, key: PaymentKey): void;
  publish(event: BridgeEvent): void;
  remembered(key: PaymentKey): RememberedEvents;
}

interface Listener {
  readonly notify: (event: BridgeEvent) => void;
  readonly followed: Set<PaymentKey>;
}

/** Makes a hub. A platform that fails to hear an event is its own trouble, which the log tells. */
export function createEventHub(log: Pick<Logger, "error">): EventHub {
  const listeners = new Map<string, Listener>();
  const memory = new Map<PaymentKey, { events: PaymentEvent[]; complete: boolean }>();

  function remember(event: PaymentEvent): void {
    const first = event.body.type === "accepted";
    const entry = memory.get(event.key) ?? { events: [], complete: first };
    entry.events.push(event);
    if (entry.events.length > eventsMax) {
      entry.events.shift();
      entry.complete = false;
    }
    memory.set(event.key, entry);
    dropOldest(memory, paymentsMax);
  }

  function tell(sessionId: string, { notify }: Listener, event: BridgeEvent): void {
    try {
      notify(event);
    } catch (thrown) {
      log.error("platform-missed-event", { sessionId, ...failure(thrown) });
    }
  }

  return {
    join(sessionId, notify) {
      listeners.set(sessionId, { notify, followed: new Set() });
      return () => listeners.delete(sessionId);
    },
    follow(sessionId, key) {
      const followed = listeners.get(sessionId)?.followed;
      followed?.add(key);
      if (followed) dropOldest(followed, followedMax);
    },
    publish(event) {
      if (event.type === "payment.event") remember(event.event);
      for (const [sessionId, listener] of listeners) {
        const hears = event.type !== "payment.event" || listener.followed.has(event.event.key);
        if (hears) tell(sessionId, listener, event);
      }
    },
    remembered: (key) => memory.get(key) ?? { events: [], complete: false },
  };
}

/** Both sets and maps of JavaScript keep the order in which names came in. */
function dropOldest(collection: Set<PaymentKey> | Map<PaymentKey, unknown>, most: number): void {
  for (const oldest of collection.keys()) {
    if (collection.size <= most) return;
    collection.delete(oldest);
  }
}

/** Names as a POS writes them, for the wire. Their forms are the bridge's to judge; the brands only tell them apart. */
import type { LaneId, PaymentId, PaymentKey } from "@tillwire/protocol/wire";

export function asKey(text: string): PaymentKey {
  return text as PaymentKey; // see above
}

export function asPaymentId(text: string): PaymentId {
  return text as PaymentId; // see above
}

export function asLane(text: string): LaneId {
  return text as LaneId; // see above
}

/** UTC, ISO 8601 with milliseconds. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

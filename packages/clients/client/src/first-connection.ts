/**
 * What a payment waits for that was never sent: a connection. As long as nothing was sent it can be given up at no risk,
 * so it also ends when it is canceled, overdue, or when the bridge cannot be spoken to at all.
 */
import { childAbort, forever } from "./abort.ts";
import { ClientError, toClientError } from "./client-error.ts";
import type { Connection } from "./connection.ts";
import type { End, Pursuit } from "./pursuit.ts";
import { neverSent } from "./refusals.ts";

/** The longest time that a timer can hold. Source: HTML Standard, section 8.7 (a signed 32-bit number of milliseconds). */
const timerMaxMs = 2 ** 31 - 1;

export async function awaitFirstConnection(pursuit: Pursuit): Promise<Connection | End> {
  const { connector, stopping } = pursuit.environment;
  if (pursuit.record.current.cancelWanted) return { kind: "withdrawn" };
  if (leftMs(pursuit) <= 0) return { kind: "refused", error: neverSent() };
  if (connector.current) return connector.current;
  try {
    await pursuit.record.update({ stage: "queued" });
  } catch (error) {
    return { kind: "refused", error: toClientError(error) };
  }
  pursuit.tell({ type: "queued" });
  const stop = childAbort(stopping);
  try {
    return await Promise.race([
      pursuit.withdrawn,
      usableConnection(pursuit, stop.signal),
      overdue(pursuit, stop.signal),
    ]);
  } finally {
    stop.abort();
  }
}

/** A bridge that is not there may come; one that speaks another version, or refuses this POS, stays as it is. */
async function usableConnection({ environment }: Pursuit, stop: AbortSignal): Promise<Connection | End> {
  const { connector } = environment;
  connector.hurry();
  for (;;) {
    const next = await connector.next(stop);
    if (!(next instanceof ClientError)) return next;
    if (!next.retry) return { kind: "refused", error: next };
  }
}

async function overdue(pursuit: Pursuit, stop: AbortSignal): Promise<End> {
  const waitMs = leftMs(pursuit);
  if (waitMs > timerMaxMs) return forever();
  await pursuit.environment.clock.sleep(waitMs, stop);
  return { kind: "refused", error: neverSent() };
}

/** Milliseconds until the payment is not submitted any more. */
export function leftMs({ record, environment }: Pursuit): number {
  return (record.current.submitBeforeMs ?? Infinity) - environment.clock.nowMs();
}

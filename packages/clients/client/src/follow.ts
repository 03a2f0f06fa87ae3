/** Follows a payment on one connection, from when it was sent or found there until it is final or the connection breaks. */
import type { Methods } from "@tillwire/protocol/wire";
import { childAbort, forever } from "./abort.ts";
import { codeOf } from "./client-error.ts";
import type { Connection } from "./connection.ts";
import { clientLimits } from "./limits.ts";
import type { End, Pursuit } from "./pursuit.ts";
import { pause } from "./system.ts";

/** `answer`: of the request, when it was sent on this connection. Rejects with what the bridge or the connection says. */
export async function follow(
  pursuit: Pursuit,
  connection: Connection,
  answer?: Promise<Methods["payment.sale"]["result"]>,
): Promise<End> {
  const stop = childAbort(pursuit.environment.stopping, connection.ended);
  pursuit.wish.follow(connection);
  try {
    return await Promise.race([
      pursuit.progress.final.then((payment): End => ({ kind: "final", payment })),
      ...(answer ? [absorbAnswer(pursuit, answer)] : []),
      keepAsking(pursuit, connection, stop.signal),
    ]);
  } finally {
    pursuit.wish.follow(undefined);
    stop.abort();
  }
}

/** The answer may be `unknown` or `parked`: then the outcome comes as an event. */
async function absorbAnswer(pursuit: Pursuit, answer: Promise<Methods["payment.sale"]["result"]>): Promise<never> {
  const { payment } = await answer;
  pursuit.progress.absorb(payment);
  return forever();
}

/** A connection that is dead without saying so shows itself this way, and an event that was lost is made good. */
async function keepAsking(
  { environment, record, progress }: Pursuit,
  connection: Connection,
  stop: AbortSignal,
): Promise<never> {
  const { key } = record.current.request.params;
  for (;;) {
    await pause(environment.clock, clientLimits.heartbeatMs, stop);
    try {
      const { payment } = await connection.request("payment.get", { key });
      progress.absorb(payment);
    } catch (error) {
      // The request came before this question, so it is not under way: its answer was lost.
      if (codeOf(error) === "NOT_FOUND") throw error;
      // A broken connection ends the next sleep; any other refusal says nothing about the payment.
    }
  }
}

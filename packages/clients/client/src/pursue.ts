/**
 * Brings one payment to its end over however many connections that takes. The rules: the record is stored before
 * anything is sent; one key, always the same; after a break the bridge is asked before anything is sent again; what the
 * bridge once had is never sent again; and nothing counts as "not run" while a copy may still be on its way.
 */
import type { PaymentView } from "@tillwire/protocol/wire";
import { backoffMs } from "./backoff.ts";
import { ClientError, codeOf, isConnectionLost, toClientError } from "./client-error.ts";
import type { Connection } from "./connection.ts";
import { awaitFirstConnection, leftMs } from "./first-connection.ts";
import { follow } from "./follow.ts";
import type { End, Pursuit } from "./pursuit.ts";
import { readPaymentEvent } from "./notifications.ts";
import { isTrouble, neverSent, paymentLost } from "./refusals.ts";
import { pause } from "./system.ts";
import { refuse, withdraw } from "./withdraw.ts";

/** Ends with the payment. Rejects only when the client is closed. */
export async function pursue(pursuit: Pursuit): Promise<End> {
  const { clock, chance, stopping } = pursuit.environment;
  for (let failures = 0; ;) {
    try {
      return await tryOnce(pursuit);
    } catch (thrown) {
      stopping.throwIfAborted();
      const error = toClientError(thrown);
      if (isConnectionLost(error)) {
        pursuit.tell({ type: "interrupted", error });
        continue;
      }
      // The key turned out to be another payment's, which the bridge showed us before it refused.
      if (error.code === "KEY_REUSED") return { kind: "refused", error };
      pursuit.tell({ type: "trouble", error });
      await pause(clock, backoffMs(failures, chance()), stopping);
      failures += 1;
    }
  }
}

async function tryOnce(pursuit: Pursuit): Promise<End> {
  const { environment, record } = pursuit;
  if (record.current.stage === "queued") {
    const first = await awaitFirstConnection(pursuit);
    return "kind" in first ? first : submit(pursuit, first);
  }
  const connection = await environment.connector.ready(environment.stopping);
  const known = await watch(pursuit, connection);
  if (known !== undefined) return follow(pursuit, connection);
  const { stage, cancelWanted } = record.current;
  if (stage === "accepted") return { kind: "refused", error: paymentLost(record.current.request.params.key) };
  if (cancelWanted) return withdraw(pursuit, connection, { kind: "withdrawn" });
  if (leftMs(pursuit) <= 0) return withdraw(pursuit, connection, { kind: "refused", error: neverSent() });
  return submit(pursuit, connection);
}

/** Asks for the payment and its events since the last one. Undefined when the bridge has no such payment. */
async function watch(pursuit: Pursuit, connection: Connection): Promise<PaymentView | undefined> {
  const { progress, record } = pursuit;
  progress.hold();
  try {
    const { key } = record.current.request.params;
    const watched = await connection.request("payment.watch", { key, afterSeq: progress.lastSeq });
    pursuit.tell({ type: "reconnected", payment: watched.payment });
    if (watched.gap) pursuit.tell({ type: "gap" });
    progress.release(watched.events.flatMap((event) => readPaymentEvent(event) ?? []));
    progress.absorb(watched.payment);
    return watched.payment;
  } catch (error) {
    const code = codeOf(error);
    if (code === "NOT_FOUND" || code === "KEY_CLOSED" || code === "KEY_EXPIRED") return undefined;
    throw error;
  } finally {
    progress.release();
  }
}

/** Stores that the request may have been sent, then sends it. */
async function submit(pursuit: Pursuit, connection: Connection): Promise<End> {
  const { environment, record } = pursuit;
  const sentBefore = record.current.stage !== "queued";
  environment.stopping.throwIfAborted();
  try {
    await record.update({ stage: "sent" });
  } catch (error) {
    if (sentBefore) throw error;
    return { kind: "refused", error: toClientError(error) };
  }
  if (record.current.cancelWanted && !sentBefore) return { kind: "withdrawn" };
  environment.stopping.throwIfAborted();
  const { method, params } = record.current.request;
  const answer = connection.request(method, params);
  pursuit.tell({ type: "submitted" });
  try {
    return await follow(pursuit, connection, answer);
  } catch (error) {
    if (!(error instanceof ClientError) || isTrouble(error)) throw error;
    return refuse(pursuit, connection, { error, sentBefore });
  }
}

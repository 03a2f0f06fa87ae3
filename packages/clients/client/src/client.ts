/** Makes a client: one connection, the payments, and the plain calls. What becomes of a payment is decided in its run. */
import { abortError } from "./abort.ts";
import { createCall, plainCalls } from "./calls.ts";
import type { Client } from "./client-api.ts";
import { clientError } from "./client-error.ts";
import type { ClientError } from "./client-error.ts";
import { complain } from "./complain.ts";
import { openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import { createConnector } from "./connector.ts";
import { clientLimits } from "./limits.ts";
import { asKey, asLane, isoTime } from "./names.ts";
import { notificationReader } from "./notifications.ts";
import type { ClientEvent } from "./notifications.ts";
import { resolveOptions } from "./options.ts";
import type { ClientOptions } from "./options.ts";
import { createPayments } from "./payments.ts";
import { storageFailed } from "./refusals.ts";
import { refusedPayment } from "./refused-payment.ts";
import { findFault, saleRequest } from "./sale-request.ts";
import { randomFraction, randomKey } from "./system.ts";

/**
 * Makes a client and starts to connect. Throws `OPTIONS_INVALID`.
 * @public
 */
export function createClient(options: ClientOptions): Client {
  const resolved = resolveOptions(options);
  const { clock, randomBytes, storage, onOutcome } = resolved;
  const stopping = new AbortController();
  const ended = new AbortController();
  const tell = guardedListener(resolved.onEvent);
  const report = (error: ClientError): void => tell({ type: "trouble", error });
  const chance = (): number => randomFraction(randomBytes);

  const connector = createConnector({ open, clock, chance, ended: ended.signal, tell });
  const signals = { stopping: stopping.signal, ended: ended.signal };
  const payments = createPayments({ connector, storage, clock, chance, ...signals, onOutcome, tell, report });
  const call = createCall(connector, stopping.signal);

  async function open(stop: AbortSignal): Promise<Connection> {
    const onNotification = notificationReader(tell, (event) => payments.take(event));
    const connection = await openConnection({ options: resolved, stop, onNotification, onOddity: report });
    const { openPayments } = connection.session;
    if (openPayments.length > 0) tell({ type: "open-payments", payments: openPayments });
    return connection;
  }

  async function forget(key: string): Promise<void> {
    if (payments.isLive(asKey(key))) throw clientError("OPTIONS_INVALID", `The payment ${key} is not over. Await it.`);
    try {
      await storage.remove(key);
    } catch (error) {
      throw storageFailed(error);
    }
  }

  async function close(): Promise<void> {
    const message = "The client was closed. What it followed goes on at the bridge; resume with the same storage.";
    const reason = clientError("CLIENT_CLOSED", message);
    stopping.abort(reason);
    // Acknowledgements under way get a moment; without a connection they could wait for ever.
    if (connector.current) await Promise.race([payments.settled(), clock.sleep(clientLimits.closeMs, ended.signal)]);
    ended.abort(reason);
    await payments.over();
  }

  return {
    ...plainCalls(call),
    sale(sale) {
      const key = sale.key ?? randomKey(randomBytes);
      const fault = stopping.signal.aborted ? abortError(stopping.signal) : findFault(sale);
      if (fault) return refusedPayment(asKey(key), fault);
      return payments.start(saleRequest({ ...sale, key }, clock.nowMs()), sale.key !== undefined);
    },
    async resume() {
      stopping.signal.throwIfAborted();
      return payments.resume();
    },
    async closeKey(key, { lane, keyCreatedAt }) {
      const made = { key: asKey(key), lane: asLane(lane), keyCreatedAt: isoTime(keyCreatedAt) };
      const result = await call("payment.close", made);
      if (result.closed && !payments.isLive(made.key)) await forget(key);
      return result;
    },
    forget,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A listener that throws is a mistake of its own, and stops nothing here. */
function guardedListener(onEvent: (event: ClientEvent) => void): (event: ClientEvent) => void {
  return (event) => {
    try {
      onEvent(event);
    } catch (error) {
      complain(error);
    }
  };
}

/** The payments that a client follows at the moment, by their key, and the way back to those of an earlier run. */
import type { PaymentKey } from "@tillwire/protocol/wire";
import { ClientError, toClientError } from "./client-error.ts";
import type { Environment } from "./environment.ts";
import { clientLimits } from "./limits.ts";
import type { BridgePaymentEvent } from "./notifications.ts";
import { refusedPayment } from "./refused-payment.ts";
import type { Payment } from "./payment.ts";
import { PaymentRun } from "./payment-run.ts";
import { keyReused, storageFailed } from "./refusals.ts";
import { parseStored, sameRequest } from "./stored-payment.ts";
import type { StoredPayment } from "./stored-payment.ts";

export interface Payments {
  /** `ownKey`: the POS chose the key, so the payment may be one of before. */
  start(stored: StoredPayment, ownKey: boolean): Payment;
  /** Every payment of the storage, and those that run already. */
  resume(): Promise<readonly Payment[]>;
  take(event: BridgePaymentEvent): void;
  isLive(key: PaymentKey): boolean;
  /** Resolves when every outcome that is known is stored and acknowledged. */
  settled(): Promise<void>;
  /** Resolves when no payment is followed any more. */
  over(): Promise<void>;
}

export function createPayments(environment: Environment): Payments {
  const runs = new Map<PaymentKey, PaymentRun>();

  function liveRun(key: PaymentKey): PaymentRun | undefined {
    const run = runs.get(key);
    return run?.phase === "over" ? undefined : run;
  }

  function follow(stored: StoredPayment, ownKey: boolean): Payment {
    const { key } = stored.request.params;
    const run = new PaymentRun(environment, stored, ownKey);
    runs.set(key, run);
    void run.done.then(() => {
      if (runs.get(key) === run) runs.delete(key);
    });
    return run.payment;
  }

  async function waitFor(chosen: (run: PaymentRun) => boolean): Promise<void> {
    await Promise.all([...runs.values()].filter(chosen).map((run) => run.done));
  }

  return {
    start(stored, ownKey) {
      const { key } = stored.request.params;
      const known = liveRun(key);
      if (known === undefined) {
        return runs.size < clientLimits.payments ? follow(stored, ownKey) : refusedPayment(key, tooMany());
      }
      const isSame = sameRequest(known.record.current.request, stored.request);
      return isSame ? known.payment : refusedPayment(key, keyReused(key));
    },
    async resume() {
      const texts = await environment.storage.list().catch((cause: unknown) => {
        throw storageFailed(cause);
      });
      for (const text of texts.values()) {
        try {
          const stored = parseStored(text);
          if (!liveRun(stored.request.params.key)) void follow(stored, false);
        } catch (error) {
          environment.report(toClientError(error)); // One bad record keeps no other from being finished.
        }
      }
      return [...runs.values()].filter((run) => run.phase !== "over").map((run) => run.payment);
    },
    take(event) {
      const run = runs.get(event.key);
      if (run) run.progress.take(event);
      else environment.tell({ type: "payment", key: event.key, update: event });
    },
    isLive: (key) => liveRun(key) !== undefined,
    settled: () => waitFor((run) => run.phase === "settling"),
    over: () => waitFor(() => true),
  };
}

function tooMany(): ClientError {
  const message = `This client follows ${clientLimits.payments} payments already. Await some of them first.`;
  return new ClientError("LIMIT_REACHED", { message, effect: "none", retry: true });
}

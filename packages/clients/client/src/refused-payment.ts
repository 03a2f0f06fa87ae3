/** The handle of a payment that did not even start. */
import type { PaymentKey } from "@tillwire/protocol/wire";
import type { ClientError } from "./client-error.ts";
import { deferred } from "./deferred.ts";
import { createEventLog } from "./event-log.ts";
import type { Payment, PaymentResult, PaymentUpdate } from "./payment.ts";

export function refusedPayment(key: PaymentKey, error: ClientError): Payment {
  const log = createEventLog<PaymentUpdate>(0, { type: "gap" });
  const result = deferred<PaymentResult>();
  log.end(error);
  result.reject(error);
  return Object.assign(result.promise, {
    key,
    events: log.events,
    cancel: async () => "nothing-to-cancel" as const,
    answer: async () => {
      throw error;
    },
  });
}

/** The wish to cancel one payment: asked again on each new connection until the bridge has answered it. */
import type { CancelAnswer, PaymentKey } from "@tillwire/protocol/wire";
import type { Connection } from "./connection.ts";
import { isConnectionLost, toClientError } from "./client-error.ts";
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";

export interface CancelWish {
  ask(): Promise<CancelAnswer>;
  /** From now on this connection is the one to ask on; none, when it is gone. */
  follow(connection: Connection | undefined): void;
  /** Answers whoever still waits, because the payment has ended. */
  conclude(answer: CancelAnswer): void;
}

export function createCancelWish(key: PaymentKey): CancelWish {
  let waiting: Deferred<CancelAnswer> | undefined;
  let current: Connection | undefined;

  async function send(): Promise<void> {
    const asked = waiting;
    if (asked === undefined || current === undefined) return;
    try {
      const { cancel } = await current.request("payment.cancel", { key });
      asked.resolve(cancel);
    } catch (error) {
      if (isConnectionLost(error)) return; // It is asked again on the next connection.
      asked.reject(toClientError(error));
    }
    waiting = undefined;
  }

  return {
    ask() {
      if (waiting !== undefined) return waiting.promise;
      waiting = deferred();
      const { promise } = waiting;
      void send();
      return promise;
    },
    follow(connection) {
      current = connection;
      void send();
    },
    conclude(answer) {
      waiting?.resolve(answer);
      waiting = undefined;
    },
  };
}

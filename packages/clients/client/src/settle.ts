/**
 * What follows once a payment has its outcome: it is stored, handed to the POS, and only then acknowledged; at last the
 * client's own record goes. Each step is tried until it works, so a crash in between repeats a step and skips none.
 */
import { backoffMs } from "./backoff.ts";
import { clientError, isConnectionLost, toClientError } from "./client-error.ts";
import type { Environment } from "./environment.ts";
import type { FinalPaymentView } from "./parse.ts";
import type { FinalResult } from "./payment.ts";
import type { RecordKeeper } from "./record-keeper.ts";
import { pause } from "./system.ts";

export interface Settlement {
  readonly environment: Environment;
  readonly record: RecordKeeper;
  /** Called after the first try, whether it worked or not: the outcome is the truth, stored or not. */
  told(result: FinalResult): void;
}

/** Ends when the bridge knows that the outcome is stored. Rejects only when the client is closed. */
export async function settleFinal(settlement: Settlement, payment: FinalPaymentView): Promise<void> {
  const { key, lane, amount, outcome } = payment;
  await deliver(settlement, { state: "final", key, lane, amount, outcome, payment });
  if (await acknowledge(settlement)) await forget(settlement);
}

/** The same for a payment that was canceled and never ran: there is nothing to acknowledge. */
export async function settleWithdrawn(settlement: Settlement): Promise<void> {
  const { key, lane, amount } = settlement.record.current.request.params;
  await deliver(settlement, { state: "final", key, lane, amount, outcome: { kind: "canceled", by: "pos" } });
  await forget(settlement);
}

/** Removes the record. A record that stays is found by the next `resume`, which does no harm. */
export async function forget({ record, environment }: Pick<Settlement, "record" | "environment">): Promise<void> {
  try {
    await record.remove();
  } catch (error) {
    environment.report(toClientError(error));
  }
}

async function deliver(settlement: Settlement, result: FinalResult): Promise<void> {
  const { environment } = settlement;
  for (let failures = 0; ; failures += 1) {
    try {
      await store(settlement, result);
      settlement.told(result);
      return;
    } catch (error) {
      settlement.told(result);
      environment.report(toClientError(error));
    }
    await pause(environment.clock, backoffMs(failures, environment.chance()), environment.ended);
  }
}

async function store({ record, environment }: Settlement, result: FinalResult): Promise<void> {
  const { payment, outcome } = result;
  if (payment) await record.update({ final: { ...payment, state: "final", outcome } });
  try {
    await environment.onOutcome(result);
  } catch (cause) {
    const message = `onOutcome threw for the payment ${result.key}. It is not acknowledged; onOutcome is called again.`;
    throw clientError("OUTCOME_NOT_TAKEN", message, { cause });
  }
}

/** False when the bridge will not take it: the record stays, and the next `resume` tries again. */
async function acknowledge({ record, environment }: Settlement): Promise<boolean> {
  const { connector, clock, chance, ended } = environment;
  for (let failures = 0; ;) {
    try {
      const connection = await connector.ready(ended);
      await connection.request("payment.acknowledge", { key: record.current.request.params.key });
      return true;
    } catch (thrown) {
      ended.throwIfAborted();
      const error = toClientError(thrown);
      if (isConnectionLost(error)) continue;
      environment.report(error);
      const isPassing = error.retry || error.code === "BRIDGE_STOPPING";
      if (!isPassing || error.code === "NOT_FOUND") return false;
      await pause(clock, backoffMs(failures, chance()), ended);
      failures += 1;
    }
  }
}

/** Makes the stored form of a sale from what the POS asks for. Refuses what no bridge could take. */
import { clientError } from "./client-error.ts";
import type { ClientError } from "./client-error.ts";
import { clientLimits } from "./limits.ts";
import { asKey, asLane, isoTime } from "./names.ts";
import type { SaleOptions } from "./payment.ts";
import type { StoredPayment } from "./stored-payment.ts";

export function saleRequest(sale: SaleOptions & { readonly key: string }, nowMs: number): StoredPayment {
  const { key, lane, keyCreatedAt = nowMs, submitWithinMs = clientLimits.submitWithinMs, ...rest } = sale;
  const submitBeforeMs = keyCreatedAt + submitWithinMs;
  return {
    request: {
      method: "payment.sale",
      params: { key: asKey(key), keyCreatedAt: isoTime(keyCreatedAt), lane: asLane(lane), ...rest },
    },
    stage: "queued",
    cancelWanted: false,
    ...(Number.isFinite(submitBeforeMs) && { submitBeforeMs }),
  };
}

/** Why a sale makes no sense, seen from here; the bridge looks at the rest. */
export function findFault({
  key,
  lane,
  amount,
  submitWithinMs = 0,
  keyCreatedAt = 0,
}: SaleOptions): ClientError | undefined {
  const isWhole = Number.isSafeInteger(amount?.amountMinor) && amount.amountMinor >= 0;
  if (!isWhole) return fault("amount.amountMinor is an integer of minor units, 0 or more: 1050 for 10.50 EUR.");
  if (!/^[A-Z]{3}$/.test(amount.currency)) return fault("amount.currency is a three-letter code, such as EUR.");
  if (typeof lane !== "string" || lane === "") return fault("lane is the name of a lane from lanes().");
  if (key !== undefined && !/^[\w.:-]{8,64}$/.test(key))
    return fault("key has 8 to 64 characters of A-Z a-z 0-9 . _ : -");
  if (!(submitWithinMs >= 0)) return fault("submitWithinMs is a number of milliseconds, 0 or more.");
  if (Number.isNaN(new Date(keyCreatedAt).getTime()))
    return fault("keyCreatedAt is a time in milliseconds since 1970.");
  return undefined;
}

function fault(message: string): ClientError {
  return clientError("OPTIONS_INVALID", message);
}

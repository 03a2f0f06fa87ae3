/** The client's own record of an unfinished payment, and its way into storage and back. Pure; storing is done elsewhere. */
import type { Methods } from "@tillwire/protocol/wire";
import { clientError } from "./client-error.ts";
import { isFinal, isObject, parseJson } from "./parse.ts";
import type { FinalPaymentView } from "./parse.ts";

/** A request that moves money, exactly as it goes over the wire on every try. */
export interface MoneyRequest {
  readonly method: "payment.sale";
  readonly params: Methods["payment.sale"]["params"];
}

/**
 * How far a request has come, as far as the client knows for certain. `queued`: never handed to a socket. `sent`: maybe
 * handed to one; a copy may be on its way. `accepted`: the bridge has said that it is written down.
 */
export type Stage = "queued" | "sent" | "accepted";

export interface StoredPayment {
  readonly request: MoneyRequest;
  readonly stage: Stage;
  /** Somebody asked to cancel: after a reload the request is not sent again. */
  readonly cancelWanted: boolean;
  /** UTC, milliseconds. A request that was not accepted by then is not sent again. */
  readonly submitBeforeMs?: number;
  /** The final payment, from when it was stored until the bridge has heard so. */
  readonly final?: FinalPaymentView;
}

/** Raised whenever a record means something else than before. */
const format = 1;

export function writeStored(payment: StoredPayment): string {
  return JSON.stringify({ format, ...payment });
}

/** Throws `STORAGE_FAILED` for anything that this client did not write. */
export function parseStored(text: string): StoredPayment {
  const value = parseJson(text);
  if (isObject(value) && value["format"] === format && isStored(value)) {
    const { request, stage, cancelWanted, submitBeforeMs, final } = value;
    return { request, stage, cancelWanted, ...(submitBeforeMs && { submitBeforeMs }), ...(final && { final }) };
  }
  throw clientError(
    "STORAGE_FAILED",
    "A stored payment cannot be read. Look its key up at the bridge, then remove it.",
  );
}

/** The same request? Compared as data, whatever the order of its fields and whenever the key was made. */
export function sameRequest(one: MoneyRequest, other: MoneyRequest): boolean {
  return one.method === other.method && canonical(one.params) === canonical(other.params);
}

function canonical({ keyCreatedAt: _, ...params }: MoneyRequest["params"]): string {
  return JSON.stringify(params, (_name, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

function isStored(value: object): value is StoredPayment {
  if (!isObject(value)) return false;
  const { request, stage, cancelWanted, submitBeforeMs, final } = value;
  return (
    isObject(request) &&
    request["method"] === "payment.sale" &&
    isObject(request["params"]) &&
    typeof request["params"]["key"] === "string" &&
    typeof request["params"]["keyCreatedAt"] === "string" &&
    typeof request["params"]["lane"] === "string" &&
    isObject(request["params"]["amount"]) &&
    (stage === "queued" || stage === "sent" || stage === "accepted") &&
    typeof cancelWanted === "boolean" &&
    (submitBeforeMs === undefined || typeof submitBeforeMs === "number") &&
    (final === undefined || isFinal(final))
  );
}

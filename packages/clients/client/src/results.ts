/** Looks at each method's result as far as the client relies on it. */
import type { MethodName, Methods } from "@tillwire/protocol/wire";
import { clientError } from "./client-error.ts";
import { isObject, isPaymentView } from "./parse.ts";

type Result = Readonly<Record<string, unknown>>;

const hasPayment = (result: Result): boolean => isPaymentView(result["payment"]);

const checks: { readonly [Method in MethodName]: (result: Result) => boolean } = {
  "session.open": ({ openPayments, lanes }) => Array.isArray(openPayments) && Array.isArray(lanes),
  "payment.sale": hasPayment,
  "payment.cancel": ({ cancel }) => typeof cancel === "string",
  "payment.get": hasPayment,
  "payment.watch": (result) => hasPayment(result) && Array.isArray(result["events"]),
  "payment.answer": () => true,
  "payment.acknowledge": hasPayment,
  "payment.close": (result) => result["closed"] === true || (result["closed"] === false && hasPayment(result)),
  "lane.list": ({ lanes }) => Array.isArray(lanes),
  "lane.status": ({ lane }) => isObject(lane),
  "bridge.status": ({ state }) => typeof state === "string",
};

/** Throws `PROTOCOL_VIOLATION` for what is no result of the method. */
export function readResult<Method extends MethodName>(method: Method, result: Result): Methods[Method]["result"] {
  // Checked as far as the client relies on it; the rest is the bridge's word.
  if (checks[method](result)) return result as unknown as Methods[Method]["result"];
  const message = `The bridge answered ${method} with something that is no answer to it.`;
  throw clientError("PROTOCOL_VIOLATION", message, { effect: method === "payment.sale" ? "possible" : "none" });
}

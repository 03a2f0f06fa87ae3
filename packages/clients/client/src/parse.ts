/**
 * Looks at what came from outside before it is believed: just as far as the client itself relies on it. Fields that it
 * does not know are kept and passed on.
 */
import type { PaymentView } from "@tillwire/protocol/wire";

/** A payment with its outcome. */
export type FinalPaymentView = PaymentView & {
  readonly state: "final";
  readonly outcome: NonNullable<PaymentView["outcome"]>;
};

/** A payment that waits for a person. */
export type ParkedPaymentView = PaymentView & {
  readonly state: "parked";
  readonly parked: NonNullable<PaymentView["parked"]>;
};

const outcomeKinds: readonly unknown[] = ["approved", "declined", "canceled", "failed"];
const paymentStates: readonly unknown[] = ["accepted", "sent", "unknown", "parked", "final"];

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A payment as the client relies on it. One that says `final` without an outcome it can name is none. */
export function isPaymentView(value: unknown): value is PaymentView {
  return (
    isObject(value) &&
    typeof value["key"] === "string" &&
    typeof value["lane"] === "string" &&
    paymentStates.includes(value["state"]) &&
    isObject(value["amount"]) &&
    Array.isArray(value["questions"]) &&
    (value["state"] !== "final" || isOutcome(value["outcome"])) &&
    (value["state"] !== "parked" || isObject(value["parked"]))
  );
}

export function isFinal(value: unknown): value is FinalPaymentView {
  return isPaymentView(value) && value.state === "final";
}

export function isParked(payment: PaymentView): payment is ParkedPaymentView {
  return payment.state === "parked" && payment.parked !== undefined;
}

function isOutcome(value: unknown): boolean {
  return isObject(value) && outcomeKinds.includes(value["kind"]);
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // No JSON text means `undefined`, so the caller tells it from everything else.
  }
}

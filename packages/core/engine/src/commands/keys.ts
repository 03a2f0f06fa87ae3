/** `payment.acknowledge` and `payment.close`: what the POS says about its keys. */
import type { PosCommand } from "@tillwire/plugin-api";
import { paymentOf, run, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { isPayment } from "../state.ts";
import { lookUp } from "../table.ts";
import { paymentView } from "../views.ts";
import type { CommandOf } from "./command.ts";
import { refuse } from "./command.ts";

/** The POS has stored the outcome. */
export function acknowledge(
  draft: Draft,
  { requestId, pos, command }: CommandOf<Extract<PosCommand, { type: "payment.acknowledge" }>>,
): void {
  const payment = paymentOf(draft, command.key);
  if (payment && !payment.outcome && !payment.parked) {
    refuse(draft, requestId, [
      "PAYMENT_RUNNING",
      "The payment has no outcome yet, so there is nothing to acknowledge.",
    ]);
    return;
  }
  if (payment && !payment.acknowledged) {
    write(draft, payment.lane, { type: "acknowledged", key: payment.key, pos: pos.name });
  }
  run(draft, { type: "reply-from-state", requestId, command });
}

/** Closes a key that never started: after it no request with that key can run. */
export function close(
  draft: Draft,
  { requestId, command }: CommandOf<Extract<PosCommand, { type: "payment.close" }>>,
): void {
  const known = lookUp(draft.state.payments, command.key);
  if (isPayment(known)) {
    if (!known.outcome && !known.parked) {
      refuse(draft, requestId, ["PAYMENT_RUNNING", "The payment under this key is still running."]);
      return;
    }
    const result = { closed: false, payment: paymentView(draft.state, known) } as const;
    run(draft, { type: "reply", requestId, reply: { kind: "result", result } });
    return;
  }
  if (!known) {
    if (!draft.state.lanes.has(command.lane)) {
      refuse(draft, requestId, ["LANE_UNKNOWN", `There is no lane ${command.lane}. Use a lane from lane.list.`]);
      return;
    }
    const { key, keyCreatedAt, lane } = command;
    write(draft, lane, { type: "closed", key, lane, keyCreatedAt });
  }
  run(draft, { type: "reply", requestId, reply: { kind: "result", result: { closed: true } } });
}

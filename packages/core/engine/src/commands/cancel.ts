/** `payment.cancel`: a wish. The answer says whether it could be passed on; the payment's own answer is the truth. */
import type { CancelAnswer, PosCommand } from "@tillwire/plugin-api";
import { laneOf, liveOf, paymentOf, run, takeSeq, tell, write } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { undo } from "../payment/undo.ts";
import { refuseOpenPartial } from "../payment/decide-partial.ts";
import { canceledByPos } from "../payment/not-wanted.ts";
import { stopReading } from "../payment/reader/finish.ts";
import type { Payment } from "../state.ts";
import type { CommandOf } from "./command.ts";

/** Takes the wish to cancel. */
export function cancel(
  draft: Draft,
  { requestId, command }: CommandOf<Extract<PosCommand, { type: "payment.cancel" }>>,
): void {
  const payment = paymentOf(draft, command.key);
  const answer = payment ? cancelPayment(draft, payment) : "nothing-to-cancel";
  run(draft, { type: "reply", requestId, reply: { kind: "result", result: { cancel: answer } } });
}

function cancelPayment(draft: Draft, payment: Payment): CancelAnswer {
  const live = liveOf(draft, payment);
  if (payment.outcome || !live || !(payment.attempt ?? live.dialogue)) {
    return payment.outcome?.kind === "approved" ? "too-late" : "nothing-to-cancel";
  }
  if (live.step.type === "offered" && payment.attempt?.canReverse) {
    undo(draft, payment, canceledByPos(live.step.outcome));
    return "canceling";
  }
  if (payment.held) return "too-late";
  if (!payment.cancelWanted) {
    const seq = takeSeq(draft, payment.lane);
    write(draft, payment.lane, { type: "cancel-wanted", key: payment.key, seq });
    tell(draft, payment, { type: "canceling", seq });
  }
  if (!refuseOpenPartial(draft, payment)) askDevice(draft, payment);
  return "canceling";
}

/** A device is asked only while it works for this payment: not every one can tell whose wish it is. */
function askDevice(draft: Draft, payment: Payment): void {
  stopReading(draft, payment);
  const { device } = laneOf(draft, payment.lane);
  const executing = liveOf(draft, payment)?.step.type === "executing";
  if (!executing || !payment.attempt || device.type !== "ready" || !device.capabilities.cancel) return;
  const { attemptId, references } = payment.attempt;
  run(draft, { type: "cancel", lane: payment.lane, request: { attemptId, references } });
}

/** `payment.answer`: the POS answers a question that a payment asked. The first answer counts, or the default. */
import type { PosCommand, QuestionAnswer } from "@tillwire/plugin-api";
import { defaultAnswer } from "@tillwire/plugin-api";
import { liveOf, paymentOf, run } from "../draft.ts";
import type { Draft } from "../draft.ts";
import { decidePartial } from "../payment/decide-partial.ts";
import { answerPlugin, closeQuestion } from "../payment/questions.ts";
import type { Payment, PendingQuestion } from "../state.ts";
import type { CommandOf } from "./command.ts";
import { refuse } from "./command.ts";

/** Takes an answer. */
export function answerQuestion(
  draft: Draft,
  { requestId, command }: CommandOf<Extract<PosCommand, { type: "payment.answer" }>>,
): void {
  const payment = paymentOf(draft, command.key);
  const pending = payment && findQuestion(draft, payment, command.questionId);
  if (!payment || !pending) {
    refuse(draft, requestId, ["QUESTION_CLOSED", "The question is not open any more; follow the payment's events."]);
    return;
  }
  if (!fits(pending, command.answer)) {
    const message = `The question is about ${pending.question.kind}; the answer does not fit it.`;
    refuse(draft, requestId, ["REQUEST_INVALID", message]);
    return;
  }
  closeQuestion(draft, payment, { questionId: pending.questionId, by: "answer" });
  conclude(draft, payment, { pending, answer: command.answer });
  run(draft, { type: "reply", requestId, reply: { kind: "result", result: { accepted: true } } });
}

/** The deadline passed: the default is the answer. */
export function takeDefault(draft: Draft, payment: Payment, questionId: string): void {
  const pending = findQuestion(draft, payment, questionId);
  if (!pending) return;
  closeQuestion(draft, payment, { questionId, by: "default" });
  conclude(draft, payment, { pending, answer: defaultAnswer(pending.question) });
}

function findQuestion(draft: Draft, payment: Payment, questionId: string): PendingQuestion | undefined {
  return liveOf(draft, payment)?.questions.find((pending) => pending.questionId === questionId);
}

function fits({ question }: PendingQuestion, answer: QuestionAnswer): boolean {
  if (answer.kind !== question.kind) return false;
  if (question.kind !== "application" || answer.kind !== "application") return true;
  return answer.index < question.labels.length;
}

function conclude(
  draft: Draft,
  payment: Payment,
  { pending, answer }: { readonly pending: PendingQuestion; readonly answer: QuestionAnswer },
): void {
  const { purpose } = pending;
  if (purpose.type === "plugin") {
    answerPlugin(draft, pending, answer);
    return;
  }
  const accept = answer.kind === "partial-approval" && answer.accept;
  decidePartial(draft, payment, { accept, purpose });
}

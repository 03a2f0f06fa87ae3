/**
 * Questions to the POS: asked only where a POS that follows the payment can put them to a person, answered once, by the
 * POS or by the default at the deadline.
 */
import type { QuestionAnswer, SettleVerdict } from "@tillwire/plugin-api";
import { defaultAnswer } from "@tillwire/plugin-api";
import { laneOf, liveOf, run, startTimer, tell, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { Payment, PendingQuestion } from "../state.ts";
import { openQuestion } from "../views.ts";

/** The most that one payment may ask at once: a flood of questions is a fault of the plugin. */
const openQuestionsMax = 4;

/** Asks the POS. False when nobody can be asked; the caller then takes the default at once. */
export function ask(draft: Draft, payment: Payment, asked: Omit<PendingQuestion, "deadlineMs">): boolean {
  const live = liveOf(draft, payment);
  const canAsk = live?.interested.some((pos) => pos.asks.includes(asked.question.kind)) ?? false;
  if (!live || !canAsk || live.questions.length >= openQuestionsMax) return false;
  const deadlineMs = laneOf(draft, payment.lane).config.settings.questionDeadlineMs;
  const pending = { ...asked, deadlineMs };
  updateLive(draft, payment, { questions: [...live.questions, pending] });
  const { questionId } = asked;
  startTimer(draft, { lane: payment.lane, key: payment.key, kind: "question", questionId }, deadlineMs);
  tell(draft, payment, { type: "question", question: openQuestion(pending) });
  return true;
}

/** Takes a question off the list and says so. */
export function closeQuestion(
  draft: Draft,
  payment: Payment,
  closed: { readonly questionId: string; readonly by: "answer" | "default" | "payment" },
): void {
  const { questionId, by } = closed;
  const questions = liveOf(draft, payment)?.questions.filter((pending) => pending.questionId !== questionId);
  if (questions) updateLive(draft, payment, { questions });
  run(draft, { type: "stop-timer", timer: { lane: payment.lane, key: payment.key, kind: "question", questionId } });
  tell(draft, payment, { type: "question-closed", questionId, by });
}

/** The call or the payment ended: what is still asked gets its default, and a terminal that waits the verdict. */
export function dropQuestions(draft: Draft, payment: Payment, verdict: SettleVerdict): void {
  for (const pending of liveOf(draft, payment)?.questions ?? []) {
    closeQuestion(draft, payment, { questionId: pending.questionId, by: "payment" });
    const { purpose } = pending;
    if (purpose.type === "plugin") answerPlugin(draft, pending, defaultAnswer(pending.question));
    else for (const settleId of purpose.settleIds) run(draft, { type: "settle", settleId, verdict });
  }
}

/** Hands an answer back to the plugin that asked. */
export function answerPlugin(
  draft: Draft,
  { questionId }: { readonly questionId: string },
  answer: QuestionAnswer,
): void {
  run(draft, { type: "answer-question", questionId, answer });
}

/** A partial approval: whether it will do is for the POS to say (rule R7). Asked once, however often the terminal asks us. */
import type { Approved } from "@tillwire/plugin-api";
import { laneOf, liveOf, updateLive } from "../draft.ts";
import type { Draft } from "../draft.ts";
import type { PartialApprovalPurpose, Payment } from "../state.ts";
import { ask } from "./questions.ts";

interface OpenPartial {
  readonly questionId: string;
  readonly purpose: PartialApprovalPurpose;
}

/** The question about a partial approval that is open. */
export function openPartial(draft: Draft, payment: Payment): OpenPartial | undefined {
  for (const { questionId, purpose } of liveOf(draft, payment)?.questions ?? []) {
    if (purpose.type === "partial-approval") return { questionId, purpose };
  }
  return undefined;
}

/** Puts the question to the POS. False when nobody can be asked. `settleId`: the terminal waits for our verdict. */
export function askWhetherEnough(
  draft: Draft,
  payment: Payment,
  { outcome, settleId }: { readonly outcome: Approved; readonly settleId?: string },
): boolean {
  const settleIds = settleId === undefined ? [] : [settleId];
  const open = openPartial(draft, payment);
  const purpose = { type: "partial-approval", outcome, settleIds } as const;
  const asked = open ? join(draft, payment, { open, purpose }) : askAnew(draft, payment, purpose);
  if (asked && settleId === undefined) updateLive(draft, payment, { step: { type: "undecided" } });
  return asked;
}

function askAnew(draft: Draft, payment: Payment, purpose: PartialApprovalPurpose): boolean {
  const allowed = laneOf(draft, payment.lane).config.settings.partialApproval && payment.terms.partialApproval;
  if (!allowed) return false;
  const questionId = `qn_${draft.entropy.slice(0, 20)}`;
  const question = { kind: "partial-approval", breakdown: purpose.outcome.breakdown } as const;
  return ask(draft, payment, { questionId, question, purpose });
}

/** The terminal asks again while the POS is being asked: both wait for the same answer. */
function join(
  draft: Draft,
  payment: Payment,
  { open, purpose }: { readonly open: OpenPartial; readonly purpose: PartialApprovalPurpose },
): boolean {
  const sameAmount = open.purpose.outcome.breakdown.authorizedMinor === purpose.outcome.breakdown.authorizedMinor;
  if (!sameAmount) return false;
  const joined = { ...open.purpose, settleIds: [...open.purpose.settleIds, ...purpose.settleIds] };
  const questions = liveOf(draft, payment)?.questions.map((pending) =>
    pending.questionId === open.questionId ? { ...pending, purpose: joined } : pending,
  );
  if (questions) updateLive(draft, payment, { questions });
  return true;
}

/** A read by a tap: the labelled simulator profile of `kernel/tap.ts`. */
import { chipCardData } from "./card-data.ts";
import { drive } from "./drive.ts";
import { runTap } from "./kernel/tap.ts";
import { finalResult, notRead } from "./read-chip.ts";
import type { Reading, Situation } from "./reading.ts";
import { isReadOnly, kernelInput } from "./request.ts";

/** Runs the tap. A card that cannot be tapped has to be inserted. */
export async function readByTap(situation: Situation): Promise<Reading> {
  const { world, order, plan, people, signal } = situation;
  const card = world.cardNamed(plan.card);
  card.misbehave(plan.faults ?? {});
  if (card.reset("contactless").length === 0) {
    card.pull();
    return insertInstead(situation);
  }
  const { encryption, sequence } = await world.beginTransaction();
  const input = kernelInput(order, { ...world, nowMs: world.clock.nowMs(), sequence });
  const driven = await drive(runTap(input), { card, people }, signal);
  card.pull(); // a tap is short
  if (driven.kind === "ended" && driven.reason !== "card-blocked") return insertInstead(situation);
  if (driven.kind !== "done") return notRead(situation, driven);
  if (driven.result.kind === "insert") return insertInstead(situation);
  const { first } = driven.result;
  const data = chipCardData(first, "contactless", encryption);
  world.announce(data.summary);
  people.show("processing");
  await world.clock.sleep(world.settings.pacing.processMs, signal);
  return { result: finalResult(first, data, isReadOnly(order)) };
}

function insertInstead({ people }: Situation): Reading {
  people.show("insert-card");
  return { result: { kind: "try-other-interface", entries: ["chip"], promptId: "insert-card" } };
}

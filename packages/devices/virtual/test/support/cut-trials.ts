/** A sale whose connection is cut after a number of bytes in one direction, at each level and with either verdict. */
import type { SettleVerdict } from "@tillwire/plugin-api";
import type { LinkEnd } from "@tillwire/plugin-test";
import { expect } from "vitest";
import { createTill, expectAgreement } from "./till.ts";
import { createWorld, never, saleOf } from "./world.ts";

// A cut is noticed at once, so nothing has to be pinged.
const timeouts = { answerMs: 20_000, inquiryMs: 3_000, pingEveryMs: 3_600_000 } as const;

export interface CutTrial {
  readonly level: "B" | "C" | "D";
  readonly verdict: SettleVerdict;
  /** Whose bytes are cut: `near` is the plugin, `far` the terminal. */
  readonly from: LinkEnd;
}

export const cutTrials: readonly CutTrial[] = (["B", "C", "D"] as const).flatMap((level) =>
  (["keep", "undo"] as const).flatMap((verdict) =>
    (["near", "far"] as const).map((from) => ({ level, verdict, from })),
  ),
);

/** Where the frames of a whole sale end, counted in bytes of one direction, the greeting first. */
export async function frameEnds({ level, verdict, from }: CutTrial): Promise<readonly number[]> {
  await using world = await createWorld({ terminal: { level }, settings: { timeouts }, onSettle: () => verdict });
  await world.sell(saleOf(1000));
  let end = 0;
  return (world.links.pairs[0]?.sent ?? []).flatMap((sent) => (sent.from === from ? [(end += sent.bytes.length)] : []));
}

/** Sells plainly, then with one cut on a new connection, lets everything come to rest, and gives what the till knows then. */
async function sellWithCut({ level, verdict, from }: CutTrial, afterBytes: number): Promise<string> {
  const till = createTill(verdict);
  await using world = await createWorld({
    terminal: { level, commitTimeoutMs: 30_000 },
    settings: { timeouts },
    cuts: [undefined, { from, afterBytes }],
    onSettle: till.decide,
  });
  const first = saleOf(1000); // an earlier sale: it is what a terminal of level C shows when the next one never came
  await till.conclude(world, first, world.session.execute(first, never));
  world.links.pairs[0]?.cut();
  await world.clock.advance(1_000);
  const request = saleOf(1000);
  const knowledge = await till.conclude(world, request, world.session.execute(request, never));
  await world.clock.advance(30_000);
  expectAgreement(till, await world.entries(), level);
  return knowledge.kind;
}

/** Sells with a cut at each of these places, and sees that every answer is one that may be. */
export async function sellWithCuts(trial: CutTrial, places: Iterable<number>): Promise<void> {
  const kinds = new Set<string>();
  for (const afterBytes of places) kinds.add(await sellWithCut(trial, afterBytes));
  const mayBe = trial.level === "D" ? ["approved", "failed", "unknown"] : ["approved", "failed"];
  for (const kind of kinds) expect(mayBe).toContain(kind);
  // At level D a commit whose answer is lost stays unknown: every cut of what the plugin sends ends so.
  expect(kinds.has("approved")).toBe(trial.verdict === "keep" && !(trial.level === "D" && trial.from === "near"));
}

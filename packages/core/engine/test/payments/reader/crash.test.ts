/** The bridge dies after every single step of a sale with a reader; money is where the POS is told that it is. */
import { expect, test } from "vitest";
import { askableGateway, reversingGateway } from "../../harness/counter-plans.ts";
import type { HostPlan, ReadPlan } from "../../harness/counter-plans.ts";
import { openCounter } from "../../harness/counter.ts";

const stories: readonly [string, Partial<ReadPlan>[], Partial<HostPlan>[]][] = [
  ["approved", [], []],
  ["contactless", [{ ends: "final", entry: "contactless" }], []],
  ["the card refuses", [{ lastWord: "refuses" }], []],
  ["declined", [], [{ says: "insufficient-funds" }]],
  ["wrong PIN, then approved", [], [{ says: "wrong-pin" }]],
  ["no answer", [], [{ answerLost: true }]],
  ["another amount", [], [{ says: "approves-other-amount" }]],
];

test.each(
  stories.flatMap((story) => [reversingGateway, askableGateway].map((gateway) => [...story, gateway] as const)),
)("%s", (_, reads, messages, gateway) => {
  let steps = 1;
  for (let finished = false; !finished; steps += 1) {
    const shop = openCounter({ reads, messages, gateway });
    let died = false;
    shop.world.host().afterSteps(steps, () => {
      died = true;
      shop.world.crash();
    });
    shop.sale();
    shop.run(20_000);
    if (died) shop.restart();
    else shop.world.host().disarm();
    shop.run(300_000);
    finished = !died;
    const outcome = shop.payment()?.outcome;
    const live = shop.books().filter((state) => state === "live");
    expect(live.length, `after step ${steps}`).toBe(outcome?.kind === "approved" ? 1 : 0);
    if (shop.payment()) expect(outcome, `after step ${steps}`).toBeDefined();
    if (outcome && "reversal" in outcome) expect(outcome.reversal).toBe("done");
  }
  expect(steps).toBeGreaterThan(8);
});

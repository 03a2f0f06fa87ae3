/** The README's example. */
// #region example
import { laneId, paymentKey, plainBreakdown } from "@tillwire/plugin-api";
import { answerQuery, decide, initialState } from "@tillwire/engine";
import type { Input, LaneConfig } from "@tillwire/engine";

const lane = laneId("till-1");
const config: LaneConfig = {
  lane,
  device: {
    id: "example",
    version: "1.0.0",
    displayName: "Example terminal",
    references: [{ name: "stan", alphabet: "digits", length: 6, scope: "lane", uniqueForMs: 86_400_000 }],
  },
  settings: {
    answerWithinMs: 120_000,
    attemptTimeoutMs: 300_000,
    keepLateApprovalMs: 900_000,
    questionDeadlineMs: 30_000,
    partialApproval: false,
  },
};

let state = initialState([config]);

/** A small host: decides, would write the records and wait for the disk, and then does the effects. */
function tell(first: Input): void {
  for (const inputs = [first]; inputs.length > 0;) {
    const [input = first] = inputs.splice(0, 1);
    const decision = decide(state, { input, atMs: Date.now(), entropy: "5e".repeat(32) }); // fresh ones in earnest
    state = decision.state;
    for (const { record } of decision.records) console.log("write", record.type);
    for (const effect of decision.effects) {
      if (effect.type !== "stop-timer") console.log("   do", effect.type);
      if (effect.type !== "execute") continue;
      const breakdown = plainBreakdown({ amountMinor: 1050, currency: "EUR" }); // what a terminal might answer
      const result = { kind: "approved", breakdown, hostReference: "H1" } as const;
      inputs.push({ type: "executed", attempt: effect.attempt, answer: { result } });
    }
  }
}

tell({ type: "started" });
tell({
  type: "device-ready",
  lane,
  capabilities: {
    operations: { sale: { support: "native", recovery: { level: "B", horizonMs: 0, refusesLateArrival: true } } },
    entries: ["chip", "contactless"],
    currencies: ["EUR"],
    cancel: true,
    partialApproval: false,
    tipOnDevice: false,
    amountParts: [],
    receipts: "terminal",
    questions: [],
  },
});
const key = paymentKey("order-0001");
tell({
  type: "command",
  requestId: "1",
  pos: { sessionId: "s1", name: "till", asks: [] },
  command: {
    type: "payment.sale",
    key,
    keyCreatedAt: Date.now(),
    lane,
    amount: { amountMinor: 1050, currency: "EUR" },
  },
});

const facts = { version: "0.1.0", mode: "demo", startedAtMs: 0 } as const;
console.log(answerQuery(state, { type: "payment.get", payment: { key } }, facts).kind, state.open.size, "open");
// #endregion

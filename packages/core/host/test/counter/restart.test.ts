/** A bridge that dies at each phase of a sale: what the next one makes of the journal that was left. */
import { describe, expect, test } from "vitest";
import { paymentKey } from "@tillwire/plugin-api";
import type { PaymentOutcome } from "@tillwire/plugin-api";
import { ready, runBridgeWith } from "../bridge/harness.ts";
import { createScript, scriptedTerminal } from "../bridge/scripted-terminal.ts";
import { openCounter } from "./counter.ts";
import type { Counter, CounterSetup } from "./counter.ts";
import { answerPlainly, createPaymentHost } from "./payment-host.ts";

const key = "order-restart";

/** What a crash leaves when the sale has come to where `holds` says; the host goes on without the bridge. */
async function crashed(setup: CounterSetup, holds: (counter: Counter) => boolean) {
  const host = createPaymentHost();
  const before = await openCounter({ ...setup, host });
  void before.sale(key);
  await before.until(() => holds(before));
  const store = before.store.copy();
  before.links.pairs.at(-1)?.silence(); // what the dead bridge would still send does not arrive
  return { store, host };
}

/** The final outcome of the sale at the next bridge. */
async function afterRestart(setup: CounterSetup): Promise<{ counter: Counter; outcome: PaymentOutcome | undefined }> {
  const counter = await openCounter(setup);
  const get = () =>
    counter.clock.runUntil(counter.session.request({ type: "payment.get", payment: { key: paymentKey(key) } }));
  for (let tries = 0; tries < 100; tries++) {
    const reply = await get();
    const outcome = reply.kind === "result" ? reply.result.payment.outcome : undefined;
    if (outcome !== undefined && !("reversal" in outcome && outcome.reversal === "pending"))
      return { counter, outcome };
    await counter.clock.advance(1_000);
  }
  throw new TypeError("It did not become final.");
}

const never = (): Promise<never> => new Promise(() => undefined);

describe("a bridge that dies", () => {
  test.each<[string, CounterSetup, (counter: Counter) => boolean]>([
    ["while the reader reads", { reader: () => ({ read: never }) }, (at) => at.records().includes("intent")],
    [
      "when the card was read and nothing was sent",
      { gateway: { waitMs: 100_000 } },
      (at) => at.records().includes("prepared"),
    ],
  ])("%s has sent nothing: the payment has failed", async (_, setup, holds) => {
    const { store, host } = await crashed(setup, holds);
    const { outcome } = await afterRestart({ store, host });
    expect(outcome).toMatchObject({ kind: "failed", code: "NEVER_SENT" });
    expect(host.received).toEqual([]);
  });

  test.each<[string, boolean]>([
    ["reversed", false],
    ["looked up, and reversed since its card is gone", true],
  ])("after it sent: the attempt is %s", async (_, looksUp) => {
    const host = createPaymentHost();
    host.answering = (message, at) => {
      answerPlainly(message, at); // it is carried out, and the answer does not come
      return [];
    };
    const before = await openCounter({ host, gateway: { looksUp } });
    void before.sale(key);
    await before.until(() => host.received.length === 1);
    const store = before.store.copy();
    before.links.pairs.at(-1)?.silence();
    host.answering = answerPlainly;
    const { counter, outcome } = await afterRestart({ store, host, gateway: { looksUp } });
    expect(outcome).toMatchObject({ reversal: "done" });
    expect([...host.ledger.values()]).toEqual(["reversed"]);
    expect(counter.host.received.map(({ kind }) => kind)).toEqual(
      looksUp ? ["authorize", "lookup", "reverse"] : ["authorize", "reverse"],
    );
  });

  test("after `sent` was written, and before anything left: the host refuses what it never saw", async () => {
    const host = createPaymentHost();
    const before = await openCounter({ host });
    before.links.pairs.at(-1)?.silence();
    void before.sale(key);
    await before.until(() => before.records().includes("sent"));
    const { outcome } = await afterRestart({ store: before.store.copy(), host });
    expect(outcome).toMatchObject({ kind: "failed", reversal: "done" });
    expect(host.received.map(({ kind }) => kind)).toEqual(["reverse"]);
  });

  test("while the card finishes: its last word was never heard, and the approval is reversed", async () => {
    const { store, host } = await crashed({ reader: () => ({ finish: never }) }, (at) =>
      at.records().includes("settled"),
    );
    const { outcome } = await afterRestart({ store, host });
    expect(outcome).toMatchObject({ kind: "declined", reversal: "done" });
    expect([...host.ledger.values()]).toEqual(["reversed"]);
  });

  test("while it reverses goes on with it, under the same references", async () => {
    const host = createPaymentHost();
    host.answering = (message, at) => {
      answerPlainly(message, at);
      return [];
    };
    const before = await openCounter({ host });
    void before.sale(key);
    await before.until(() => host.received.some(({ kind }) => kind === "reverse"));
    const store = before.store.copy();
    before.links.pairs.at(-1)?.silence();
    host.answering = answerPlainly;
    const { outcome } = await afterRestart({ store, host });
    expect(outcome).toMatchObject({ reversal: "done" });
    const reversals = host.received.filter(({ kind }) => kind === "reverse");
    expect(new Set(reversals.map(({ trace }) => trace)).size).toBe(1);
  });

  test("leaves a lane that cannot become one with a terminal before its payments are settled", async () => {
    const { store } = await crashed({ reader: () => ({ finish: never }) }, (at) => at.records().includes("settled"));
    const lanes = { "till-1": { terminal: { plugin: scriptedTerminal(createScript()) } } };
    await expect(runBridgeWith(store.copy(), { lanes })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
      message: expect.stringContaining("open payments of till-1, which had the other kind of device") as string,
    });
    const { outcome } = await afterRestart({ store });
    expect(outcome).toMatchObject({ reversal: "done" });
    await using settled = await runBridgeWith(store.copy(), { lanes });
    await ready(settled);
  });
});

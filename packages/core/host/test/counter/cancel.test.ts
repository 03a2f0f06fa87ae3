/** A wish to cancel, at each phase of a sale with a reader and a gateway. */
import { expect, test } from "vitest";
import { paymentKey } from "@tillwire/plugin-api";
import { openCounter } from "./counter.ts";
import type { Counter, CounterSetup } from "./counter.ts";
import { answerPlainly } from "./payment-host.ts";

const key = "order-cancel";
const cancel = (counter: Counter) =>
  counter.clock.runUntil(counter.session.request({ type: "payment.cancel", key: paymentKey(key) }));
const canceling = { result: { cancel: "canceling" } };
const canceled = { result: { payment: { outcome: { kind: "canceled", by: "pos" } } } };

/** A sale that has come to where `holds` says. */
async function saleAt(setup: CounterSetup, holds: (counter: Counter) => boolean) {
  const counter = await openCounter(setup);
  const reply = counter.sale(key);
  await counter.until(() => holds(counter));
  return { counter, reply };
}

test("while the reader waits for a card: the read is aborted", async () => {
  const { counter, reply } = await saleAt(
    {
      reader: () => ({
        read: (_, signal) =>
          new Promise((resolve) =>
            signal.addEventListener("abort", () => resolve({ kind: "canceled", by: "pos" }), { once: true }),
          ),
      }),
    },
    (at) => at.heard().includes("accepted"),
  );
  expect(await cancel(counter)).toMatchObject(canceling);
  expect(await counter.clock.runUntil(reply)).toMatchObject(canceled);
  expect(counter.host.received).toEqual([]);
});

test("while the reader waits, and does not obey: it is ended, and the payment is canceled", async () => {
  const { counter, reply } = await saleAt({ reader: () => ({ read: () => new Promise(() => undefined) }) }, (at) =>
    at.heard().includes("accepted"),
  );
  expect(await cancel(counter)).toMatchObject(canceling);
  expect(await counter.clock.runUntil(reply)).toMatchObject(canceled);
  await counter.until(() => counter.laneState() === "ready");
});

test("before the message leaves: it does not leave", async () => {
  const { counter, reply } = await saleAt({ gateway: { waitMs: 2_000 } }, (at) => at.records().includes("prepared"));
  expect(await cancel(counter)).toMatchObject(canceling);
  expect(await counter.clock.runUntil(reply)).toMatchObject(canceled);
  expect(counter.host.received).toEqual([]);
  expect(counter.records()).not.toContain("sent");
  await counter.until(() => counter.laneState() === "ready");
});

test("while the host decides: what it approves is reversed", async () => {
  const setup = await saleAt({}, () => true);
  const { counter, reply } = setup;
  counter.host.answering = (message, host) => {
    counter.host.answering = answerPlainly;
    const [answer] = answerPlainly(message, host);
    counter.clock.after(3_000, () => host.say(answer ?? {}));
    return [];
  };
  await counter.until(() => counter.records().includes("sent"));
  expect(await cancel(counter)).toMatchObject(canceling);
  expect(await counter.clock.runUntil(reply)).toMatchObject({
    result: { payment: { outcome: { kind: "canceled", by: "pos", reversal: "pending" } } },
  });
  await counter.until(() => counter.records().includes("reversed"));
  expect([...counter.host.ledger.values()]).toEqual(["reversed"]);
});

test("while the card finishes: it is too late", async () => {
  const finished = Promise.withResolvers<void>();
  const { counter, reply } = await saleAt(
    { reader: () => ({ finish: () => finished.promise.then(() => ({ accepted: true })) }) },
    (at) => at.records().includes("settled"),
  );
  expect(await cancel(counter)).toMatchObject({ result: { cancel: "too-late" } });
  finished.resolve();
  expect(await counter.clock.runUntil(reply)).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });
});

test("after a doubt was decided to be undone: there is nothing to cancel", async () => {
  const { counter, reply } = await saleAt({}, () => true);
  counter.host.answering = () => [];
  expect(await counter.clock.runUntil(reply)).toMatchObject({ result: { payment: { outcome: { kind: "failed" } } } });
  expect(await cancel(counter)).toMatchObject({ result: { cancel: "nothing-to-cancel" } });
  counter.host.answering = answerPlainly;
  await counter.until(() => counter.records().includes("reversed"));
});

/** Canceling, questions, and payments that wait for a person. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FinalResult, PaymentUpdate } from "../src/index.ts";
import { approved, endsIn, refused } from "./support/fake-bridge.ts";
import { clean, connected, sale, Till, typesOf } from "./support/till.ts";

let till: Till;
beforeEach(async () => {
  till = await connected();
});
afterEach(async () => {
  expect(await till.shutDown()).toEqual(clean);
});

const canceled = { kind: "canceled", by: "pos" };

describe("cancel", () => {
  test("is a wish that the bridge answers, and the result is the truth", async () => {
    const payment = till.client.sale(sale);
    await till.clock.advance(300);
    expect(await till.clock.runUntil(payment.cancel())).toBe("canceling");
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: canceled });
    expect(await payment.cancel()).toBe("nothing-to-cancel");
  });

  test("comes too late once the terminal has decided", async () => {
    till.bridge.refuses = (command) => {
      if (command.type === "payment.cancel") till.bridge.resolve(command.key, approved);
    };
    const payment = till.client.sale(sale);
    await till.clock.advance(300);
    expect(await till.clock.runUntil(payment.cancel())).toBe("too-late");
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
  });

  test("before anything was sent ends the payment on the spot, and the bridge never hears of it", async () => {
    const outcomes: FinalResult[] = [];
    const own = new Till({ onOutcome: (result) => void outcomes.push(result) });
    own.bridge.kill();
    const payment = own.client.sale(sale);
    await own.clock.advance(5_000);
    expect((await own.storage.list()).size).toBe(1);
    expect(await payment.cancel()).toBe("canceling");
    const result = await own.clock.runUntil(payment);
    expect(result).toEqual({ state: "final", key: payment.key, ...sale, outcome: canceled });
    expect(outcomes).toEqual([result]);
    expect(await typesOf(payment)).toEqual(["queued", "ended"]);
    expect(await own.storage.list()).toEqual(new Map());
    own.bridge.start();
    await own.clock.advance(60_000);
    expect(own.bridge.commandsSeen).toEqual([]);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("right after the call is in time, even with an open connection", async () => {
    const payment = till.client.sale(sale);
    expect(await payment.cancel()).toBe("canceling");
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: canceled });
    expect(till.bridge.salesSeen).toEqual([]);
  });

  test("while the connection is gone, of a request that never arrived, closes the key", async () => {
    till.network.fate = ({ text }) => (text.includes('"payment.sale"') ? "lost" : "arrives");
    const payment = till.client.sale(sale);
    await till.clock.advance(50);
    till.network.fate = () => "arrives";
    const answer = payment.cancel();
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: canceled });
    expect(await answer).toBe("canceling");
    expect(till.bridge.salesSeen).toEqual([]);
    expect([...till.bridge.closedKeys]).toEqual([payment.key]);
    expect(await till.storage.list()).toEqual(new Map());
  });

  test("while the connection is gone, of a payment that runs, is asked on the next one", async () => {
    till.bridge.script = () => [{ afterMs: 30_000, does: { type: "end", outcome: approved } }];
    const payment = till.client.sale(sale);
    await till.clock.advance(50);
    till.network.cut();
    expect(await till.clock.runUntil(payment.cancel())).toBe("canceling");
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: canceled });
  });

  test("that the bridge refuses rejects, and may be asked again", async () => {
    const payment = till.client.sale(sale);
    await till.clock.advance(50);
    till.bridge.refuses = (command) => {
      if (command.type === "payment.cancel") throw refused("PERMISSION_DENIED");
    };
    await expect(till.clock.runUntil(payment.cancel())).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    till.bridge.refuses = () => undefined;
    expect(await till.clock.runUntil(payment.cancel())).toBe("canceling");
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: canceled });
  });
});

describe("a question", () => {
  const question = { questionId: "q_12345678", question: { kind: "signature" }, deadlineMs: 30_000 } as const;
  const asks = [
    { afterMs: 100, does: { type: "question", question } },
    { afterMs: 20_000, does: { type: "end", outcome: approved } },
  ] as const;

  test("comes as an event and is answered by its id", async () => {
    till.bridge.script = () => asks;
    const payment = till.client.sale(sale);
    const seen: PaymentUpdate[] = [];
    const reading = (async () => {
      for await (const update of payment.events) {
        seen.push(update);
        if (update.type !== "question") continue;
        await payment.answer(update.question.questionId, { kind: "signature", matches: true });
      }
    })();
    await till.clock.runUntil(Promise.all([payment, reading]));
    expect(seen.map(({ type }) => type)).toEqual(["submitted", "accepted", "question", "question-closed", "ended"]);
  });

  test("that was asked while the till was away is told when it is back, once", async () => {
    till.bridge.script = () => asks;
    const payment = till.client.sale(sale);
    await till.clock.advance(50);
    till.network.cut();
    till.network.listener = undefined;
    await till.clock.advance(1_000);
    for (const entry of till.bridge.payments.values()) entry.progress = []; // as after a restart of the bridge
    till.bridge.start();
    for (const entry of till.bridge.payments.values()) entry.view = { ...entry.view, questions: [question] };
    await till.clock.advance(10_000);
    till.network.cut();
    await till.clock.runUntil(payment);
    const types = await typesOf(payment);
    expect(types.filter((type) => type === "question-open")).toEqual(["question-open"]);
  });

  test("that is not open any more rejects with what the bridge says", async () => {
    till.bridge.script = () => asks;
    const payment = till.client.sale(sale);
    await till.clock.advance(200);
    const answer = payment.answer("q_00000000", { kind: "signature", matches: true });
    await expect(till.clock.runUntil(answer)).rejects.toMatchObject({ code: "QUESTION_CLOSED" });
  });

  test("is answered again when the connection breaks before the answer is in", async () => {
    till.bridge.script = () => asks;
    const payment = till.client.sale(sale);
    await till.clock.advance(200);
    let losses = 0;
    till.network.fate = ({ text }) => (text.includes('"payment.answer"') && (losses += 1) === 1 ? "lost" : "arrives");
    await till.clock.runUntil(payment.answer(question.questionId, { kind: "signature", matches: true }));
    expect(losses).toBe(2);
    await till.clock.runUntil(payment);
  });
});

describe("a parked payment", () => {
  test("resolves as parked, is not acknowledged, and is handed over when a person has settled it", async () => {
    const outcomes: FinalResult[] = [];
    const own = await connected({ onOutcome: (result) => void outcomes.push(result) });
    own.bridge.script = () => [{ afterMs: 500, does: { type: "park" } }];
    const payment = own.client.sale(sale);
    expect(await own.clock.runUntil(payment)).toMatchObject({
      state: "parked",
      parked: { instruction: "Look at the terminal." },
      payment: { state: "parked" },
    });
    await own.clock.advance(120_000);
    expect(own.bridge.acknowledgedKeys).toEqual([]);
    expect((await own.storage.list()).size).toBe(1);

    own.bridge.resolve(payment.key, approved);
    await own.clock.advance(100);
    expect(outcomes).toMatchObject([{ outcome: approved }]);
    expect(own.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(await typesOf(payment)).toEqual(["submitted", "accepted", "ended"]);
    const told = own.events.flatMap((event) => (event.type === "payment" ? [event.update.type] : []));
    expect(told).toEqual(["submitted", "accepted", "ended", "parked", "resolved"]);
    expect(await own.storage.list()).toEqual(new Map());
    expect(await own.shutDown()).toEqual(clean);
  });

  test("is found again after a reload", async () => {
    till.bridge.script = () => [{ afterMs: 500, does: { type: "park" } }];
    await till.clock.runUntil(till.client.sale(sale));
    till.crash();
    const [payment] = await till.clock.runUntil(till.reopen().resume());
    expect(payment && (await till.clock.runUntil(payment))).toMatchObject({ state: "parked" });
  });
});

describe("an outcome that changes its reversal later", () => {
  test("is told to onEvent after the payment has ended", async () => {
    till.bridge.script = () => endsIn({ kind: "canceled", by: "pos", reversal: "pending" });
    const payment = till.client.sale(sale);
    await till.clock.runUntil(payment);
    await till.clock.advance(100);
    const event = {
      key: payment.key,
      lane: "front",
      seq: 9_999,
      at: "2026-01-02T09:00:09.000Z",
      body: { type: "parked" },
    };
    till.bridge.tellAll(JSON.stringify({ jsonrpc: "2.0", method: "payment.event", params: event }));
    await till.clock.advance(10);
    expect(till.events.at(-1)).toMatchObject({
      type: "payment",
      key: payment.key,
      update: { type: "parked", seq: 9_999 },
    });
  });
});

/** A wanted stop: payments that are under way get their time, everybody gets an answer, the next start goes on. */
import { describe, expect, test } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import { createVirtualClock } from "@tillwire/plugin-test";
import { laneOf, openPos, paymentEvents, ready, runBridgeWith, saleOf, until } from "./harness.ts";
import type { RunningBridge } from "./harness.ts";
import { approve, approvalOf, createScript } from "./scripted-terminal.ts";
import type { Behavior, Script } from "./scripted-terminal.ts";

const unknown = { kind: "unknown", code: "LINK_LOST", message: "Nobody waited any more." } as const;

/** A sale that goes on when the test says so, or ends as unknown when the bridge gives up on it. */
function held(go: Promise<void>): Behavior {
  return async (context, request, signal) => {
    await Promise.race([go, aborted(signal)]);
    return signal.aborted ? unknown : await approve(context, request, signal);
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
}

async function runOnVirtualTime(script: Script) {
  const [store, clock] = [createMemoryStore(), createVirtualClock()];
  const running = await runBridgeWith(store, { lanes: { "till-1": laneOf(script) }, clock });
  await ready(running);
  return { store, clock, running, ...openPos(running.port) };
}

function stop({ bridge }: RunningBridge): Promise<void> {
  return Promise.resolve(bridge[Symbol.asyncDispose]());
}

function events(log: readonly string[], level: string): readonly string[] {
  const lines = log.map((line) => JSON.parse(line) as { readonly level: string; readonly event: string });
  return lines.filter((line) => line.level === level).map(({ event }) => event);
}

describe("a stop while a payment is at the terminal", () => {
  test("waits for it, and the POS is told the outcome", async () => {
    const go = Promise.withResolvers<void>();
    const script = createScript(held(go.promise));
    const { store, clock, running, session, events: told } = await runOnVirtualTime(script);
    const reply = session.request(saleOf("order-0101"));
    await until(() => script.received.length === 1);
    const stopping = stop(running);
    await clock.advance(2_000);
    expect(told).toContainEqual(expect.objectContaining({ type: "bridge.event", state: "stopping" }));
    go.resolve();
    await clock.runUntil(stopping);
    expect(await reply).toMatchObject({ result: { payment: { state: "final", outcome: { kind: "approved" } } } });
    expect(store.entries.at(-1)?.type).toBe("outcome");
    expect(await running.bridge.stopped).toBeUndefined();
    expect(events(running.log, "error")).toEqual([]);
  });

  test("gives it five seconds; then the POS is sent away, and the next start looks the payment up", async () => {
    const script = createScript(held(new Promise(() => undefined)));
    const { store, clock, running, session } = await runOnVirtualTime(script);
    const reply = session.request(saleOf("order-0102"));
    await until(() => script.received.length === 1);
    const stopping = stop(running);
    let answered = false;
    void reply.then(() => (answered = true));
    await clock.advance(4_900);
    expect(answered).toBe(false);
    await clock.runUntil(stopping);
    expect(await reply).toMatchObject({ kind: "error", error: { code: "BRIDGE_STOPPING", effect: "possible" } });
    expect(running.bridge.status().state).toBe("stopping");
    expect(events(running.log, "error")).toEqual([]);

    const next = createScript();
    const { amount } = saleOf("order-0102");
    next.lookup = async () => ({ kind: "found", outcome: approvalOf({ amount }) });
    await using again = await runBridgeWith(store, { lanes: { "till-1": laneOf(next) } });
    await ready(again);
    const { session: back } = openPos(again.port);
    expect(back.openPayments).toMatchObject([{ key: "order-0102", state: "unknown" }]);
    const same = await back.request(saleOf("order-0102"));
    expect(same).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });
    expect(next.received.map(({ what }) => what)).toEqual(["lookup"]);
  });

  test("lets no terminal commit what nobody wrote down", async () => {
    const asked: unknown[] = [];
    const script = createScript(async (context, request, signal) => {
      await aborted(signal);
      const verdict = context.settle({ references: request.references, outcome: approvalOf(request) });
      asked.push(await verdict.catch((error: unknown) => error));
      return unknown;
    });
    const { store, clock, running, session } = await runOnVirtualTime(script);
    void session.request(saleOf("order-0103"));
    await until(() => script.received.length === 1);
    await clock.runUntil(stop(running));
    expect(asked).toMatchObject([{ code: "BRIDGE_STOPPING", effect: "possible" }]);
    expect(store.entries.map(({ type }) => type)).toEqual(["numbers", "intent", "sent"]);
  });

  test("writes down what the terminal says in the last moment", async () => {
    const script = createScript(async (context, request, signal) => {
      const outcome = approvalOf(request);
      await context.settle({ references: request.references, outcome });
      await aborted(signal); // the terminal takes its time to commit
      return outcome;
    });
    const { store, clock, running, session } = await runOnVirtualTime(script);
    void session.request(saleOf("order-0107"));
    await until(() => store.entries.some(({ type }) => type === "settled"));
    await clock.runUntil(stop(running));
    expect(store.entries.at(-1)?.type).toBe("outcome");
    expect(running.bridge.status().state).toBe("stopping");
    expect(events(running.log, "error")).toEqual([]);
  });
});

describe("a bridge that stops", () => {
  test("takes no new payment, and says so", async () => {
    const go = Promise.withResolvers<void>();
    const [store, clock] = [createMemoryStore(), createVirtualClock()];
    const [busy, idle] = [createScript(held(go.promise)), createScript()];
    const lanes = { "till-1": laneOf(busy), "till-2": laneOf(idle) };
    const running = await runBridgeWith(store, { lanes, clock });
    await ready(running);
    const { session, events: told } = openPos(running.port);
    const first = session.request(saleOf("order-0104"));
    await until(() => busy.received.length === 1);
    const stopping = stop(running);
    await until(() => told.some(({ type }) => type === "bridge.event"));
    const refused = await session.request(saleOf("order-0105", 1_000, "till-2"));
    expect(refused).toMatchObject({ kind: "error", error: { code: "BRIDGE_STOPPING" } });
    expect(idle.received).toEqual([]);
    go.resolve();
    await clock.runUntil(stopping);
    expect(await first).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });
    expect(paymentEvents(told).map(({ key }) => key)).not.toContain("order-0105");
  });

  test("has stopped once, however often it is told to", async () => {
    const { clock, running, session } = await runOnVirtualTime(createScript());
    await clock.runUntil(Promise.all([stop(running), stop(running)]));
    await clock.runUntil(stop(running));
    expect(await session.request(saleOf("order-0106"))).toMatchObject({ error: { code: "BRIDGE_STOPPING" } });
    expect(events(running.log, "info").filter((event) => event === "bridge-stopped")).toHaveLength(1);
  });
});

describe("a disk that does not answer", () => {
  test("does not hold the stop up for ever, and it is said", async () => {
    const { store, clock, running, session } = await runOnVirtualTime(createScript());
    const release = store.holdWrites();
    const reply = session.request(saleOf("order-0109"));
    const stopping = stop(running);
    await clock.advance(30_000);
    await stopping;
    expect(await reply).toMatchObject({ error: { code: "BRIDGE_STOPPING", effect: "possible" } });
    expect(events(running.log, "error")).toContain("stop-incomplete");
    release();
  });
});

/** Events for a POS that was gone: what is still known, and an honest `gap` where progress was dropped. */
import { describe, expect, test } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import { paymentKey } from "@tillwire/plugin-api";
import type { PaymentEvent, PosSession } from "@tillwire/plugin-api";
import { createEventHub } from "../../src/event-hub.ts";
import { openPos, ready, runBridge, saleOf } from "./harness.ts";
import { approve, createScript } from "./scripted-terminal.ts";

/** Approves after so many lines on the display. */
function talkative(lines: number) {
  return createScript(async (context, request, signal) => {
    const { attemptId } = request;
    for (let line = 1; line <= lines; line++) {
      context.emit({ type: "terminal-text", attemptId, text: `line ${line}` });
    }
    return await approve(context, request, signal);
  });
}

async function watch(session: PosSession, key: string, afterSeq = 0) {
  const reply = await session.request({ type: "payment.watch", key: paymentKey(key), afterSeq });
  if (reply.kind === "error") throw new TypeError(reply.error.message);
  return reply.result;
}

const types = (events: readonly PaymentEvent[]) => events.map(({ body }) => body.type);

describe("a POS that watches a payment after it", () => {
  test("is told everything, when there was little", async () => {
    await using running = await runBridge(createMemoryStore(), talkative(3));
    await ready(running);
    const { session } = openPos(running.port);
    await session.request(saleOf("order-0301"));
    const back = openPos(running.port).session;
    const { events, gap } = await watch(back, "order-0301");
    expect(gap).toBe(false);
    const texts = ["terminal-text", "terminal-text", "terminal-text"];
    expect(types(events)).toEqual(["accepted", "sent", ...texts, "online-answered", "completed"]);
    const later = await watch(back, "order-0301", events[4]?.seq);
    expect(types(later.events)).toEqual(["online-answered", "completed"]);
  });

  test("is told that progress was dropped, and every fact all the same", async () => {
    await using running = await runBridge(createMemoryStore(), talkative(300));
    await ready(running);
    const { session } = openPos(running.port);
    await session.request(saleOf("order-0302"));
    const { events, gap } = await watch(openPos(running.port).session, "order-0302");
    expect(gap).toBe(true);
    const facts = types(events).filter((type) => type !== "terminal-text");
    expect(facts).toEqual(["accepted", "sent", "online-answered", "completed"]);
    const texts = events.flatMap(({ body }) => (body.type === "terminal-text" ? [body.text] : []));
    expect(texts.at(-1)).toBe("line 300");
    expect(texts.length).toBeLessThan(300);
    const numbers = events.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
  });

  test("is told the facts only, with a gap, after a restart", async () => {
    const store = createMemoryStore();
    const before = await runBridge(store, talkative(3));
    await ready(before);
    await openPos(before.port).session.request(saleOf("order-0303"));
    await before[Symbol.asyncDispose]();
    await using running = await runBridge(store, createScript());
    const { events, gap } = await watch(openPos(running.port).session, "order-0303");
    expect(gap).toBe(true);
    expect(types(events)).toEqual(["accepted", "sent", "online-answered", "completed"]);
  });
});

describe("the memory of events", () => {
  const quiet = { error: () => undefined };
  const eventOf = (key: string, seq: number, type: "accepted" | "canceling"): PaymentEvent => ({
    key: paymentKey(key),
    lane: saleOf(key).lane,
    seq,
    at: "2026-01-01T00:00:00.000Z",
    body: { type },
  });

  test("keeps the last two hundred of each payment, of the last five hundred payments", () => {
    const hub = createEventHub(quiet);
    const publish = (event: PaymentEvent): void => hub.publish({ type: "payment.event", event });
    const keys = Array.from({ length: 501 }, (_, index) => `order-${1_000 + index}`);
    for (const key of keys) publish(eventOf(key, 1, "accepted"));
    const [first = "", second = "", third = ""] = keys;
    expect(hub.remembered(paymentKey(first))).toEqual({ events: [], complete: false });
    expect(hub.remembered(paymentKey(second))).toMatchObject({ events: [{ seq: 1 }], complete: true });
    for (let seq = 2; seq <= 200; seq++) publish(eventOf(third, seq, "canceling"));
    expect(hub.remembered(paymentKey(third)).complete).toBe(true);
    publish(eventOf(third, 201, "canceling"));
    const { events, complete } = hub.remembered(paymentKey(third));
    expect(complete).toBe(false);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 2));
  });

  test("tells a session of what it follows, the last thousand payments, until it leaves", () => {
    const hub = createEventHub(quiet);
    const heard: string[] = [];
    const leave = hub.join("ps_1", (event) =>
      heard.push(event.type === "payment.event" ? event.event.key : event.type),
    );
    const keys = Array.from({ length: 1_001 }, (_, index) => paymentKey(`order-${1_000 + index}`));
    for (const key of keys) hub.follow("ps_1", key);
    const [first, second] = keys;
    if (first === undefined || second === undefined) throw new TypeError("There are two.");
    for (const key of [first, second]) hub.publish({ type: "payment.event", event: eventOf(key, 1, "accepted") });
    hub.publish({ type: "bridge.event", state: "stopping", message: "The bridge is stopping." });
    leave();
    hub.publish({ type: "payment.event", event: eventOf(second, 2, "canceling") });
    expect(heard).toEqual([second, "bridge.event"]);
  });
});

test("a platform that throws when it hears an event misses that one, and the bridge goes on", async () => {
  await using running = await runBridge(createMemoryStore(), createScript());
  await ready(running);
  const session = running.port.openSession({ name: "till", display: true, print: false, asks: [] }, () => {
    throw new TypeError("the platform has a fault");
  });
  const reply = await session.request(saleOf("order-0305"));
  expect(reply).toMatchObject({ kind: "result", result: { payment: { outcome: { kind: "approved" } } } });
  expect(running.log.some((line) => line.includes("platform-missed-event"))).toBe(true);
});

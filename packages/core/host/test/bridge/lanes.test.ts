/** Two lanes in one bridge: each goes its own way, and what goes wrong on one costs the other nothing. */
import { expect, test } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import { TillwireError } from "@tillwire/plugin-api";
import { laneOf, openPos, paymentEvents, ready, runBridgeWith, saleOf, until } from "./harness.ts";
import { approve, createScript, scriptedTerminal } from "./scripted-terminal.ts";
import type { Script } from "./scripted-terminal.ts";

async function twoLanes(first: Script, second: Script) {
  const store = createMemoryStore();
  const running = await runBridgeWith(store, { lanes: { "till-1": laneOf(first), "till-2": laneOf(second) } });
  await ready(running);
  return { store, ...openPos(running.port), [Symbol.asyncDispose]: () => running[Symbol.asyncDispose]() };
}

test("payments on two lanes run at the same time, and end on their own", async () => {
  const go = Promise.withResolvers<void>();
  const slow = createScript(async (context, request, signal) => {
    await go.promise;
    return await approve(context, request, signal);
  });
  await using shop = await twoLanes(slow, createScript());
  const { store, session, events } = shop;
  const first = session.request(saleOf("order-0201"));
  await until(() => slow.received.length === 1);
  const second = await session.request(saleOf("order-0202", 2_000, "till-2"));
  expect(second).toMatchObject({ result: { payment: { lane: "till-2", outcome: { kind: "approved" } } } });
  expect(await session.request(saleOf("order-0203"))).toMatchObject({ error: { code: "LANE_BUSY", effect: "none" } });
  go.resolve();
  expect(await first).toMatchObject({ result: { payment: { lane: "till-1", outcome: { kind: "approved" } } } });

  for (const lane of ["till-1", "till-2"]) {
    const own = store.entries.filter(({ stream }) => stream === lane);
    expect(own.map(({ index }) => index)).toEqual(own.map((_, position) => position + 1));
    const numbers = paymentEvents(events).flatMap((event) => (event.lane === lane ? [event.seq] : []));
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
  }
});

test("a terminal that throws or is away costs its own lane only", async () => {
  const broken = createScript(() => Promise.reject(new RangeError("a defect")));
  broken.lookup = () => Promise.reject(new TypeError("another"));
  const away = scriptedTerminal(createScript());
  const unreachable = () =>
    Promise.reject(new TillwireError("DEVICE_UNREACHABLE", { message: "Nobody there.", effect: "none" }));
  const lanes = {
    "till-1": { ...laneOf(broken), settings: { answerWithinMs: 200 } },
    "till-2": laneOf(createScript()),
    "till-3": { terminal: { plugin: Object.freeze({ ...away, open: unreachable }) } },
  };
  await using running = await runBridgeWith(createMemoryStore(), { lanes });
  const stateOf = (name: string) => running.bridge.status().lanes.find(({ lane }) => lane === name)?.state;
  await until(() => stateOf("till-1") === "ready" && stateOf("till-2") === "ready" && stateOf("till-3") === "lost");
  const { session } = openPos(running.port);
  const doubtful = await session.request(saleOf("order-0204"));
  expect(doubtful).toMatchObject({ result: { payment: { state: "unknown" } } });
  const refused = await session.request(saleOf("order-0205", 1_000, "till-3"));
  expect(refused).toMatchObject({ error: { code: "LANE_NOT_READY", effect: "none" } });
  for (const key of ["order-0206", "order-0207"]) {
    const sold = await session.request(saleOf(key, 1_000, "till-2"));
    expect(sold).toMatchObject({ result: { payment: { outcome: { kind: "approved" } } } });
  }
});

test("a key belongs to the lane that it was used on", async () => {
  const [first, second] = [createScript(), createScript()];
  await using shop = await twoLanes(first, second);
  const { session } = shop;
  await session.request(saleOf("order-0208"));
  const again = await session.request(saleOf("order-0208", 1_000, "till-2"));
  expect(again).toMatchObject({ error: { code: "KEY_REUSED", effect: "none" } });
  expect(second.received).toEqual([]);
});

test("a lane that is not configured any more still takes the acknowledgement of its payments", async () => {
  const store = createMemoryStore();
  {
    await using before = await runBridgeWith(store, { lanes: { "till-1": laneOf(createScript()) } });
    await ready(before);
    await openPos(before.port).session.request(saleOf("order-0209"));
  }
  await using running = await runBridgeWith(store, { lanes: { "till-2": laneOf(createScript()) } });
  await ready(running);
  const { session } = openPos(running.port);
  const { key } = saleOf("order-0209");
  expect(session.openPayments).toMatchObject([{ key, acknowledged: false }]);
  const reply = await session.request({ type: "payment.acknowledge", key });
  expect(reply).toMatchObject({ result: { payment: { acknowledged: true } } });
  expect(store.entries.at(-1)).toMatchObject({ stream: "till-1", type: "acknowledged" });
  expect(await session.request(saleOf("order-0210", 1_000, "till-2"))).toMatchObject({ kind: "result" });
});

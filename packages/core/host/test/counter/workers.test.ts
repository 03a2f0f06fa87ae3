/** Reader and gateway in workers, with a TCP line to their host: what one of them does wrong costs its own lane a moment. */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createMemoryStore } from "@tillwire/journal-memory";
import type { JsonValue } from "@tillwire/plugin-api";
import type { LaneOptions } from "../../src/index.ts";
import { openPos, ready, runBridgeWith, saleOf, until } from "../bridge/harness.ts";
import { moduleUrl } from "../runners/harness.ts";
import { createPaymentHost } from "./payment-host.ts";
import type { PaymentHost } from "./payment-host.ts";

/** Starting threads takes a while when the machine does other things. */
vi.setConfig({ testTimeout: 60_000 });

const tcp = import.meta.resolve("@tillwire/link-tcp");
const toTakeDown: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const takeDown of toTakeDown.splice(0).toReversed()) await takeDown();
});

async function listen(host: PaymentHost): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // the bridge cuts what it cannot use
    void host.serve({ incoming: socket, send: (bytes) => void socket.write(bytes) });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  toTakeDown.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port; // a TCP server has one
}

type Fault = { readonly what: string; readonly where: string; readonly operation?: string };

async function openLane({ reader, gateway }: { readonly reader?: Fault; readonly gateway?: Fault } = {}) {
  const host = createPaymentHost();
  const port = await listen(host);
  const settings = (fault: Fault | undefined): { [name: string]: JsonValue } => (fault ? { fault: { ...fault } } : {});
  const lane: LaneOptions = {
    reader: { module: moduleUrl("faulty-reader"), settings: settings(reader) },
    gateway: { module: moduleUrl("plain-gateway"), settings: { port, ...settings(gateway) } },
    settings: { attemptTimeoutMs: 2_000 },
  };
  const store = createMemoryStore();
  const running = await runBridgeWith(store, { lanes: { "till-1": lane }, links: [{ module: tcp }] });
  toTakeDown.push(async () => running[Symbol.asyncDispose]());
  await ready(running);
  const sell = (key: string) => openPos(running.port).session.request(saleOf(key));
  return { ...running, host, store, sell };
}

const approved = { result: { payment: { outcome: { kind: "approved" } } } };

describe("reader and gateway in workers", () => {
  test("take a sale as they do inline", async () => {
    const { sell, store, host } = await openLane();
    expect(await sell("order-0901")).toMatchObject(approved);
    expect(await sell("order-0902")).toMatchObject(approved);
    const types = store.entries.map(({ type }) => type);
    expect(types.slice(0, 6)).toEqual(["numbers", "intent", "prepared", "sent", "settled", "outcome"]);
    expect([...host.ledger.values()]).toEqual(["approved", "approved"]);
  });

  test.each<[string, Fault]>([
    ["crashes", { what: "crashes", where: "begin" }],
    ["spins", { what: "spins", where: "begin" }],
  ])("a gateway that %s before it sends has sent nothing", async (_, gateway) => {
    const { sell, host, store } = await openLane({ gateway });
    expect(await sell("order-0903")).toMatchObject({ result: { payment: { outcome: { kind: "failed" } } } });
    expect(host.received).toEqual([]);
    expect(store.entries.map(({ type }) => type)).not.toContain("sent");
  });

  test.each<[string, Fault]>([
    ["crashes", { what: "crashes", where: "next", operation: "authorize" }],
    ["hangs", { what: "hangs", where: "next", operation: "authorize" }],
  ])("a gateway that %s with the answer leaves a doubt, which the next worker reverses", async (_, gateway) => {
    const { sell, host, store } = await openLane({ gateway });
    expect(await sell("order-0904")).toMatchObject({
      result: { payment: { outcome: { kind: "failed", reversal: "pending" } } },
    });
    await until(() => store.entries.some(({ type }) => type === "reversed"));
    expect([...host.ledger.values()]).toEqual(["reversed"]);
  });

  test.each<[string, Fault, object]>([
    ["crashes while it reads", { what: "crashes", where: "read" }, { kind: "failed" }],
    [
      "crashes while the card finishes",
      { what: "crashes", where: "finish" },
      { kind: "declined", reversal: "pending" },
    ],
  ])("a reader that %s charges nobody", async (_, reader, outcome) => {
    const running = await openLane({ reader });
    expect(await running.sell("order-0905")).toMatchObject({ result: { payment: { outcome } } });
    await until(() => ![...running.host.ledger.values()].includes("approved"));
    await ready(running);
  });
});

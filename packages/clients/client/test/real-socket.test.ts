/** Once over a real socket: the global WebSocket of Node against a real server, which is cut in the middle. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import type { RawData, WebSocket } from "ws";
import { subprotocol } from "@tillwire/protocol/wire";
import { createVirtualClock } from "@tillwire/plugin-test";
import type { VirtualClock } from "@tillwire/plugin-test";
import { createClient } from "../src/index.ts";
import type { ClientOptions } from "../src/index.ts";
import { approved, FakeBridge } from "./support/fake-bridge.ts";
import { FakeNetwork } from "./support/fake-network.ts";
import type { FarEnd } from "./support/fake-network.ts";
import { pos, sale, typesOf } from "./support/till.ts";

let server: WebSocketServer;
let bridge: FakeBridge;
let clock: VirtualClock;
let url: string;

beforeEach(async () => {
  clock = createVirtualClock();
  const network = new FakeNetwork(clock);
  bridge = new FakeBridge(network).start();
  server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  server.on("connection", (socket) => network.listener?.(farEndOf(socket)));
  await once(server, "listening");
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function textOf(data: RawData): string {
  return data instanceof Buffer ? data.toString() : "";
}

function farEndOf(socket: WebSocket): FarEnd {
  const end: FarEnd = {
    protocols: [socket.protocol],
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    onText: () => undefined,
    onGone: () => undefined,
  };
  socket.on("message", (data) => end.onText(textOf(data)));
  socket.on("close", () => end.onGone());
  return end;
}

test("a sale is cut in the middle, goes on, and ends", async () => {
  const client = createClient({ pos, url });
  const payment = client.sale(sale);
  await expect.poll(() => bridge.salesSeen.length).toBe(1);
  for (const socket of server.clients) {
    expect(socket.protocol).toBe(subprotocol);
    socket.terminate();
  }
  await clock.advance(2_000); // the bridge's own time: the payment is final by then
  expect(await payment).toMatchObject({ state: "final", outcome: approved });
  expect(await typesOf(payment)).toContain("interrupted");
  await expect.poll(() => bridge.acknowledgedKeys).toEqual([payment.key]);
  await client.close();
  await expect.poll(() => server.clients.size).toBe(0);
});

test("an address where nobody listens is told as such, and a server that refuses the upgrade too", async () => {
  const options: ClientOptions = { pos, url };
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
  const client = createClient(options);
  await expect(client.lanes()).rejects.toMatchObject({ code: "BRIDGE_UNREACHABLE", retry: true });
  await client.close();

  const { port } = new URL(url);
  server = new WebSocketServer({ host: "127.0.0.1", port: Number(port), verifyClient: () => false });
  await once(server, "listening");
  const refused = createClient(options);
  await expect(refused.lanes()).rejects.toMatchObject({ code: "BRIDGE_UNREACHABLE" });
  await refused.close();
});

/** The connection: how it is made, why it is refused, how it breaks, and what a client leaves when it is closed. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { closeCodes, subprotocol } from "@tillwire/protocol/wire";
import { ClientError, createClient } from "../src/index.ts";
import type { ClientOptions, PermissionSource } from "../src/index.ts";
import { approved, lane, limits, refused, status, who } from "./support/fake-bridge.ts";
import type { FarEnd } from "./support/fake-network.ts";
import { clean, connected, pos, sale, Till, typesOf } from "./support/till.ts";

let till: Till;
beforeEach(async () => {
  till = await connected();
});
afterEach(async () => {
  expect(await till.shutDown()).toEqual(clean);
});

function notify(method: string, params: unknown): void {
  till.bridge.tellAll(JSON.stringify({ jsonrpc: "2.0", method, params }));
}

/** Vitest's matchers have the type `any`. */
function containing(text: string): unknown {
  return expect.stringContaining(text);
}

describe("the plain calls", () => {
  test("give what the bridge says", async () => {
    const { client, clock } = till;
    expect(await clock.runUntil(client.lanes())).toEqual([lane]);
    expect(await clock.runUntil(client.laneStatus("front"))).toEqual(lane);
    expect(await clock.runUntil(client.status())).toEqual(status);
    await expect(clock.runUntil(client.laneStatus("nowhere"))).rejects.toMatchObject({ code: "LANE_UNKNOWN" });
    await expect(clock.runUntil(client.get("order-4711-a"))).rejects.toMatchObject({ code: "NOT_FOUND", retry: true });

    const payment = client.sale(sale);
    await clock.advance(300);
    const running = await clock.runUntil(client.watch(payment.key));
    expect(running.payment).toMatchObject({ key: payment.key, state: "sent" });
    expect(running.events.map(({ body }) => body.type)).toEqual(["accepted", "sent", "prompt"]);
    await clock.runUntil(payment);
    expect(await clock.runUntil(client.get(payment.key))).toMatchObject({ state: "final", outcome: approved });
    expect(await clock.runUntil(client.acknowledge(payment.key))).toMatchObject({ acknowledged: true });
  });

  test("by the bridge's own name for a payment send that", async () => {
    await expect(till.clock.runUntil(till.client.get({ id: "pm_00000000" }))).rejects.toBeInstanceOf(ClientError);
    expect(till.bridge.commandsSeen).toEqual([{ type: "payment.get", payment: { id: "pm_00000000" } }]);
  });

  test("reject at once when the bridge does not run, and say so", async () => {
    till.bridge.kill();
    await till.clock.advance(100);
    const error = { code: "BRIDGE_UNREACHABLE", effect: "none", retry: true };
    await expect(till.clock.runUntil(till.client.lanes(), 100)).rejects.toMatchObject({
      ...error,
      message: containing("ws://127.0.0.1:7455/"),
    });
    till.bridge.start();
    expect(await till.clock.runUntil(till.client.lanes(), 100)).toEqual([lane]);
  });

  test("reject when the connection breaks before the answer", async () => {
    till.network.fate = () => "lost";
    await expect(till.clock.runUntil(till.client.status())).rejects.toMatchObject({
      code: "CONNECTION_LOST",
      retry: true,
    });
    till.network.fate = () => "arrives";
  });

  test("that get no answer show a dead connection, and a new one is made", async () => {
    till.network.isSilent = true;
    const call = till.client.status();
    await expect(till.clock.runUntil(call, 11_000)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    till.network.isSilent = false;
    expect(await till.clock.runUntil(till.client.status())).toEqual(status);
  });

  test("keep to the number of requests that the bridge takes at a time", async () => {
    const own = new Till();
    own.bridge.limits = { ...limits, requestsInFlight: 3 };
    own.bridge.thinkMs = 100;
    let underWay = 0;
    let most = 0;
    own.network.fate = ({ from, text }) => {
      if (text.includes('"lane.list"')) underWay += 1;
      if (from === "bridge" && text.includes('"lanes"')) underWay -= 1;
      most = Math.max(most, underWay);
      return "arrives";
    };
    await own.clock.advance(20);
    underWay = most = 0;
    const lists = Array.from({ length: 20 }, () => own.client.lanes());
    expect(await own.clock.runUntil(Promise.all(lists))).toHaveLength(20);
    expect(most).toBe(3);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("beyond a bound are refused here", async () => {
    const calls = Array.from({ length: 1_100 }, () => till.client.lanes());
    const ends = await till.clock.runUntil(Promise.allSettled(calls));
    const reasons = ends.flatMap((end) => (end.status === "rejected" ? [(end.reason as ClientError).code] : []));
    expect(new Set(reasons)).toEqual(new Set(["LIMIT_REACHED"]));
    expect(ends.filter(({ status: end }) => end === "fulfilled").length).toBe(1_032);
  });
});

describe("sales beyond what one connection takes", () => {
  test("wait, are sent in the end, and leave room for a cancel", async () => {
    const own = new Till();
    own.bridge.limits = { ...limits, requestsInFlight: 2 };
    await own.clock.advance(20);
    const first = own.client.sale({ ...sale, lane: "a" });
    const second = own.client.sale({ ...sale, lane: "b" });
    await own.clock.advance(300);
    expect(own.bridge.salesSeen).toEqual([first.key]);
    expect(await own.clock.runUntil(first.cancel())).toBe("canceling");
    expect(await own.clock.runUntil(second)).toMatchObject({ outcome: approved });
    expect(await own.shutDown()).toEqual(clean);
  });
});

describe("making a connection", () => {
  test("names the subprotocol, picks the highest common version, introduces the POS", async () => {
    const own = new Till();
    own.bridge.versions = { min: 1, max: 7 };
    const { listener } = own.network;
    const protocols: (readonly string[])[] = [];
    own.network.listener = (end) => {
      protocols.push(end.protocols);
      listener?.(end);
    };
    await own.clock.advance(20);
    expect(protocols).toEqual([[subprotocol]]);
    const opened = own.network.frames.find(({ text }) => text.includes("session.open"));
    expect(JSON.parse(opened?.text ?? "")).toMatchObject({ method: "session.open", params: { version: 1, pos } });
    expect(own.events).toEqual([{ type: "connection", state: "open", bridge: who }]);
    expect(await own.shutDown()).toEqual(clean);
  });

  test.each([
    [{ min: 2, max: 3 }, "client"],
    [{ min: 0, max: 0 }, "bridge"],
  ])("with a bridge of versions %o fails clearly, for calls and for new sales", async (versions, whom) => {
    const own = new Till();
    own.bridge.versions = versions;
    const message = containing(`Upgrade the ${whom}`);
    const payment = own.client.sale(sale);
    const error = { code: "VERSION_UNSUPPORTED", effect: "none", retry: false, message };
    await expect(own.clock.runUntil(payment)).rejects.toMatchObject(error);
    await expect(own.clock.runUntil(own.client.lanes())).rejects.toMatchObject(error);
    expect(await own.storage.list()).toEqual(new Map());
    expect(await own.shutDown()).toEqual(clean);
  });

  const hello = { versions: { min: 1, max: 1 }, limits, bridge: who, nonce: "n" };
  const refusing = (end: FarEnd, answer: object, code: number): void => {
    end.send(JSON.stringify({ jsonrpc: "2.0", method: "bridge.hello", params: hello }));
    end.onText = () => {
      end.send(JSON.stringify({ jsonrpc: "2.0", ...answer }));
      end.close(code, "");
    };
  };
  const error = (code: string): object => ({
    error: {
      code: -32_000,
      message: `refused: ${code}`,
      data: { code, effect: "none", retry: code === "LIMIT_REACHED" },
    },
  });

  test.each<[string, string, boolean, (end: FarEnd) => void]>([
    [
      "refuses this POS",
      "PERMISSION_DENIED",
      false,
      (end) => refusing(end, { id: 1, ...error("PERMISSION_DENIED") }, closeCodes.handshakeRefused),
    ],
    ["has no room", "LIMIT_REACHED", true, (end) => refusing(end, { id: null, ...error("LIMIT_REACHED") }, 1_013)],
    ["closes with a code of its own", "BRIDGE_REFUSED", false, (end) => end.close(4_999, "go away")],
    ["stops at that moment", "BRIDGE_UNREACHABLE", true, (end) => end.close(1_001, "")],
    [
      "is something else",
      "PROTOCOL_VIOLATION",
      false,
      (end) => end.send(JSON.stringify({ jsonrpc: "2.0", method: "bridge.hello", params: { hi: 1 } })),
    ],
    [
      "does not say who it is",
      "PROTOCOL_VIOLATION",
      false,
      (end) =>
        end.send(
          JSON.stringify({ jsonrpc: "2.0", method: "bridge.hello", params: { ...hello, bridge: { mode: "demo" } } }),
        ),
    ],
    [
      "answers the introduction with nonsense",
      "PROTOCOL_VIOLATION",
      false,
      (end) => refusing(end, { id: 1, result: { yes: true } }, 1_000),
    ],
  ])("with something that %s is told as %s", async (...[, code, retry, accept]) => {
    const own = new Till();
    own.network.listener = accept;
    await expect(own.clock.runUntil(own.client.lanes())).rejects.toMatchObject({ code, retry, effect: "none" });
    expect(await own.shutDown()).toEqual(clean);
  });

  test("with something that says nothing is given up in time, and tried again", async () => {
    const own = new Till();
    own.network.listener = () => undefined;
    await expect(own.clock.runUntil(own.client.lanes(), 15_100)).rejects.toMatchObject({ code: "BRIDGE_UNREACHABLE" });
    own.bridge.start();
    expect(await own.clock.runUntil(own.client.lanes())).toEqual([lane]);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("where the platform refuses to make a socket is told as blocked", async () => {
    const Refusing = function () {
      throw new Error("mixed content");
    } as unknown as NonNullable<ClientOptions["webSocket"]>;
    const own = createClient({ pos, clock: till.clock, webSocket: Refusing });
    await expect(till.clock.runUntil(own.lanes())).rejects.toMatchObject({
      code: "BRIDGE_BLOCKED",
      message: containing("mixed content"),
    });
    await own.close();
  });
});

describe("a browser that keeps pages from the local network", () => {
  function browser(state: string, knows: string): PermissionSource {
    return {
      query: async ({ name }) => (name === knows ? { state } : Promise.reject(new TypeError("unknown name"))),
    };
  }

  test.each(["loopback-network", "local-network-access"])(
    "and denied it (%s) is told from a bridge that is not there",
    async (name) => {
      const own = new Till({ permissions: browser("denied", name) });
      own.bridge.kill();
      const payment = own.client.sale(sale);
      await expect(own.clock.runUntil(payment)).rejects.toMatchObject({ code: "BRIDGE_BLOCKED", effect: "none" });
      expect(await own.shutDown()).toEqual(clean);
    },
  );

  test("and takes its time to say so does not cost a connection that has opened meanwhile", async () => {
    const slow: PermissionSource = {
      query: async () => {
        await own.clock.sleep(3_000);
        return { state: "granted" };
      },
    };
    const own: Till = new Till({ permissions: slow });
    own.network.isSilent = true;
    await own.clock.advance(16_000); // the time to connect is over, and the browser is being asked
    own.network.isSilent = false;
    await own.clock.advance(400_000);
    expect(own.events.filter((event) => event.type === "connection" && event.state === "lost")).toEqual([]);
    expect(await own.clock.runUntil(own.client.lanes())).toEqual([lane]);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("and is asking its user is given time", async () => {
    const own = new Till({ permissions: browser("prompt", "loopback-network") });
    own.network.isSilent = true;
    await own.clock.advance(200_000);
    expect(own.events).toEqual([]);
    await own.clock.advance(200_000);
    expect(own.events).toMatchObject([{ state: "unreachable", error: { code: "BRIDGE_UNREACHABLE" } }]);
    own.network.isSilent = false;
    expect(await own.shutDown()).toEqual(clean);
  });
});

describe("what the bridge tells", () => {
  test("of lanes and itself is passed on", async () => {
    notify("lane.event", { lane: { ...lane, state: "lost" } });
    notify("bridge.event", { state: "stopping", message: "Bye." });
    await till.clock.advance(10);
    expect(till.events.slice(1)).toEqual([
      { type: "lane", lane: { ...lane, state: "lost" } },
      { type: "bridge", state: "stopping", message: "Bye." },
    ]);
  });

  test("that this client does not know is passed over", async () => {
    const head = { key: "order-4711-a", lane: "front", seq: 7, at: "2026-01-02T09:00:00.000Z" };
    notify("payment.event", { ...head, body: { type: "levitating" } });
    notify("payment.event", { ...head, body: { type: "toString" } });
    notify("weather.event", { rain: true });
    notify("payment.event", { ...head, more: 1, body: { type: "sent", more: 2 } });
    await till.clock.advance(10);
    expect(till.events.slice(1)).toEqual(
      [{ type: "payment", key: head.key, update: { ...head, more: 1, type: "sent" } }].map((event) => ({
        ...event,
        update: { ...event.update, more: 2 },
      })),
    );
    expect(till.troubles).toEqual([]);
  });

  test.each([
    "",
    "no json",
    "null",
    "[]",
    "17",
    "{}",
    '{"jsonrpc":"1.0","method":"lane.event","params":{}}',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":"x","result":{}}',
    '{"jsonrpc":"2.0","id":4711}',
  ])("in the form of %j is reported and harms nothing", async (text) => {
    const payment = till.client.sale(sale);
    await till.clock.advance(300);
    till.bridge.tellAll(text);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(till.troubles).toEqual(["PROTOCOL_VIOLATION"]);
  });

  test.each([
    ["payment.event", {}],
    ["payment.event", { body: 7 }],
    ["payment.event", { key: 7, seq: "x", body: { type: "sent" } }],
    ["payment.event", { key: "order-4711-a", lane: "front", seq: 1, at: "", body: { type: "completed" } }],
    ["payment.event", { key: "order-4711-a", lane: "front", seq: 1, at: "", body: { type: "question" } }],
    ["lane.event", { lane: 7 }],
    ["bridge.event", { state: "dancing", message: "x" }],
    ["bridge.event", []],
  ])("as %s %j is passed over", async (method, params) => {
    notify(method, params);
    await till.clock.advance(10);
    expect(till.events).toHaveLength(1);
  });

  test("as an answer that is none is asked for again", async () => {
    let sales = 0;
    const { listener } = till.network;
    till.network.listener = (end) => {
      const send = end.send;
      end.send = (text) => {
        const isFinal = text.includes('"result"') && text.includes('"outcome"') && (sales += 1) === 1;
        send(isFinal ? text.replace('"outcome"', '"outcome_"') : text);
      };
      listener?.(end);
    };
    till.network.cut();
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
  });

  test("twice as an answer counts once", async () => {
    till.network.fate = () => "twice";
    expect(await till.clock.runUntil(till.client.lanes())).toEqual([lane]);
    await till.clock.advance(10);
    expect(till.troubles).toEqual([]);
  });
});

describe("a connection that is dead without saying so", () => {
  test("is found out while a payment runs", async () => {
    till.bridge.script = () => [{ afterMs: 20_000, does: { type: "end", outcome: approved } }];
    const payment = till.client.sale(sale);
    await till.clock.advance(1_000);
    till.network.isSilent = true;
    await till.clock.advance(26_000);
    till.network.isSilent = false;
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    const lost = till.events.filter((event) => event.type === "connection" && event.state === "lost");
    expect(lost).toHaveLength(1);
  });

  test("and events that were lost on the way are made good", async () => {
    till.network.fate = () => "arrives";
    till.bridge.answerWithinMs = 100;
    till.bridge.script = () => [{ afterMs: 5_000, does: { type: "end", outcome: approved } }];
    const payment = till.client.sale(sale);
    await till.clock.advance(1_000);
    till.network.isSilent = true; // the event "resolved" goes nowhere
    await till.clock.advance(10_000);
    till.network.isSilent = false;
    expect(await till.clock.runUntil(payment, 10_000)).toMatchObject({ outcome: approved });
  });

  test("and an answer that was lost is made good: a request that is not there is sent again", async () => {
    let sales = 0;
    till.bridge.refuses = ({ type }) => {
      // As a bridge does that cannot tell which request an error belongs to.
      if (type === "payment.sale" && (sales += 1) === 1) till.network.isSilent = true;
      if (type === "payment.sale" && sales === 1) throw refused("LIMIT_REACHED", { retry: true });
    };
    const payment = till.client.sale(sale);
    await till.clock.advance(100);
    till.network.isSilent = false;
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(till.bridge.starts).toBe(1);
  });
});

describe("a slow bridge", () => {
  test("that takes seconds for everything brings the payment to its end all the same", async () => {
    till.bridge.thinkMs = 8_000;
    till.network.fate = (_frame, index) => (index === 6 ? "last" : "arrives");
    const payment = till.client.sale(sale);
    expect(await till.clock.runUntil(payment)).toMatchObject({ outcome: approved });
    expect(till.bridge.starts).toBe(1);
  });
});

describe("close", () => {
  test("rejects what waits, keeps the record, and lets the payment go on", async () => {
    const payment = till.client.sale(sale);
    const closed = { code: "CLIENT_CLOSED", effect: "possible", retry: false };
    const reading = expect(typesOf(payment)).rejects.toMatchObject(closed);
    await till.clock.advance(300);
    await till.clock.runUntil(till.client.close());
    await expect(payment).rejects.toMatchObject(closed);
    await reading;
    await expect(till.client.lanes()).rejects.toMatchObject({ code: "CLIENT_CLOSED", effect: "none" });
    await expect(till.client.sale(sale)).rejects.toMatchObject({ code: "CLIENT_CLOSED", effect: "none" });
    expect((await till.storage.list()).size).toBe(1);
    await till.clock.advance(5_000);
    expect(till.bridge.viewOf(payment.key)).toMatchObject({ state: "final", acknowledged: false });
  });

  test("of a client whose payment was never sent says that nothing ran", async () => {
    till.bridge.kill();
    const payment = till.client.sale(sale);
    await till.clock.advance(300);
    await till.clock.runUntil(till.client.close());
    await expect(payment).rejects.toMatchObject({ code: "CLIENT_CLOSED", effect: "none" });
  });

  test("lets an acknowledgement under way arrive, but not wait for ever", async () => {
    const payment = till.client.sale(sale);
    await till.clock.runUntil(payment);
    await till.clock.runUntil(till.client.close(), 100);
    expect(till.bridge.acknowledgedKeys).toEqual([payment.key]);
    expect(await till.storage.list()).toEqual(new Map());

    const own = await connected();
    const other = own.client.sale(sale);
    await own.clock.runUntil(other);
    own.network.isSilent = true;
    await own.clock.runUntil(own.client.close(), 2_100);
    own.network.isSilent = false;
    expect((await own.storage.list()).size).toBe(1);
    expect(await own.shutDown()).toEqual(clean);
  });

  test("while it connects, and before it does, leaves nothing", async () => {
    for (const afterMs of [0, 1, 2, 3, 4]) {
      const own = new Till();
      await own.clock.advance(afterMs);
      await own.clock.runUntil(own.client[Symbol.asyncDispose]());
      expect(await own.shutDown()).toEqual(clean);
    }
  });
});

describe("options", () => {
  test.each(["http://127.0.0.1:7455/", "no address", ""])("with the address %j are refused", (url) => {
    expect(() => createClient({ pos, url })).toThrow(expect.objectContaining({ code: "OPTIONS_INVALID" }));
  });

  test("with a listener that throws harm nothing", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const mine = new Error("mine");
    const own = await connected({
      onEvent: () => {
        throw mine;
      },
    });
    expect(await own.clock.runUntil(own.client.sale(sale))).toMatchObject({ outcome: approved });
    expect(await own.shutDown()).toEqual(clean);
    expect(printed).toHaveBeenCalledWith("Tillwire client:", mine);
    printed.mockRestore();
  });

  test("without a listener print trouble, so that it does not pass unseen", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const own = createClient({
      pos,
      clock: till.clock,
      webSocket: till.network.poweredBy(new AbortController().signal),
    });
    await till.clock.advance(20);
    till.bridge.tellAll("no json");
    await till.clock.advance(20);
    expect(printed).toHaveBeenCalledWith("Tillwire client:", expect.objectContaining({ code: "PROTOCOL_VIOLATION" }));
    printed.mockRestore();
    await till.clock.runUntil(own.close());
  });
});

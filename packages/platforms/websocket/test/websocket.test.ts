import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { notificationSchemas, resultSchemas } from "@tillwire/protocol";
import plugin from "../src/index.ts";
import { connect, createBridgeSide, lane, limits, settle } from "./harness.ts";

const open = { jsonrpc: "2.0", id: "open", method: "session.open", params: { version: 1, pos: { name: "till" } } };
const get = (id: string | number) => ({ jsonrpc: "2.0", id, method: "payment.get", params: { key: "order-1042-1" } });

describe("the handshake", () => {
  test("begins with hello, and the session with what is open", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    expect(pos.heard[0]).toMatchObject({ method: "bridge.hello", params: { versions: { min: 1, max: 1 }, limits } });
    notificationSchemas["bridge.hello"].parse(pos.heard[0]?.["params"]);
    await pos.say(open);
    expect(pos.heard[1]).toMatchObject({
      id: "open",
      result: { sessionId: "session-1", version: 1, openPayments: [], lanes: [lane] },
    });
    resultSchemas["session.open"].parse(pos.heard[1]?.["result"]);
    expect(side.sessions[0]?.pos).toEqual({ name: "till", asks: [], display: false, print: false });
  });

  test("comes first: nothing else is passed on before", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(get(1));
    expect(pos.heard[1]).toMatchObject({ id: 1, error: { data: { code: "SESSION_REQUIRED", retry: true } } });
    expect(side.commands).toEqual([]);
  });

  test("happens once", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    await pos.say({ ...open, id: "again" });
    expect(pos.heard[2]).toMatchObject({ id: "again", error: { data: { code: "REQUEST_INVALID" } } });
    expect(side.sessions).toHaveLength(1);
  });

  test("refuses versions that it does not speak, and closes", async () => {
    const { pos } = await connect(createBridgeSide());
    await pos.say({ ...open, params: { version: 2, pos: { name: "till" } } });
    expect(pos.heard[1]).toMatchObject({
      error: { message: "This bridge speaks version 1 of the protocol.", data: { code: "VERSION_UNSUPPORTED" } },
    });
    expect(pos.closed()?.code).toBe(4_002);
  });

  test("has a time", async () => {
    const { pos, clock } = await connect(createBridgeSide());
    await clock.advance(limits.handshakeMs - 1);
    expect(pos.closed()).toBeUndefined();
    await clock.advance(1);
    expect(pos.closed()?.code).toBe(4_001);
  });

  test("that was made is not cut off", async () => {
    const { pos, clock } = await connect(createBridgeSide());
    await pos.say(open);
    await clock.advance(limits.handshakeMs * 10);
    expect(pos.closed()).toBeUndefined();
  });
});

describe("requests", () => {
  test("are answered once each, under their ids, in whatever order", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    const held = Promise.withResolvers<void>();
    side.answer = async (command) => {
      if (command.type === "payment.get") await held.promise;
      return { kind: "result", result: { lanes: [] } };
    };
    await pos.say(get(1));
    await pos.say({ jsonrpc: "2.0", id: 2, method: "lane.list" });
    expect(pos.heard.slice(2).map(({ id }) => id)).toEqual([2]);
    held.resolve();
    await settle();
    expect(pos.heard.slice(2).map(({ id }) => id)).toEqual([2, 1]);
  });

  test("over the limit are refused, and the connection of one who goes on is closed", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    side.answer = () => new Promise(() => undefined);
    for (let id = 1; id <= 3; id += 1) await pos.say(get(id));
    expect(pos.heard[2]).toMatchObject({ id: 3, error: { data: { code: "LIMIT_REACHED" } } });
    for (let id = 4; id <= 110; id += 1) await pos.say(get(id));
    expect(pos.closed()?.code).toBe(4_003);
    expect(side.commands.filter(({ type }) => type === "payment.get")).toHaveLength(2);
  });

  test("with an id that is still open are refused, and not under that id: its own answer is still to come", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    const held = Promise.withResolvers<void>();
    side.answer = async () => {
      await held.promise;
      return { kind: "result", result: { lanes: [] } };
    };
    await pos.say(get(1));
    await pos.say(get(1));
    await pos.say({ ...get(1), method: "payment.steal" });
    expect(pos.heard.slice(2)).toMatchObject([
      { id: null, error: { data: { code: "REQUEST_INVALID", effect: "none" } } },
      { id: null, error: { data: { code: "METHOD_UNKNOWN" } } },
    ]);
    held.resolve();
    await settle();
    expect(pos.heard.slice(4)).toMatchObject([{ id: 1, result: {} }]);
    expect(side.commands.filter(({ type }) => type === "payment.get")).toHaveLength(1);
  });

  test("of any text get an error or an answer, and the connection goes on", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        const before = pos.heard.length;
        await pos.sayText(text);
        expect(pos.heard).toHaveLength(before + 1);
      }),
      { numRuns: 300 },
    );
    await pos.say(get("last"));
    expect(pos.heard.at(-1)).toMatchObject({ id: "last", result: {} });
  });

  test("larger than allowed are refused", async () => {
    const { pos } = await connect(createBridgeSide());
    await pos.sayText("x".repeat(limits.messageBytes + 1));
    expect(pos.heard[1]).toMatchObject({ id: null, error: { data: { code: "REQUEST_TOO_LARGE" } } });
  });
});

describe("a connection", () => {
  test("passes on what the bridge tells", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    side.sessions[0]?.notify({ type: "lane.event", lane });
    side.sessions[0]?.notify({ type: "bridge.event", state: "stopping", message: "The bridge is stopping." });
    expect(pos.heard.slice(2)).toEqual([
      { jsonrpc: "2.0", method: "lane.event", params: { lane } },
      { jsonrpc: "2.0", method: "bridge.event", params: { state: "stopping", message: "The bridge is stopping." } },
    ]);
  });

  test("that ends closes its session, and an answer that comes later is dropped", async () => {
    const side = createBridgeSide();
    const { pos } = await connect(side);
    await pos.say(open);
    const held = Promise.withResolvers<void>();
    side.answer = async () => {
      await held.promise;
      return { kind: "result", result: { lanes: [] } };
    };
    await pos.say(get(1));
    await pos.hangUp();
    held.resolve();
    await settle();
    expect(side.sessions[0]?.open).toBe(false);
    expect(pos.heard).toHaveLength(2);
  });
});

test("the plugin says its package's version", () => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  expect(JSON.parse(text)).toMatchObject({ version: plugin.version });
});

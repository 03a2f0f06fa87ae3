import type { Channel } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { connectClient } from "./support/client.ts";
import { closeCodeOf, connectRaw, exchangeRaw, frame, handshake, statusOf } from "./support/raw.ts";
import type { RawConnection } from "./support/raw.ts";
import { echo, eventually, handOver, posLimits, startServer, tooSlowCode } from "./support/server.ts";

const TEXT = 1;
const BINARY = 2;
const CONTINUATION = 0;
const PING = 9;

async function rawWebSocket(port: number): Promise<RawConnection> {
  const connection = await connectRaw(port);
  connection.socket.write(handshake(port));
  await connection.until(/\r\n\r\n/);
  return connection;
}

test("texts go both ways, in order, from a page in the list and from a program", async () => {
  const server = await startServer();
  server.serve(echo);
  for (const options of [{ origin: "https://till.example" }, {}]) {
    const client = await connectClient(server.port, options);
    const texts = Array.from({ length: 200 }, (_, index) => `${index} ü €`);
    for (const text of texts) client.socket.send(text);
    for (const text of texts) expect(await client.next()).toBe(`echo ${text}`);
  }
});

test("the platform learns who is there", async () => {
  const server = await startServer();
  const { endpoint, next } = handOver();
  server.serve(endpoint);
  await connectClient(server.port, { origin: "https://till.example" });
  const channel = await next();
  expect(channel.peer).toEqual({ address: "127.0.0.1", origin: "https://till.example", secure: true });
  expect(channel.subprotocol).toBe("tillwire.v1");
});

test("incoming ends when the other side is gone: in order, and without a word", async () => {
  const server = await startServer();
  const { endpoint, next } = handOver();
  server.serve(endpoint);
  for (const leave of ["close", "terminate"] as const) {
    const client = await connectClient(server.port);
    const channel = await next();
    client.socket.send("last words");
    client.socket.once("pong", () => client.socket[leave]());
    client.socket.ping();
    expect(await collect(channel)).toEqual(["last words"]);
    expect(channel.send("anybody?")).toBe(false);
    channel.close(1_000, "again");
  }
});

test("no message larger than the limit, by one byte", async () => {
  const server = await startServer({ pos: { messageBytes: 1_000 } });
  server.serve(echo);
  const client = await connectClient(server.port);
  client.socket.send("x".repeat(1_000));
  expect(await client.next()).toHaveLength(1_005);
  client.socket.send("x".repeat(1_001));
  expect(await client.closed).toMatchObject({ code: 1_009 });
});

test("a frame that says it is huge is refused before it is read", async () => {
  const server = await startServer();
  server.serve(echo);
  const connection = await rawWebSocket(server.port);
  connection.socket.write(frame({ opcode: TEXT, claimedBytes: 2 ** 40 }));
  expect(closeCodeOf(await connection.closed)).toBe(1_009);
});

test("binary messages are closed with 1003", async () => {
  const server = await startServer();
  server.serve(echo);
  const client = await connectClient(server.port);
  client.socket.send(new Uint8Array(3));
  expect(await client.closed).toEqual({ code: 1_003, reason: "text messages only" });
});

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const abuses: readonly [string, readonly Buffer[], number][] = [
  ["text that is no UTF-8", [frame({ opcode: TEXT, payload: new Uint8Array([0xc3, 0x28]) })], 1_007],
  ["a frame without mask", [Buffer.from([0x81, 0x01, 0x61])], 1_002],
  ["a reserved bit", [Buffer.from([0xc1, 0x80, 0, 0, 0, 0])], 1_002],
  ["an opcode that is none", [frame({ opcode: 5 })], 1_002],
  ["a ping that is too long", [frame({ opcode: PING, payload: new Uint8Array(126) })], 1_002],
  ["a ping in fragments", [frame({ opcode: PING, final: false })], 1_002],
  ["a continuation of nothing", [frame({ opcode: CONTINUATION, payload: text("a") })], 1_002],
  ["a new message inside another", [frame({ opcode: TEXT, final: false }), frame({ opcode: TEXT })], 1_002],
  ["binary in fragments", [frame({ opcode: BINARY, final: false }), frame({ opcode: CONTINUATION })], 1_003],
  ["too many fragments", [frame({ opcode: TEXT, final: false }), ...fragments(64)], 1_008],
  ["a flood of empty fragments", [frame({ opcode: TEXT, final: false }), ...fragments(20_000)], 1_008],
];

function fragments(count: number): Buffer[] {
  return Array.from({ length: count }, () => frame({ opcode: CONTINUATION, final: false }));
}

test.each(abuses)("%s", async (_what, frames, code) => {
  const server = await startServer();
  server.serve(echo);
  const connection = await rawWebSocket(server.port);
  connection.socket.write(Buffer.concat(frames));
  expect(closeCodeOf(await connection.closed)).toBe(code);
});

test("as many fragments as may be make one message", async () => {
  const server = await startServer();
  server.serve(echo);
  const connection = await rawWebSocket(server.port);
  const last = frame({ opcode: CONTINUATION, payload: text("end") });
  connection.socket.write(
    Buffer.concat([frame({ opcode: TEXT, final: false, payload: text("a ") }), ...fragments(62), last]),
  );
  await connection.until(/echo a end/);
});

test("a message that comes a byte at a time costs no more than so many pieces", async () => {
  const server = await startServer({ listener: { bufferedChunks: 8 } });
  server.serve(echo);
  const connection = await rawWebSocket(server.port);
  connection.socket.setNoDelay(true);
  connection.socket.write(frame({ opcode: TEXT, claimedBytes: 1_000 }));
  const drip = setInterval(() => connection.socket.write("x"), 2);
  expect(closeCodeOf(await connection.closed)).toBe(1_008);
  clearInterval(drip);
});

test("whoever does not answer pings is cut off, in the middle of a frame too; who answers stays", async () => {
  const server = await startServer({ pos: { idleMs: 90 } });
  server.serve(echo);
  const mute = await rawWebSocket(server.port);
  const half = await rawWebSocket(server.port);
  half.socket.write(frame({ opcode: TEXT, payload: text("never ends"), claimedBytes: 100 }));
  const good = await connectClient(server.port);
  const begunMs = performance.now();
  await Promise.all([mute.closed, half.closed]);
  expect(performance.now() - begunMs).toBeGreaterThan(80);
  await new Promise((resolve) => setTimeout(resolve, 500));
  good.socket.send("here");
  expect(await good.next()).toBe("echo here");
});

test("a flood of pings by somebody who does not read ends", async () => {
  const server = await startServer();
  server.serve(echo);
  const connection = await rawWebSocket(server.port);
  connection.socket.pause();
  const pings = Buffer.concat(
    Array.from({ length: 5_000 }, () => frame({ opcode: PING, payload: new Uint8Array(125) })),
  );
  const flood = async (): Promise<void> => {
    while (!connection.socket.destroyed) await new Promise((resolve) => connection.socket.write(pings, resolve));
  };
  await flood();
  expect(connection.socket.destroyed).toBe(true);
});

test("a POS that does not read is closed with the code of the endpoint, and the queue stays bounded", async () => {
  const server = await startServer({ pos: { queuedBytes: 100_000 }, listener: { closeMs: 10_000 } });
  const { endpoint, next } = handOver();
  server.serve(endpoint);
  const client = await connectClient(server.port);
  const channel = await next();
  client.socket.pause();
  const message = "x".repeat(60_000);
  const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
  let sent = 0;
  while (channel.send(message)) sent += 1;
  expect(channel.send(message)).toBe(false);
  expect(sent).toBeGreaterThan(0);
  expect(process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed - before).toBeLessThan(20_000_000);
  client.socket.resume();
  expect((await client.closed).code).toBe(tooSlowCode);
});

test("a platform that reads slowly holds the sender back, in bounded memory, and gets everything in order", async () => {
  const server = await startServer();
  const { endpoint, next } = handOver();
  server.serve(endpoint);
  const client = await connectClient(server.port);
  const channel = await next();
  const count = 256; // 16 MiB
  let sent = 0;
  const send = async (): Promise<void> => {
    for (; sent < count; sent++) {
      const message = `${sent} ${"x".repeat(posLimits.messageBytes - 10)}`;
      await new Promise((resolve) => client.socket.send(message, resolve));
    }
  };
  const sending = send();
  await stalls(() => sent);
  expect(sent).toBeLessThan(count * 0.75); // the operating system's own buffers take some
  const reader = channel.incoming[Symbol.asyncIterator]();
  for (let index = 0; index < count; index++) {
    const { value } = (await reader.next()) as { value: string };
    expect(value.split(" ", 1)).toEqual([String(index)]);
  }
  await sending;
});

test("the cap: one more is told 503, and comes in when another has left", async () => {
  const server = await startServer({ pos: { connections: 2 } });
  server.serve(echo);
  const first = await connectClient(server.port);
  await connectClient(server.port);
  expect(statusOf(await exchangeRaw(server.port, handshake(server.port)))).toBe(503);
  await expect(connectClient(server.port)).rejects.toThrow(/503/);
  first.socket.terminate();
  await eventually(async () => {
    const third = await connectClient(server.port);
    third.socket.send("in");
    expect(await third.next()).toBe("echo in");
  });
});

test("a crowd of sockets beyond the cap is dropped, and who was in stays", async () => {
  const server = await startServer({ pos: { connections: 2 }, listener: { spareSockets: 1 } });
  server.serve(echo);
  const client = await connectClient(server.port);
  const crowd = await Promise.all(Array.from({ length: 20 }, () => connectRaw(server.port)));
  await Promise.all(crowd.slice(2).map(({ closed }) => closed));
  client.socket.send("here");
  expect(await client.next()).toBe("echo here");
  expect(server.log.lines[0]).toMatchObject({
    event: "refused-at-the-door",
    fields: { status: 503, reason: "sockets" },
  });
});

test("a platform that is done, or fails, closes the channel", async () => {
  const server = await startServer();
  const accept = async (channel: Channel): Promise<void> => {
    for await (const message of channel.incoming) {
      if (message === "fail") throw new Error("broken inside");
      if (message === "done") return;
      channel.close(4_002, message);
    }
  };
  server.serve({ path: "/", webSocket: { subprotocols: ["tillwire.v1"], tooSlowCode, accept } });
  const outcomes = await Promise.all(
    ["done", "fail", "ü".repeat(100)].map(async (message) => {
      const client = await connectClient(server.port);
      client.socket.send(message);
      return await client.closed;
    }),
  );
  expect(outcomes).toEqual([
    { code: 1_000, reason: "" },
    { code: 1_011, reason: "something went wrong in the bridge" },
    { code: 4_002, reason: "ü".repeat(61) }, // 123 bytes at most, no half characters
  ]);
  expect(server.log.lines).toEqual([
    { level: "error", event: "channel-failed", fields: { path: "/", message: "Error: broken inside" } },
  ]);
});

test.each([0, 999, 1_004, 1_005, 1_006, 1_015, 2_999, 5_000, 4_000.5, Number.NaN])(
  "%d is no code to close with",
  async (code) => {
    const server = await startServer();
    const { endpoint, next } = handOver();
    server.serve(endpoint);
    await connectClient(server.port);
    const channel = await next();
    expect(() => channel.close(code, "")).toThrow(expect.objectContaining({ code: "PLUGIN_FAILED" }));
  },
);

/** Resolves when the number has not changed for a while. */
async function stalls(read: () => number): Promise<void> {
  for (let last = -1; last !== read();) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function collect(channel: Channel): Promise<string[]> {
  const texts: string[] = [];
  for await (const message of channel.incoming) texts.push(message);
  return texts;
}

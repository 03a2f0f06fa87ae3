/** What is no request at all, or tries to be two. Whatever comes, the next good client is served. */
import { afterEach, expect, test } from "vitest";
import { connectClient } from "./support/client.ts";
import { connectRaw, exchangeRaw, handshake, statusOf } from "./support/raw.ts";
import { echo, startServer } from "./support/server.ts";
import type { StartOptions, TestServer } from "./support/server.ts";

let server: TestServer;
const bodies: string[] = [];

async function serving(options: StartOptions = {}): Promise<number> {
  server = await startServer(options);
  bodies.length = 0;
  server.serve(echo);
  server.serve({
    path: "/api",
    http: async ({ target, body }) => {
      bodies.push(`${target} ${Buffer.from(body).toString()}`);
      return { status: 200, headers: {}, body: "ok" };
    },
  });
  return server.port;
}

afterEach(async () => {
  const client = await connectClient(server.port);
  client.socket.send("still there?");
  expect(await client.next()).toBe("echo still there?");
});

const host = (port: number): string => `Host: 127.0.0.1:${port}`;
const malformed: readonly [string, (port: number) => string, number][] = [
  ["garbage", () => "\u0000\u0001\u0002\r\n\r\n", 400],
  [
    "a TLS hello on a plain port",
    () => "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
    400,
  ],
  ["an HTTP/2 preface", () => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400],
  ["HTTP/0.9", () => "GET /\r\n\r\n", 400],
  ["a lower-case method", (port) => `get / HTTP/1.1\r\n${host(port)}\r\n\r\n`, 400],
  ["a lone line feed as an end", (port) => `GET /api HTTP/1.1\n${host(port)}\n\n`, 400],
  ["a folded header", (port) => `GET /api HTTP/1.1\r\n${host(port)}\r\nX-A: b\r\n c: d\r\n\r\n`, 400],
  [
    "a space before the colon",
    (port) => `GET /api HTTP/1.1\r\n${host(port)}\r\nOrigin : https://evil.example\r\n\r\n`,
    400,
  ],
  ["a null byte in a header", (port) => `GET /api HTTP/1.1\r\n${host(port)}\r\nX-A: \u0000\r\n\r\n`, 400],
  [
    "length and chunks together",
    (port) =>
      `POST /api HTTP/1.1\r\n${host(port)}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/smuggled HTTP/1.1\r\n${host(port)}\r\n\r\n`,
    400,
  ],
  [
    "two lengths",
    (port) => `POST /api HTTP/1.1\r\n${host(port)}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
    400,
  ],
  ["a length that is none", (port) => `POST /api HTTP/1.1\r\n${host(port)}\r\nContent-Length: +1\r\n\r\na`, 400],
  [
    "an unknown coding",
    (port) => `POST /api HTTP/1.1\r\n${host(port)}\r\nTransfer-Encoding: chunked, x\r\n\r\n0\r\n\r\n`,
    400,
  ],
  [
    "a chunk size that is none",
    (port) => `POST /api HTTP/1.1\r\n${host(port)}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    0,
  ],
  ["no host at all", () => "GET /api HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
  ["two hosts", (port) => `GET /api HTTP/1.1\r\n${host(port)}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`, 400],
  ["headers larger than the limit", (port) => handshake(port, { "X-Large": "x".repeat(9_000) }), 431],
  ["a target larger than the limit", (port) => handshake(port, {}, `GET /${"x".repeat(9_000)} HTTP/1.1`), 431],
  ["more headers than the limit", (port) => handshake(port, Object.fromEntries(numbered(10_000))), 431],
  ["a tunnel", (port) => `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${host(port)}\r\n\r\n`, 0],
];

function numbered(count: number): [string, string][] {
  return Array.from({ length: count }, (_, index) => [`H${index}`, "x"]);
}

test.each(malformed)("%s", async (_what, request, status) => {
  const port = await serving();
  expect(statusOf(await exchangeRaw(port, request(port)))).toBe(status);
  expect(bodies.filter((body) => body.includes("smuggled"))).toEqual([]);
});

test("a handshake with a body does not smuggle a request", async () => {
  const port = await serving();
  const smuggled = `GET /api/smuggled HTTP/1.1\r\n${host(port)}\r\n\r\n`;
  const answer = await exchangeRaw(port, handshake(port, { "Content-Length": String(smuggled.length) }) + smuggled);
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(statusOf(answer)).toBe(400);
  expect(bodies).toEqual([]);
});

test("garbage after a request that is being answered cuts the connection, and puts nothing into the answer", async () => {
  const port = await serving();
  let tellAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (tellAsked = resolve));
  server.serve({
    path: "/slow",
    http: async () => {
      tellAsked();
      return { status: 200, headers: {}, body: neverEnding() };
    },
  });
  const connection = await connectRaw(port);
  connection.socket.write(`GET /slow HTTP/1.1\r\n${host(port)}\r\n\r\n`);
  await asked;
  await connection.until(/first/);
  connection.socket.write("garbage\r\n\r\n");
  expect((await connection.closed).match(/HTTP\/1\.1/g)).toHaveLength(1);
});

async function* neverEnding(): AsyncGenerator<string> {
  yield "first";
  await new Promise(() => undefined);
}

const quickHead = { headersTimeoutMs: 100, requestTimeoutMs: 60_000, timeoutCheckMs: 20 };
const quickBody = { headersTimeoutMs: 100, requestTimeoutMs: 200, timeoutCheckMs: 20 };

test("whoever connects and says nothing is cut off", async () => {
  const port = await serving({ listener: quickHead });
  const connection = await connectRaw(port);
  expect(statusOf(await connection.closed)).toBe(408);
});

test("slow loris: a head that never ends is cut off, however often a byte comes", async () => {
  const port = await serving({ listener: quickHead });
  const connection = await connectRaw(port);
  connection.socket.write(`GET / HTTP/1.1\r\n${host(port)}\r\n`);
  const drip = setInterval(() => connection.socket.write("X"), 10);
  expect(statusOf(await connection.closed)).toBe(408);
  clearInterval(drip);
});

test("slow loris: a body that never ends is cut off too", async () => {
  const port = await serving({ listener: quickBody });
  const connection = await connectRaw(port);
  connection.socket.write(`POST /api HTTP/1.1\r\n${host(port)}\r\nContent-Length: 1000\r\n\r\n`);
  const drip = setInterval(() => connection.socket.write("x"), 10);
  await connection.closed;
  clearInterval(drip);
  expect(bodies).toEqual([]);
});

test("an idle connection that was used is closed", async () => {
  const port = await serving({ listener: { keepAliveTimeoutMs: 50 } });
  const connection = await connectRaw(port);
  connection.socket.write(`GET /api HTTP/1.1\r\n${host(port)}\r\n\r\n`);
  expect(statusOf(await connection.closed)).toBe(200);
});

test("a connection is good for so many requests", async () => {
  const port = await serving({ listener: { requestsPerSocket: 2, keepAliveTimeoutMs: 20 } });
  const request = `GET /api HTTP/1.1\r\n${host(port)}\r\n\r\n`;
  const answer = await exchangeRaw(port, request + request + request);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 503"]);
  expect(bodies).toHaveLength(2);
});

/** The door as it stands in the network: bytes in, a status and no body out. */
import { expect, test } from "vitest";
import { connectRaw, exchangeRaw, handshake, statusOf } from "./support/raw.ts";
import { echo, startServer } from "./support/server.ts";
import type { TestServer } from "./support/server.ts";

async function serving(): Promise<TestServer> {
  const server = await startServer();
  server.serve(echo);
  server.serve({ ...echo, path: "/both", http: async () => ({ status: 200, headers: {}, body: "served" }) });
  server.serve({ path: "/api", http: async () => ({ status: 200, headers: {}, body: "served" }) });
  return server;
}

test("a good handshake is answered with 101 and our subprotocol", async () => {
  const { port } = await serving();
  const connection = await connectRaw(port);
  connection.socket.write(handshake(port));
  const answer = await connection.until(/\r\n\r\n/);
  expect(statusOf(answer)).toBe(101);
  expect(answer).toMatch(/\r\nSec-WebSocket-Protocol: tillwire\.v1\r\n/);
  expect(answer).toMatch(/\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/); // RFC 6455, section 1.3
  expect(answer).not.toMatch(/Sec-WebSocket-Extensions/i);
});

type Change = Readonly<Record<string, string | undefined>>;
const refusals: readonly [string, Change, string, number][] = [
  ["DNS rebinding", { Host: "pos.evil.example:PORT", Origin: "http://pos.evil.example:PORT" }, "GET / HTTP/1.1", 403],
  ["a web page from elsewhere", { Origin: "https://evil.example" }, "GET / HTTP/1.1", 403],
  ["a sandboxed page or file", { Origin: "null" }, "GET / HTTP/1.1", 403],
  ["a page of another local program", { Origin: "http://localhost:3000" }, "GET / HTTP/1.1", 403],
  [
    "an image in a page",
    { Upgrade: undefined, Connection: "close", "Sec-Fetch-Site": "cross-site" },
    "GET /api HTTP/1.1",
    403,
  ],
  ["no host", { Host: undefined }, "GET / HTTP/1.1", 403],
  ["another port in the host", { Host: "127.0.0.1:1" }, "GET / HTTP/1.1", 403],
  ["another path", {}, "GET /other HTTP/1.1", 404],
  ["a WebSocket below a path", {}, "GET /both/ws HTTP/1.1", 404],
  ["a WebSocket where only HTTP is served", {}, "GET /api HTTP/1.1", 404],
  ["another method", {}, "POST / HTTP/1.1", 405],
  ["another version of WebSocket", { "Sec-WebSocket-Version": "8" }, "GET / HTTP/1.1", 426],
  ["a plain request where a WebSocket is served", { Upgrade: undefined, Connection: "close" }, "GET / HTTP/1.1", 426],
  ["another protocol", { Upgrade: "h2c" }, "GET / HTTP/1.1", 400],
  ["no key", { "Sec-WebSocket-Key": undefined }, "GET / HTTP/1.1", 400],
  ["no subprotocol", { "Sec-WebSocket-Protocol": undefined }, "GET / HTTP/1.1", 400],
  ["a subprotocol that is no name", { "Sec-WebSocket-Protocol": "tillwire.v1, ," }, "GET / HTTP/1.1", 400],
  ["HTTP/1.0", {}, "GET / HTTP/1.0", 400],
  ["a proxy's target", {}, "GET http://127.0.0.1/ HTTP/1.1", 400],
];

test.each(refusals)("refused: %s", async (...row) => {
  const [, changes, requestLine, status] = row;
  const { port, log } = await serving();
  const filled = Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, value?.replace("PORT", String(port))]),
  );
  const answer = await exchangeRaw(port, handshake(port, filled, requestLine));
  expect(statusOf(answer)).toBe(status);
  expect(answer).toMatch(/\r\ncontent-length: 0\r\n/i);
  expect(answer).toMatch(/\r\n\r\n$/); // no body
  expect(log.lines).toMatchObject([{ level: "warn", event: "refused-at-the-door", fields: { status } }]);
});

test("what refuses says how to do better", async () => {
  const { port } = await serving();
  expect(await exchangeRaw(port, handshake(port, {}, "POST / HTTP/1.1"))).toMatch(/\r\nAllow: GET\r\n/);
  const old = await exchangeRaw(port, handshake(port, { "Sec-WebSocket-Version": "7" }));
  expect(old).toMatch(/\r\nSec-WebSocket-Version: 13\r\n/);
});

test("an origin behind more headers than are read does not get in without being looked at", async () => {
  const { port } = await serving();
  const padding = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`X-Pad-${index}`, "x"]));
  const answer = await exchangeRaw(port, handshake(port, { ...padding, Origin: "https://evil.example" }));
  expect(statusOf(answer)).toBe(431);
});

test("the log holds no more of a request than a clipped origin, and no more lines than stated", async () => {
  const server = await startServer({ listener: { refusalsLogged: 3 } });
  const evil = `https://${"a".repeat(3_000)}.example`;
  for (let count = 0; count < 6; count++) {
    await exchangeRaw(
      server.port,
      handshake(server.port, { Origin: evil, "User-Agent": "needle" }, "GET /needle HTTP/1.1"),
    );
  }
  expect(server.log.lines).toHaveLength(3);
  expect(JSON.stringify(server.log.lines)).not.toContain("needle");
  expect(JSON.stringify(server.log.lines).length).toBeLessThan(1_000);
});

/** How a running bridge ends connections, and refuses them, is what the protocol's page says; it goes on after each. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ask } from "./ask.ts";
import { start } from "./processes.ts";
import type { RunningProcess } from "./processes.ts";

vi.setConfig({ testTimeout: 60_000 });

const page = readFileSync(new URL("../../../../docs/reference/protocol.md", import.meta.url), "utf8");
const folder = mkdtempSync(join(tmpdir(), "tillwire-refusals-"));
let bridge: RunningProcess;
let port: number;

beforeAll(async () => {
  writeFileSync(
    join(folder, "tillwire.yaml"),
    'lanes: { till-1: { terminal: { use: "@tillwire/device-virtual" } } }\n',
  );
  bridge = start(["start", "--port", "0"], folder);
  port = await bridge.line(
    (line) => Number(/"listening".*"port":(\d+)/.exec(JSON.stringify(line))?.[1] ?? 0) || undefined,
  );
});

afterAll(async () => {
  await bridge.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** The code and reason with which the bridge closes, after `send` was called with its hello. */
function closing(
  send: (socket: WebSocket) => void,
): Promise<{ readonly code: number; readonly errors: readonly string[] }> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, "tillwire.v1");
  const messages: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    if (messages.push(String(data)) === 1) send(socket);
  });
  return new Promise((resolve) => {
    socket.addEventListener("close", ({ code }) => resolve({ code, errors: messages.slice(1) }));
  });
}

const opening = (version: number): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method: "session.open", params: { version, pos: { name: "till" } } });

/** The status of a handshake with other headers than a POS should send. */
function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const handshake = {
    Host: `127.0.0.1:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "tillwire.v1",
  };
  const lines = Object.entries({ ...handshake, ...headers }).flatMap(([name, value]) =>
    value ? [`${name}: ${value}`] : [],
  );
  const socket = connect(port, "127.0.0.1");
  socket.end(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return new Promise((resolve, reject) => {
    socket.once("error", reject).once("data", (data: Buffer) => resolve(Number(data.toString().split(" ")[1])));
  });
}

describe("a connection", () => {
  test.each<[number, string, (socket: WebSocket) => void]>([
    [1003, "a binary message", (socket) => socket.send(new Uint8Array([1]))],
    [1009, "a message larger than", (socket) => socket.send("x".repeat(70_000))],
    [4001, "no session was opened within", () => undefined],
    [4002, "the session could not be opened", (socket) => socket.send(opening(99))],
  ])("is closed with %i for %s", async (code, why, send) => {
    const closed = await closing(send);
    expect(closed.code).toBe(code);
    expect(page).toContain(`| ${code} | ${why}`);
    if (code >= 4_000) expect(closed.errors.at(-1)).toMatch(/"error".*"effect":"none"/);
    expect(await ask(`ws://127.0.0.1:${port}/`, "bridge.status", {})).toMatchObject({ mode: "demo" });
  });

  test.each<[number, string, string, Record<string, string>]>([
    [400, "the subprotocol is not named", "/", { "Sec-WebSocket-Protocol": "" }],
    [403, "the page's origin, or the host name", "/", { Origin: "https://till.example" }],
    [403, "the page's origin, or the host name", "/", { Host: "till.example" }],
    [404, "another path", "/pos", {}],
    [426, "plain HTTP", "/", { Upgrade: "", Connection: "close" }],
  ])("is refused with the status %i: %s", async (status, why, path, headers) => {
    expect(await statusOf(path, headers)).toBe(status);
    expect(page).toContain(`| ${status} | ${why}`);
    await bridge.line((line) => (JSON.stringify(line).includes(`"status":${status}`) ? true : undefined));
  });

  test("that sends nonsense is told what is wrong with it, and goes on", async () => {
    const url = `ws://127.0.0.1:${port}/`;
    await expect(ask(url, "lane.lst", {})).rejects.toThrow("Did you mean lane.list?");
    await expect(ask(url, "lane.status", { lan: "till-1" })).rejects.toThrow(
      "lane.status: lane is missing; lan is not known: did you mean lane?",
    );
    await expect(ask(url, "payment.get", { key: "4111111111111111" })).rejects.toThrow("key looks like card data");
  });
});

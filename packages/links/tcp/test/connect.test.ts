import { expect, test } from "vitest";
import provider from "../src/index.ts";
import { bytes, listen, listenSilently, open, readAll } from "./support/peers.ts";

test("the default export is a link provider for tcp", () => {
  expect(provider).toMatchObject({ spec: "link/v1", transport: "tcp" });
  expect(Object.isFrozen(provider)).toBe(true);
});

test("bytes go both ways, and the peer's orderly end is the end", async () => {
  const port = await listen((socket) => socket.on("data", (data) => socket.end(`echo ${data.toString()}`)));
  const link = await open(port);
  await link.send(bytes("hello"));
  expect(await readAll(link)).toEqual({ text: "echo hello" });
});

test("a name is as good as an address", async () => {
  const port = await listen((socket) => socket.end("hi"));
  const link = await open(port, { host: "localhost" });
  expect(await readAll(link)).toEqual({ text: "hi" });
});

test("nobody listens: the error names the place and what to check", async () => {
  const port = await freePort();
  await expect(open(port)).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
  await expect(open(port)).rejects.toThrow(new RegExp(`127\\.0\\.0\\.1:${port} refused.*Check the port`));
});

test("a name that does not exist is unreachable", async () => {
  const opening = open(9_000, { host: "terminal.invalid" });
  await expect(opening).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
  await expect(opening).rejects.toThrow(/terminal\.invalid:9000 .*name/);
});

test("nobody answers: the time limit ends it", async () => {
  const opening = open(await listenSilently(), { limits: { connectMs: 50 } });
  await expect(opening).rejects.toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
  await expect(opening).rejects.toThrow(/did not answer within 50 ms/);
});

test("nobody answers: abort ends it at once", async () => {
  const stopping = new AbortController();
  const opening = open(await listenSilently(), { signal: stopping.signal });
  const begunMs = performance.now();
  stopping.abort();
  await expect(opening).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
  expect(performance.now() - begunMs).toBeLessThan(500);
});

test("aborted before it begins: nothing is connected", async () => {
  let connections = 0;
  const port = await listen(() => connections++);
  await expect(open(port, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
  const link = await open(port);
  await link[Symbol.asyncDispose]();
  expect(connections).toBe(1);
});

test("abort after the connection stands changes nothing", async () => {
  const connecting = new AbortController();
  const link = await open(await listen((socket) => socket.pipe(socket)), { signal: connecting.signal });
  connecting.abort();
  await link.send(bytes("still there"));
  const first = await link.incoming[Symbol.asyncIterator]().next();
  expect(Buffer.from(first.value as Uint8Array).toString()).toBe("still there");
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const { createServer } = await import("node:net");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

import { connect } from "node:net";
import { expect, test } from "vitest";
import { connectClient } from "./support/client.ts";
import { connectRaw, exchangeRaw, handshake, statusOf } from "./support/raw.ts";
import { echo, handOver, startServer } from "./support/server.ts";

async function refused(port: number): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" }, () => resolve("connected"));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    socket.on("close", () => socket.destroy());
  });
}

test("disposing an endpoint closes its channels with 1001, and nothing else", async () => {
  const server = await startServer();
  const { endpoint } = handOver();
  const serving = server.serve(endpoint);
  server.serve({ ...echo, path: "/other" });
  const gone = await connectClient(server.port);
  const stays = await connectClient(server.port, {}, "/other");
  await serving[Symbol.asyncDispose]();
  expect(await gone.closed).toEqual({ code: 1_001, reason: "the bridge is stopping" });
  expect(statusOf(await exchangeRaw(server.port, handshake(server.port)))).toBe(404);
  stays.socket.send("here");
  expect(await stays.next()).toBe("echo here");
  await serving[Symbol.asyncDispose]();
});

test("disposing an endpoint ends its streams in order, and waits for answers within the bound", async () => {
  const server = await startServer();
  async function* waiting(): AsyncGenerator<string> {
    yield "first";
    await new Promise(() => undefined);
  }
  const stream = server.serve({ path: "/s", http: async () => ({ status: 200, headers: {}, body: waiting() }) });
  const stuck = server.serve({ path: "/h", http: () => new Promise(() => undefined) });
  const request = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: close\r\n\r\n`;
  const streaming = await connectRaw(server.port);
  streaming.socket.write(request("/s"));
  await streaming.until(/first/);
  const hanging = await connectRaw(server.port);
  hanging.socket.write(request("/h"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([stream[Symbol.asyncDispose](), stuck[Symbol.asyncDispose]()]);
  expect(await streaming.closed).toMatch(/first\r\n0\r\n\r\n$/); // a whole answer
  expect(await hanging.closed).toBe("");
});

test("closing the server ends everything within the bound: good clients, mute ones, silent ones", async () => {
  const server = await startServer();
  server.serve(handOver().endpoint);
  server.serve({ path: "/stuck", http: () => new Promise(() => undefined) });
  const good = await connectClient(server.port);
  const mute = await connectRaw(server.port);
  mute.socket.write(handshake(server.port));
  await mute.until(/101/);
  const silent = await connectRaw(server.port);
  const stuck = await connectRaw(server.port);
  stuck.socket.write(`GET /stuck HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const begunMs = performance.now();
  await Promise.all([server[Symbol.asyncDispose](), server[Symbol.asyncDispose]()]);
  await server[Symbol.asyncDispose]();
  expect(performance.now() - begunMs).toBeLessThan(1_500);
  expect(await good.closed).toMatchObject({ code: 1_001 });
  await Promise.all([mute.closed, silent.closed, stuck.closed]);
  expect(await refused(server.port)).toBe("ECONNREFUSED");
});

test("who is refused does not stay, even with his side left open", async () => {
  const server = await startServer();
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  const cut = new Promise<void>((resolve) => socket.once("error", () => resolve()));
  socket.write(handshake(server.port, { Origin: "https://evil.example" }));
  socket.resume();
  const talk = setInterval(() => socket.write("still here"), 20);
  await cut; // nobody is there to take what is written
  clearInterval(talk);
  socket.destroy();
});

test("a half-open socket does not hold up the end", async () => {
  const server = await startServer();
  const socket = connect({ port: server.port, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => undefined);
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  socket.write(handshake(server.port, { Origin: "https://evil.example" }));
  await new Promise<void>((resolve) => socket.once("data", () => resolve()));
  await server[Symbol.asyncDispose]();
  socket.destroy();
});

test("the port is free again at once", async () => {
  const server = await startServer();
  server.serve(echo);
  await connectClient(server.port);
  await server[Symbol.asyncDispose]();
  const again = await startServer({ server: { port: server.port } });
  expect(again.port).toBe(server.port);
});

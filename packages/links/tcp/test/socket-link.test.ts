import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import { bytes, listen, open, readAll } from "./support/peers.ts";

const MEBIBYTE = 1_048_576;

test("half a message and an orderly end: the half, then the end", async () => {
  const link = await open(await listen((socket) => socket.end("half a mess")));
  expect(await readAll(link)).toEqual({ text: "half a mess" });
});

test("the peer resets: what had arrived is read first, then the link is lost", async () => {
  const { port, peer } = await listenForOne();
  const link = await open(port);
  const socket = await peer;
  await new Promise((resolve) => socket.write("an approval", resolve));
  await nextTurn(); // Node 22 takes a reset that arrives together with bytes for an orderly end
  socket.resetAndDestroy();
  const { text, error } = await readAll(link);
  expect(text).toBe("an approval");
  expect(error).toMatchObject({ code: "LINK_LOST", effect: "possible" });
  expect(error).toMatchObject({ message: expect.stringMatching(`127.0.0.1:${port} broke .ECONNRESET.`) as string });
  await expect(link.send(bytes("more"))).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
});

test("a reader that waits is told of a reset", async () => {
  const { port, peer } = await listenForOne();
  const link = await open(port);
  const reading = readAll(link);
  (await peer).resetAndDestroy();
  expect((await reading).error).toMatchObject({ code: "LINK_LOST" });
});

test("what is sent to a peer that has closed certainly did not leave, once its end has been read", async () => {
  const link = await open(await listen((socket) => socket.end()));
  expect(await readAll(link)).toEqual({ text: "" });
  await expect(link.send(bytes("x"))).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
});

test("a slow reader makes the sender wait, in bounded memory, and gets every byte", async () => {
  const block = Buffer.alloc(MEBIBYTE, "0123456789abcdef");
  const blocks = 64;
  let sentBlocks = 0;
  const sender = async (socket: Socket): Promise<void> => {
    for (; sentBlocks < blocks; sentBlocks++) if (!socket.write(block)) await once(socket, "drain");
    socket.end();
  };
  const port = await listen((socket) => void sender(socket));
  const link = await open(port);
  const before = process.memoryUsage().arrayBuffers;
  await stalls(() => sentBlocks);
  expect(sentBlocks).toBeLessThan(blocks / 2); // the operating system's own buffers take some
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * MEBIBYTE);
  const hash = createHash("sha256");
  let receivedBytes = 0;
  for await (const piece of link.incoming) {
    hash.update(piece);
    receivedBytes += piece.byteLength;
  }
  expect(receivedBytes).toBe(blocks * MEBIBYTE);
  const expected = createHash("sha256");
  for (let count = 0; count < blocks; count++) expected.update(block);
  expect(hash.digest("hex")).toBe(expected.digest("hex"));
});

test("pieces are plain byte arrays: a slice is a copy", async () => {
  const link = await open(await listen((socket) => socket.end("abc")));
  const { value } = (await link.incoming[Symbol.asyncIterator]().next()) as { value: Uint8Array };
  const copy = value.slice(0, 1);
  value.fill(0);
  expect(copy).toEqual(bytes("a"));
});

test("disposed twice: closed once, in order, and the reader ends", async () => {
  const { port, peer } = await listenForOne();
  const link = await open(port);
  const socket = await peer;
  const ended = once(socket.resume(), "end");
  const reading = readAll(link);
  await Promise.all([link[Symbol.asyncDispose](), link[Symbol.asyncDispose]()]);
  await link[Symbol.asyncDispose]();
  await ended;
  expect(await reading).toEqual({ text: "" });
  await expect(link.send(bytes("x"))).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
});

test("what was sent before disposing still arrives", async () => {
  const { port, peer } = await listenForOne();
  const link = await open(port);
  const socket = await peer;
  const received: Buffer[] = [];
  socket.on("data", (data: Buffer) => received.push(data));
  await link.send(bytes("last words"));
  await Promise.all([link[Symbol.asyncDispose](), once(socket, "end")]);
  expect(Buffer.concat(received).toString()).toBe("last words");
});

test("disposed while sending to a peer that does not read: possibly sent, and the close is bounded", async () => {
  const { port } = await listenForOne();
  const link = await open(port, { limits: { closeMs: 50 } });
  const stuck = link.send(new Uint8Array(32 * MEBIBYTE));
  const inLine = link.send(bytes("waits for its turn"));
  const outcomes = Promise.allSettled([stuck, inLine]);
  await nextTurn();
  const begunMs = performance.now();
  await link[Symbol.asyncDispose]();
  expect(performance.now() - begunMs).toBeLessThan(1_000);
  expect(await outcomes).toMatchObject([
    { status: "rejected", reason: { code: "LINK_LOST", effect: "possible" } },
    { status: "rejected", reason: { code: "LINK_LOST", effect: "none" } },
  ]);
});

test("abort: none when nothing left, possible when it was under way", async () => {
  const { port } = await listenForOne();
  const link = await open(port, { limits: { closeMs: 50 } });
  const stopping = new AbortController();
  const stuck = link.send(new Uint8Array(32 * MEBIBYTE), stopping.signal);
  const inLine = link.send(bytes("waits for its turn"), stopping.signal);
  const outcomes = Promise.allSettled([stuck, inLine, link.send(bytes("late"), AbortSignal.abort())]);
  await nextTurn();
  stopping.abort();
  expect(await outcomes).toMatchObject([
    { status: "rejected", reason: { code: "ABORTED", effect: "possible" } },
    { status: "rejected", reason: { code: "ABORTED", effect: "none" } },
    { status: "rejected", reason: { code: "ABORTED", effect: "none" } },
  ]);
});

test("sends without waiting arrive in order", async () => {
  const { port, peer } = await listenForOne();
  const link = await open(port);
  const socket = await peer;
  const received: Buffer[] = [];
  socket.on("data", (data: Buffer) => received.push(data));
  const texts = Array.from({ length: 200 }, (_, index) => `${index};`);
  await Promise.all(texts.map((text) => link.send(bytes(text))));
  await Promise.all([link[Symbol.asyncDispose](), once(socket, "end")]);
  expect(Buffer.concat(received).toString()).toBe(texts.join(""));
});

async function listenForOne(): Promise<{ port: number; peer: Promise<Socket> }> {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  return { port: await listen(resolve), peer: promise };
}

/** Resolves when the number has not changed for a while. */
async function stalls(read: () => number): Promise<void> {
  for (let last = -1; last !== read();) {
    last = read();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createMemoryLinkPair, createVirtualClock } from "../src/index.ts";
import type { MemoryLinkPair } from "../src/index.ts";
import { bytes, collect, nextPiece } from "./support/bytes.ts";

test("what one end sends the other gets, both ways, until it is closed", async () => {
  const { near, far } = createMemoryLinkPair();
  await near.send(bytes("ping"));
  await far.send(bytes("pong"));
  await near[Symbol.asyncDispose]();
  await near[Symbol.asyncDispose]();
  expect(await collect(far)).toEqual(["ping"]);
  await expect(near.send(bytes("more"))).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
  await far.send(bytes("nobody reads this"));
});

test("half-close: no more is sent, but all is still received", async () => {
  const { near, far } = createMemoryLinkPair();
  near.end();
  expect(await collect(far)).toEqual([]);
  await far.send(bytes("answer"));
  far.end();
  expect(await collect(near)).toEqual(["answer"]);
});

test("sends are copied, recorded and told apart by end and time", async () => {
  const clock = createVirtualClock();
  const { near, far, sent } = createMemoryLinkPair({ clock });
  const buffer = bytes("abc");
  await near.send(buffer);
  buffer.fill(0);
  await clock.advance(5);
  await far.send(bytes("x"));
  expect(sent).toEqual([
    { from: "near", atMs: 0, bytes: bytes("abc") },
    { from: "far", atMs: 5, bytes: bytes("x") },
  ]);
  expect(await nextPiece(far)).toBe("abc");
});

test("pieces of any size carry the same bytes in the same order", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 });
  const sends = fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(sizes, sends, async (pieceBytes, texts) => {
      const { near, far } = createMemoryLinkPair({ pieceBytes });
      for (const text of texts) await near.send(bytes(text));
      await near[Symbol.asyncDispose]();
      const pieces = await collect(far);
      expect(pieces.join("")).toBe(texts.join(""));
      for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(Math.max(20, ...pieceBytes));
    }),
  );
});

test("a delay is waited on the virtual clock, and the end comes after the bytes", async () => {
  const clock = createVirtualClock();
  const { near, far } = createMemoryLinkPair({ clock, delayMs: 40, pieceBytes: [2] });
  await near.send(bytes("slow"));
  await near[Symbol.asyncDispose]();
  const arrivals: string[] = [];
  const reading = (async () => {
    for await (const piece of far.incoming) arrivals.push(`${piece.length}@${clock.monotonicMs()}`);
    arrivals.push(`end@${clock.monotonicMs()}`);
  })();
  await clock.advance(39);
  expect(arrivals).toEqual([]);
  await clock.advance(1);
  await reading;
  expect(arrivals).toEqual(["2@40", "2@40", "end@40"]);
});

test("a cut loses what is on the way, keeps what arrived, and tells both ends", async () => {
  const clock = createVirtualClock();
  const pair = createMemoryLinkPair({ clock, delayMs: 10 });
  await pair.near.send(bytes("arrives"));
  await clock.advance(10);
  await pair.near.send(bytes("is lost"));
  pair.cut();
  expect(await nextPiece(pair.far)).toBe("arrives");
  await expect(nextPiece(pair.far)).rejects.toMatchObject({ code: "LINK_LOST", effect: "possible" });
  await expect(nextPiece(pair.near)).rejects.toMatchObject({ code: "LINK_LOST" });
  await expect(pair.near.send(bytes("more"))).rejects.toMatchObject({ code: "LINK_LOST", effect: "none" });
  expect(clock.pending).toBe(0);
});

test("a pulled cable tells nobody anything", async () => {
  const pair = createMemoryLinkPair();
  pair.silence();
  await pair.near.send(bytes("into the void"));
  expect(pair.sent.map(({ bytes: sent }) => sent.length)).toEqual([13]);
  let arrived = false;
  void nextPiece(pair.far).then(() => (arrived = true));
  await createVirtualClock().advance(0);
  expect(arrived).toBe(false);
});

test("a sender waits for a slow reader, and goes on when it has read", async () => {
  const { near, far } = createMemoryLinkPair({ bufferBytes: 4 });
  await near.send(bytes("1234"));
  const state = watch(near.send(bytes("5")));
  await settle();
  expect(state.value).toBe("waiting");
  expect(await nextPiece(far)).toBe("1234");
  await settle();
  expect(state.value).toBe("sent");
});

test("a waiting send ends as possibly sent: aborted, cut, closed; and as sent when the reader leaves", async () => {
  type Act = (pair: MemoryLinkPair, sending: AbortController) => unknown;
  const cases: [string, Act, string][] = [
    ["abort", (_pair, sending) => sending.abort(), "ABORTED possible"],
    ["cut", (pair) => pair.cut(), "LINK_LOST possible"],
    ["own close", (pair) => pair.near[Symbol.asyncDispose](), "LINK_LOST possible"],
    ["other close", (pair) => pair.far[Symbol.asyncDispose](), "sent"],
  ];
  for (const [name, act, expected] of cases) {
    const pair = createMemoryLinkPair({ bufferBytes: 1 });
    const sending = new AbortController();
    const state = watch(pair.near.send(bytes("too much"), sending.signal));
    await act(pair, sending);
    await settle();
    expect([name, state.value]).toEqual([name, expected]);
  }
});

test("a send that is aborted before it begins certainly sent nothing", async () => {
  const { near, sent } = createMemoryLinkPair();
  await expect(near.send(bytes("x"), AbortSignal.abort())).rejects.toMatchObject({ code: "ABORTED", effect: "none" });
  expect(sent).toEqual([]);
});

function watch(sending: Promise<void>): { value: string } {
  const state = { value: "waiting" };
  sending.then(
    () => (state.value = "sent"),
    (error: { code: string; effect: string }) => (state.value = `${error.code} ${error.effect}`),
  );
  return state;
}

async function settle(): Promise<void> {
  await createVirtualClock().advance(0);
}

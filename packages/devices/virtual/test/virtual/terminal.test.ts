/** The terminal as its wire protocol shows it, one message at a time. */
import { describe, expect, test } from "vitest";
import { createMemoryLinkPair, createVirtualClock } from "@tillwire/plugin-test";
import { encodeFrame } from "../../src/protocol/framing.ts";
import type { TerminalMessage } from "../../src/protocol/terminal-messages.ts";
import { createVirtualTerminal, memoryLedger } from "../../src/virtual/index.ts";
import { createBench, createRawClient, hello, sale } from "../support/raw-client.ts";
import { atOnce } from "../support/world.ts";

function typesOf(messages: readonly TerminalMessage[]): readonly string[] {
  return messages.map((message) => (message.type === "prompt" ? message.prompt : message.type));
}

function frameOf(text: string): Uint8Array {
  return encodeFrame(new TextEncoder().encode(text));
}

const one = "TX000000000000000001";
const two = "TX000000000000000002";

describe("a session", () => {
  test("begins with a greeting", async () => {
    const bench = await createBench({ level: "C", terminalId: "T1", commitTimeoutMs: 5_000 });
    const { told } = await bench.greet();
    const welcome = { type: "welcome", version: 1, terminalId: "T1", level: "C", boot: 1, commitTimeoutMs: 5_000 };
    expect(told).toEqual([welcome]);
  });

  test("with another version is refused", async () => {
    const bench = await createBench();
    const client = await bench.connect();
    expect(await client.say({ ...hello, versions: [2, 3] })).toMatchObject([
      { type: "error", code: "version-unsupported" },
    ]);
    expect(client.closed).toBe(true);
  });

  test("without a greeting ends", async () => {
    const bench = await createBench({ helloTimeoutMs: 1_000 });
    const [impatient, silent] = [await bench.connect(), await bench.connect()];
    expect(impatient.closed).toBe(true); // replaced
    expect(await silent.say(sale(one))).toMatchObject([{ type: "error", code: "hello-expected" }]);
    const late = await bench.connect();
    await bench.clock.advance(1_000);
    expect(late.take()).toMatchObject([{ type: "error", code: "hello-expected" }]);
    expect(await bench.types()).toEqual(["booted"]);
  });

  test("with a second greeting ends", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    expect(await client.say(hello)).toMatchObject([{ type: "error", code: "hello-expected" }]);
    expect(client.closed).toBe(true);
  });

  test("is replaced by a new one; what the old one has left unread is not read", async () => {
    const bench = await createBench();
    const { client: old } = await bench.greet();
    bench.terminal.attach(createMemoryLinkPair().far);
    expect(await old.say(sale(one))).toEqual([]);
    expect(await bench.types()).toEqual(["booted"]);
  });

  test("is replaced also while the terminal is busy: what the old one had ready is not done after that", async () => {
    const bench = await createBench({ hangMs: 1_000 });
    const { client: old } = await bench.greet();
    await old.say(sale(one, 1077)); // it hangs
    await old.say({ type: "ping", count: 1 }, sale(two));
    const fresh = await bench.connect();
    await fresh.say(hello, { type: "inquire", reference: two });
    await bench.clock.advance(1_000);
    expect(fresh.take().at(-1)).toEqual({ type: "status", state: "not-found", reference: two });
    expect(await bench.types()).toEqual(["booted", "requested", "approved", "barred"]);
  });

  test("answers pings at any time", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    expect(typesOf(await client.say(sale(one), { type: "ping", count: 7 }))).toEqual(["present-card", "pong"]);
  });

  test.each([
    ["no JSON", frameOf("abc"), "frame-invalid"],
    ["no UTF-8", Uint8Array.of(0, 0, 0, 1, 0xff), "frame-invalid"],
    ["an empty frame", Uint8Array.of(0, 0, 0, 0), "frame-invalid"],
    ["a frame that is too long", Uint8Array.of(0, 0, 0x40, 1), "frame-invalid"],
    ["no object", frameOf("[]"), "message-invalid"],
    ["a message without a type", frameOf("{}"), "message-invalid"],
    ["a message of another type", frameOf('{"type":"print"}'), "message-invalid"],
    ["a member that is not known", frameOf('{"type":"ping","count":1,"more":1}'), "message-invalid"],
    ["an amount that is none", frameOf(JSON.stringify(sale(one, 10.5))), "message-invalid"],
  ])("ends with a clear error at %s, and the terminal goes on", async (_, bytes, code) => {
    const bench = await createBench();
    const { client: first } = await bench.greet();
    await first.say(sale(one));
    await first.sendBytes(bytes);
    await bench.clock.advance(0);
    expect(first.take()).toMatchObject([{ type: "error", code }]);
    expect(first.closed).toBe(true);
    const { told, client } = await bench.greet();
    expect(told).toMatchObject([
      { type: "welcome", boot: 1 },
      { type: "pending", reference: one },
    ]);
    expect(typesOf(await client.say({ type: "commit", reference: one }))).toEqual(["committed"]);
  });
});

describe("a sale", () => {
  test("is written down before anybody hears of it", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    const told = await client.say(sale(one));
    expect(typesOf(told)).toEqual([
      "present-card",
      "card",
      "enter-pin",
      "processing",
      "approved",
      "remove-card",
      "result",
      "card-removed",
    ]);
    expect(told.find(({ type }) => type === "result")).toMatchObject({
      reference: one,
      amountMinor: 1000,
      currency: "EUR",
      outcome: { kind: "approved", state: "uncommitted", authorizedMinor: 1000, approvalCode: "000001" },
    });
    expect(await bench.types()).toEqual(["booted", "requested", "approved"]);
  });

  test("shows no card and asks for none back when there was none", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    expect(typesOf(await client.say(sale(one, 1043)))).toEqual(["present-card"]);
    await bench.clock.advance(30_000);
    expect(typesOf(client.take())).toEqual(["canceled", "result"]);
  });

  test("never runs twice: the second gets what became of the first", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    await client.say(sale(one));
    expect(await client.say(sale(one))).toMatchObject([{ type: "result", outcome: { state: "uncommitted" } }]);
    await client.say({ type: "commit", reference: one });
    expect(await client.say(sale(one))).toMatchObject([{ type: "result", outcome: { state: "committed" } }]);
    await client.say({ type: "reverse", reference: one });
    expect(await client.say(sale(one))).toMatchObject([{ type: "result", outcome: { kind: "reversed" } }]);
    expect(await bench.types()).toEqual(["booted", "requested", "approved", "committed", "reversed"]);
  });

  test("while it runs a second one of the same reference joins it", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    expect(await client.say(sale(one))).toEqual([]);
    await bench.clock.advance(1_000);
    expect(typesOf(client.take()).filter((type) => type === "result")).toEqual(["result"]);
  });

  test.each([{ amountMinor: 1100 }, { currency: "USD" }, { partialApproval: true }])(
    "under a used reference, but with %o, is refused",
    async (change) => {
      const bench = await createBench();
      const { client } = await bench.greet();
      await client.say(sale(one));
      const refused = { type: "refused", request: "sale", reference: one, reason: "reference-reused" };
      expect(await client.say({ ...sale(one), ...change })).toMatchObject([refused]);
      expect(await bench.liveCount()).toBe(1);
    },
  );

  test("while another one runs is refused, for good", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    expect(await client.say(sale(two))).toMatchObject([{ type: "refused", reference: two, reason: "busy" }]);
    await bench.clock.advance(1_000);
    client.take();
    expect(await client.say(sale(two))).toMatchObject([{ type: "refused", reference: two, reason: "barred" }]);
    expect(await client.say({ type: "inquire", reference: two })).toMatchObject([{ state: "not-found" }]);
  });

  test("goes on when its session is gone", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    bench.pairs[0]?.cut();
    await bench.clock.advance(1_000);
    expect(await bench.types()).toEqual(["booted", "requested", "approved"]);
  });

  test("behaves as it is told to, once", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    await bench.terminal.behaveNext("decline-expired-card");
    expect((await client.say(sale(one))).at(-2)).toMatchObject({
      outcome: { kind: "declined", reason: "expired-card" },
    });
    expect((await client.say(sale(two))).at(-2)).toMatchObject({ outcome: { kind: "approved" } });
  });

  test("ends when the shopper presses cancel, but not once the issuer was asked", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000, processMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    await bench.terminal.pressCancel();
    await bench.clock.advance(0);
    expect(client.take().at(-1)).toMatchObject({ type: "result", outcome: { kind: "canceled", by: "shopper" } });
    await client.say(sale(two));
    await bench.clock.advance(1_500);
    await bench.terminal.pressCancel();
    await bench.clock.advance(500);
    expect(client.take().at(-2)).toMatchObject({ type: "result", outcome: { kind: "approved" } });
    await bench.terminal.pressCancel(); // nothing runs: nothing happens
    expect(await bench.liveCount()).toBe(1);
  });
});

describe("an approval", () => {
  test("is undone when no commit comes in time", async () => {
    const bench = await createBench({ commitTimeoutMs: 1_000 });
    const { client } = await bench.greet();
    await client.say(sale(one));
    await bench.clock.advance(999);
    expect(await bench.liveCount()).toBe(1);
    await bench.clock.advance(1);
    expect(await bench.liveCount()).toBe(0);
    expect(await client.say({ type: "commit", reference: one })).toContainEqual({
      type: "undone",
      reference: one,
      by: "timeout",
    });
  });

  test("that is committed stays", async () => {
    const bench = await createBench({ commitTimeoutMs: 1_000 });
    const { client } = await bench.greet();
    await client.say(sale(one));
    expect(await client.say({ type: "commit", reference: one })).toEqual([{ type: "committed", reference: one }]);
    expect(await client.say({ type: "commit", reference: one })).toEqual([{ type: "committed", reference: one }]);
    expect(await client.say({ type: "undo", reference: one })).toEqual([{ type: "committed", reference: one }]);
    await bench.clock.advance(10_000);
    expect(await bench.liveCount()).toBe(1);
    expect((await bench.types()).filter((type) => type === "committed")).toHaveLength(1);
  });

  test("is undone on request, and both questions say so", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    await client.say(sale(one));
    const undone = { type: "undone", reference: one, by: "undo" };
    expect(await client.say({ type: "undo", reference: one })).toEqual([undone]);
    expect(await client.say({ type: "commit", reference: one })).toEqual([undone]);
    expect(await bench.liveCount()).toBe(0);
  });

  test("is needed for a commit", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    await client.say(sale(one, 1001));
    expect(await client.say({ type: "commit", reference: one })).toMatchObject([
      { type: "refused", request: "commit", reason: "not-approved" },
    ]);
    expect(await client.say({ type: "undo", reference: two })).toMatchObject([
      { type: "refused", request: "undo", reason: "unknown-reference" },
    ]);
  });

  test("waits for its commit across a restart, in full, and is told of", async () => {
    const bench = await createBench({ commitTimeoutMs: 1_000, rebootMs: 100 });
    const { client } = await bench.greet();
    await client.say(sale(one));
    await bench.clock.advance(900);
    await bench.clock.runUntil(bench.terminal.powerCycle());
    expect(client.closed).toBe(true);
    await bench.clock.advance(900);
    expect(await bench.liveCount()).toBe(1);
    const { told } = await bench.greet();
    expect(told).toMatchObject([
      { type: "welcome", boot: 2 },
      { type: "pending", reference: one, outcome: { kind: "approved", state: "uncommitted" } },
    ]);
    await bench.clock.advance(100);
    expect(await bench.types()).toEqual(["booted", "requested", "approved", "booted", "reversed"]);
  });
});

describe("questions about earlier transactions", () => {
  test("inquire says what holds now", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    expect(await client.say({ type: "inquire", reference: one })).toMatchObject([{ state: "in-progress" }]);
    await bench.clock.advance(1_000);
    client.take();
    expect(await client.say({ type: "inquire", reference: one })).toMatchObject([
      { type: "status", state: "ended", outcome: { kind: "approved", state: "uncommitted" } },
    ]);
  });

  test("a reference that was not found never runs, also after a restart", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    expect(await client.say({ type: "inquire", reference: one })).toMatchObject([{ state: "not-found" }]);
    expect(await client.say({ type: "reverse", reference: two })).toMatchObject([{ state: "not-found" }]);
    await bench.clock.runUntil(bench.terminal.powerCycle());
    const { client: later } = await bench.greet();
    expect(await later.say(sale(one))).toMatchObject([{ type: "refused", reason: "barred" }]);
    expect(await later.say(sale(two))).toMatchObject([{ type: "refused", reason: "barred" }]);
    expect((await bench.entries()).filter(({ type }) => type === "requested")).toEqual([]);
  });

  test("level C repeats the last one only", async () => {
    const bench = await createBench({ level: "C" });
    const { client } = await bench.greet();
    expect(await client.say({ type: "repeat-last" })).toEqual([{ type: "last", state: "none" }]);
    await client.say(sale(one));
    await client.say(sale(two, 1001));
    expect(await client.say({ type: "repeat-last" })).toMatchObject([
      { type: "last", state: "ended", reference: two, outcome: { kind: "declined" } },
    ]);
  });

  test.each(["declined", "canceled by the shopper", "rebooted in the middle"])(
    "level C repeats what was %s, also after a restart",
    async (how) => {
      const bench = await createBench({ level: "C", rebootMs: 10 });
      const { client } = await bench.greet();
      await client.say(sale(one));
      await client.say({ type: "commit", reference: one });
      const digits = how === "declined" ? 1 : how === "rebooted in the middle" ? 74 : 41;
      await client.say(sale(two, 1000 + digits));
      await bench.clock.advance(100);
      await bench.clock.runUntil(bench.terminal.powerCycle());
      const { client: later } = await bench.greet();
      expect(await later.say({ type: "repeat-last" })).toMatchObject([
        { type: "last", state: "ended", reference: two, outcome: { kind: digits === 1 ? "declined" : "canceled" } },
      ]);
    },
  );

  test("a sale keyed in by hand is kept at once, hides the one before, and is told to nobody", async () => {
    const bench = await createBench({ level: "C" });
    const { client } = await bench.greet();
    await client.say(sale(one));
    await bench.terminal.keyIn({ amountMinor: 700, currency: "EUR" });
    await bench.clock.advance(0);
    expect(client.take()).toEqual([]);
    expect(await client.say({ type: "repeat-last" })).toMatchObject([
      { reference: "KEYED000000002", amountMinor: 700, outcome: { kind: "approved", state: "committed" } },
    ]);
    expect((await bench.types()).slice(-3)).toEqual(["requested", "approved", "committed"]);
  });

  test("nothing can be keyed in while another transaction runs", async () => {
    const bench = await createBench({ pacing: { ...atOnce, presentMs: 1_000 } });
    const { client } = await bench.greet();
    await client.say(sale(one));
    await bench.terminal.keyIn({ amountMinor: 700, currency: "EUR" });
    expect(await bench.types()).toEqual(["booted", "requested"]);
  });

  test.each([
    ["B", ["repeat-last"]],
    ["C", ["inquire", "reverse"]],
    ["D", ["inquire", "reverse", "repeat-last"]],
  ] as const)("level %s refuses %s", async (level, refused) => {
    const bench = await createBench({ level });
    const { client } = await bench.greet();
    for (const type of refused) {
      const message = type === "repeat-last" ? { type } : { type, reference: one };
      expect(await client.say(message)).toMatchObject([{ type: "refused", request: type, reason: "unsupported" }]);
    }
    expect(await bench.types()).toEqual(["booted"]);
  });

  test("cancel of what is unknown, or over, is refused", async () => {
    const bench = await createBench();
    const { client } = await bench.greet();
    expect(await client.say({ type: "cancel", reference: one })).toMatchObject([{ reason: "unknown-reference" }]);
    await client.say(sale(one));
    expect(await client.say({ type: "cancel", reference: one })).toMatchObject([{ reason: "too-late" }]);
  });
});

describe("a ledger that cannot be written", () => {
  test("ends the terminal: nobody is told anything any more", async () => {
    const clock = createVirtualClock();
    const kept = memoryLedger();
    let full = false;
    const terminal = await createVirtualTerminal({
      clock,
      ledger: {
        ...kept,
        append: async (entries) => {
          if (full) throw new TypeError("No space left");
          await kept.append(entries);
        },
      },
    });
    const pair = createMemoryLinkPair();
    terminal.attach(pair.far);
    const client = createRawClient(pair.near, clock);
    await client.say(hello);
    full = true;
    expect(await client.say(sale(one))).toEqual([]);
    expect(client.closed).toBe(true);
    expect(terminal.reachable).toBe(false);
    expect(await terminal.failed).toMatchObject({ message: "No space left" });
  });
});

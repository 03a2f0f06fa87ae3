/** A terminal is kept open: in virtual time, with the real inline runner and a plugin that does what the test says. */
import { afterEach, describe, expect, test } from "vitest";
import { defineTerminal, TillwireError } from "@tillwire/plugin-api";
import type { DeviceContext, DeviceEvent, ErrorCode, ErrorData, TerminalSession } from "@tillwire/plugin-api";
import { supervise as keepOpen } from "../../src/devices/supervisor.ts";
import { inlineRunner } from "../../src/runners/inline.ts";
import { terminalRole } from "../../src/runners/roles/terminal.ts";
import { capabilities, session, settingsSchema } from "../plugins/terminal.ts";
import { recordingLog, rejection, sale, unaborted } from "../runners/harness.ts";
import { createVirtualClock } from "@tillwire/plugin-test";

type Opened = (context: DeviceContext) => Promise<TerminalSession>;

const toTakeDown: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const takeDown of toTakeDown.splice(0)) await takeDown();
});

const works: Opened = () => Promise.resolve(session({ greeting: "up" }));
const never = new Promise<never>(() => undefined);

function fails(code: ErrorCode): Opened {
  return () => Promise.reject(new TillwireError(code, { message: `It says ${code}.`, effect: "none" }));
}

/** A supervised terminal whose opens go as `opens` says, one after the other; the last goes on for ever. */
async function supervise(opens: readonly [Opened, ...Opened[]], { chance = 0.5 } = {}) {
  const clock = createVirtualClock();
  const { log, lines } = recordingLog();
  const [openedAtMs, events, told]: [number[], DeviceEvent[], (readonly [number, "ready" | ErrorData])[]] = [
    [],
    [],
    [],
  ];
  const contexts: DeviceContext[] = [];
  const plugin = defineTerminal({
    id: "supervised",
    displayName: "Supervised",
    version: "1.0.0",
    settings: settingsSchema,
    references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 1_000 }],
    open(context) {
      openedAtMs.push(clock.monotonicMs());
      contexts.push(context);
      const index = Math.min(openedAtMs.length, opens.length) - 1;
      return (opens[index] ?? works)(context);
    },
  });
  const random = (lengthBytes: number): Uint8Array => new Uint8Array(lengthBytes).fill(Math.floor(chance * 256));
  const runner = await inlineRunner(terminalRole, { plugin: { plugin }, links: [], clock, random, log });
  const terminal = keepOpen({
    runner,
    handlers: {
      emit: (event) => void events.push(event),
      ask: () => never,
      settle: () => Promise.resolve("keep"),
    },
    clock,
    random,
    log,
    onReady: (found) => {
      expect(found).toEqual(capabilities);
      told.push([clock.monotonicMs(), "ready"]);
    },
    onLost: (error) => told.push([clock.monotonicMs(), error]),
  });
  toTakeDown.push(async () => {
    const ended = terminal[Symbol.asyncDispose]();
    await clock.advance(60_000);
    await ended;
    await runner[Symbol.asyncDispose]();
  });
  const words = () => told.map(([, what]) => (what === "ready" ? what : what.code));
  return { clock, terminal, contexts, openedAtMs, events, told, words, lines };
}

describe("opening", () => {
  test("tells that the terminal is ready and lets calls through", async () => {
    const { clock, terminal, words } = await supervise([works]);
    expect(terminal.capabilities).toBeUndefined();
    const early = await rejection(terminal.call("execute", sale(), unaborted));
    expect(early).toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
    expect(early.message).toContain("being opened");
    await clock.advance(0);
    expect(words()).toEqual(["ready"]);
    expect(terminal.capabilities).toEqual(capabilities);
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
  });

  test.each([
    [0, [0, 250, 750, 1_750, 3_750, 6_250, 8_750, 11_250, 13_750]],
    [1 - 1 / 256, [0, 500, 1_500, 3_500, 7_500, 12_500, 17_500, 22_500, 27_500]],
  ])("is tried again with waits that double up to a bound, at chance %d", async (chance, expected) => {
    const { clock, openedAtMs, words, terminal } = await supervise([fails("DEVICE_UNREACHABLE")], { chance });
    await clock.advance(100_000);
    const errors = expected.map((atMs, index) => Math.abs((openedAtMs[index] ?? -1) - atMs) / (atMs + 1));
    expect(Math.max(...errors)).toBeLessThan(0.005);
    expect(new Set(words())).toEqual(new Set(["DEVICE_UNREACHABLE"]));
    const refused = await rejection(terminal.call("execute", sale(), unaborted));
    expect(refused).toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
    expect(refused.message).toContain("It says DEVICE_UNREACHABLE.");
  });

  test("succeeds in the end", async () => {
    const down = fails("DEVICE_UNREACHABLE");
    const { clock, terminal, words } = await supervise([down, down, works]);
    await clock.advance(5_000);
    expect(words()).toEqual(["DEVICE_UNREACHABLE", "DEVICE_UNREACHABLE", "ready"]);
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
  });

  test.each<ErrorCode>(["SETTINGS_INVALID", "PLUGIN_UNSUPPORTED"])("is not hurried after %s", async (code) => {
    const { clock, openedAtMs, words, lines } = await supervise([fails(code), works]);
    await clock.advance(299_000);
    expect(openedAtMs).toHaveLength(1);
    expect(words()).toEqual([code]);
    expect(lines().at(-1)).toMatchObject({ level: "warn", event: "device-needs-attention", fields: { code } });
    await clock.advance(301_000);
    expect(words()).toEqual([code, "ready"]);
  });

  test("that hangs is ended, and tried again", async () => {
    const { clock, words, told } = await supervise([() => never, works]);
    await clock.advance(120_000);
    expect(words()).toEqual(["DEVICE_UNREACHABLE", "ready"]);
    expect(told[0]?.[0]).toBe(65_000);
    expect(told[0]?.[1]).toMatchObject({ message: expect.stringContaining("60000 ms") as string });
  });
});

describe("a loss", () => {
  const hangs: Opened = () => Promise.resolve(session({ greeting: "up" }, { execute: () => never }));

  test("of the plugin: running calls end, then it is told, then it is opened again", async () => {
    const { clock, terminal, words } = await supervise([hangs, works]);
    await clock.advance(0);
    const stop = new AbortController();
    const order: string[] = [];
    const running = rejection(terminal.call("execute", sale(), stop.signal)).finally(() =>
      order.push("call", ...words()),
    );
    stop.abort();
    await clock.advance(5_000);
    expect(await running).toMatchObject({ code: "LINK_TIMEOUT", effect: "possible" });
    expect(order).toEqual(["call", "ready"]);
    await clock.advance(5_000);
    expect(words()).toEqual(["ready", "PLUGIN_FAILED", "ready"]);
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
  });

  test("that the device tells: no new calls, running ones may end by themselves", async () => {
    const outcome = Promise.withResolvers<{ kind: "unknown"; code: "LINK_LOST"; message: string }>();
    const slow: Opened = () => Promise.resolve(session({ greeting: "up" }, { execute: () => outcome.promise }));
    const { clock, terminal, contexts, words, events } = await supervise([slow, works]);
    await clock.advance(0);
    const running = terminal.call("execute", sale(), unaborted);
    contexts[0]?.emit({ type: "device-ready" });
    contexts[0]?.emit({ type: "device-lost", code: "LINK_LOST", message: "The cable is out." });
    await clock.advance(1_000);
    expect(await rejection(terminal.call("execute", sale(), unaborted))).toMatchObject({ effect: "none" });
    expect(words()).toEqual(["ready"]);
    outcome.resolve({ kind: "unknown", code: "LINK_LOST", message: "Gone." });
    expect(await running).toMatchObject({ kind: "unknown", message: "Gone." });
    await clock.advance(1_000);
    expect(words()).toEqual(["ready", "LINK_LOST", "ready"]);
    expect(events).toEqual([]);
  });

  test("that the device tells while a call does not end: it is closed under the call", async () => {
    const { clock, terminal, contexts, words } = await supervise([hangs, works]);
    await clock.advance(0);
    const running = rejection(terminal.call("execute", sale(), unaborted));
    contexts[0]?.emit({ type: "device-lost", code: "LINK_LOST", message: "The cable is out." });
    await clock.advance(30_000);
    expect(await running).toMatchObject({ code: "ABORTED", effect: "possible" });
    expect(words()).toEqual(["ready", "LINK_LOST", "ready"]);
  });

  test("right after each opening makes the waits longer; one after a long time does not", async () => {
    const flaps: Opened = ({ emit }) => {
      emit({ type: "device-lost", code: "LINK_LOST", message: "Again." });
      return works({} as DeviceContext);
    };
    const { clock, contexts, openedAtMs } = await supervise([flaps, flaps, flaps, works], { chance: 0 });
    await clock.advance(61_750);
    expect(openedAtMs).toEqual([0, 250, 750, 1_750]);
    contexts[3]?.emit({ type: "device-lost", code: "LINK_LOST", message: "At last." });
    await clock.advance(1_000);
    expect(openedAtMs.at(-1)).toBe(62_000);
  });

  test("progress is passed on, the device's own state is not", async () => {
    const { clock, contexts, events } = await supervise([works]);
    await clock.advance(0);
    const { attemptId } = sale();
    contexts[0]?.emit({ type: "prompt", attemptId, promptId: "processing" });
    contexts[0]?.emit({ type: "device-ready" });
    await clock.advance(0);
    expect(events).toEqual([{ type: "prompt", attemptId, promptId: "processing" }]);
  });
});

describe("the end", () => {
  test.each<[string, Opened, number]>([
    ["it is open", works, 100],
    ["it is being opened", () => never, 100],
    ["it waits to try again", fails("DEVICE_UNREACHABLE"), 100],
    [
      "its plugin does not close",
      () => Promise.resolve(session({ greeting: "" }, { [Symbol.asyncDispose]: () => never })),
      100,
    ],
  ])("while %s comes in bounded time, and nothing is opened or told after it", async (_, opened, afterMs) => {
    const { clock, terminal, openedAtMs, told } = await supervise([opened]);
    await clock.advance(afterMs);
    const before = [openedAtMs.length, told.length];
    let ended = false;
    void terminal[Symbol.asyncDispose]().then(() => (ended = true));
    expect(await rejection(terminal.call("execute", sale(), unaborted))).toMatchObject({ code: "DEVICE_UNREACHABLE" });
    await clock.advance(10_000);
    expect(ended).toBe(true);
    await clock.advance(3_600_000);
    expect([openedAtMs.length, told.length]).toEqual(before);
  });

  test("lets a running call say what it knows", async () => {
    const obeys: Opened = ({ clock: lent }) =>
      Promise.resolve(
        session(
          { greeting: "" },
          {
            async execute(_, signal) {
              await lent.sleep(1e9, signal).catch(() => undefined);
              await lent.sleep(2_000);
              return { kind: "canceled", by: "pos" };
            },
          },
        ),
      );
    const { clock, terminal } = await supervise([obeys]);
    await clock.advance(0);
    const running = terminal.call("execute", sale(), unaborted);
    const ended = terminal[Symbol.asyncDispose]();
    await clock.advance(10_000);
    expect(await running).toEqual({ kind: "canceled", by: "pos" });
    await ended;
  });
});

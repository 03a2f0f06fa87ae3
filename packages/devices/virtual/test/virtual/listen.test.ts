/** The terminal over real TCP, with its ledger in a real file. */
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tcp from "@tillwire/link-tcp";
import type { LinkAddress } from "@tillwire/plugin-api";
import { createDeviceContext } from "@tillwire/plugin-test";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import plugin from "../../src/index.ts";
import { settingsSchema } from "../../src/plugin/settings.ts";
import { systemClock } from "../../src/virtual/shell/system-clock.ts";
import { listenVirtualTerminal, liveApprovals, readLedger } from "../../src/virtual/index.ts";
import type { ListenOptions, TerminalEvent } from "../../src/virtual/index.ts";
import { atOnce, never, referenceOf, saleOf } from "../support/world.ts";

let folder: string;
let ledgerFile: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "virtual-listen-"));
  ledgerFile = join(folder, "terminal.ledger");
});
afterEach(async () => await rm(folder, { recursive: true }));

function listen(options: Partial<ListenOptions> = {}) {
  return listenVirtualTerminal({ ledgerFile, settings: { pacing: atOnce }, ...options });
}

async function openPlugin(port: number, onSettle: () => "keep" | "undo" = () => "keep") {
  const stopping = new AbortController();
  const context = createDeviceContext({
    connect: (async (address: LinkAddress, signal = stopping.signal) => await tcp.open(address, signal)) as never,
    onSettle,
  });
  const session = await plugin.open({ ...context, clock: systemClock }, settingsSchema.parse({ port }));
  return { session, context };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await systemClock.sleep(5);
}

describe("a terminal on TCP", () => {
  test("sells, and its ledger says so", async () => {
    const events: TerminalEvent[] = [];
    await using listening = await listen({ onEvent: (event) => void events.push(event) });
    const { session } = await openPlugin(listening.port);
    const request = saleOf(1250);
    expect(await session.execute(request, never)).toMatchObject({ kind: "approved" });
    await session[Symbol.asyncDispose]();
    expect(liveApprovals(await readLedger(ledgerFile))).toMatchObject([
      { reference: referenceOf(request), authorizedMinor: 1250, committed: true },
    ]);
    expect(events.map(({ type, text }) => `${type}: ${text}`)).toEqual(
      expect.arrayContaining(["received: sale 12.50 EUR", "sent: prompt enter-pin", "ledger: committed 12.50 EUR"]),
    );
  });

  test("started again it goes on where its ledger ends: what waits for a commit is told, settled, and kept", async () => {
    const request = saleOf(1061);
    {
      await using listening = await listen();
      const { session } = await openPlugin(listening.port);
      const giveUp = new AbortController();
      const selling = session.execute(request, giveUp.signal);
      await systemClock.sleep(50);
      await session[Symbol.asyncDispose]();
      expect(await selling).toMatchObject({ kind: "unknown" });
    }
    await using listening = await listen();
    const { session, context } = await openPlugin(listening.port);
    await until(() => context.settled.length > 0);
    await systemClock.sleep(50);
    await session[Symbol.asyncDispose]();
    const entries = await readLedger(ledgerFile);
    expect(entries.map(({ type }) => type)).toEqual(["booted", "requested", "approved", "booted", "committed"]);
  });

  test("restarts when it is told to: unreachable for a moment, then back under the same port", async () => {
    await using listening = await listen({ settings: { pacing: atOnce, rebootMs: 200 } });
    const { session, context } = await openPlugin(listening.port);
    expect(await session.execute(saleOf(1074), never)).toMatchObject({ kind: "unknown" });
    await until(() => context.events.some(({ type }) => type === "device-ready"));
    expect(await session.execute(saleOf(1000), never)).toMatchObject({ kind: "approved" });
    await session[Symbol.asyncDispose]();
  });

  test("answers bytes that are no message with an error, and takes the next connection", async () => {
    await using listening = await listen();
    const socket = connect(listening.port, listening.host);
    socket.write("GET / HTTP/1.1\r\n\r\n");
    expect(await received(socket)).toContain('"code":"frame-invalid"');
    const { session } = await openPlugin(listening.port);
    expect(await session.execute(saleOf(1000), never)).toMatchObject({ kind: "approved" });
    await session[Symbol.asyncDispose]();
  });

  test("on a port that is taken says so, and leaves the ledger alone", async () => {
    await using listening = await listen();
    const other = join(folder, "other.ledger");
    const starting = listen({ port: listening.port, ledgerFile: other });
    await expect(starting).rejects.toThrow(String(listening.port));
    await expect(starting).rejects.toMatchObject({ code: "PORT_TAKEN" });
    expect((await readLedger(other)).map(({ type }) => type)).toEqual(["booted"]);
  });

  test("with settings that make no sense does not start", async () => {
    await expect(listen({ settings: { commitTimeoutMs: -1 } })).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
  });
});

function received(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (piece: Buffer) => (text += piece.toString()));
    socket.on("close", () => resolve(text));
  });
}

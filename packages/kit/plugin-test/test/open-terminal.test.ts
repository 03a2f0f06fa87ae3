import { defineTerminal, plainBreakdown, attemptId } from "@tillwire/plugin-api";
import type { AttemptOutcome, ByteLink, DeviceContext, SaleRequest, TerminalRequest } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { z } from "zod";
import { createMemoryLinks, createVirtualClock, openTerminal } from "../src/index.ts";
import type { MemoryLink } from "../src/index.ts";
import { bytes, nextPiece } from "./support/bytes.ts";

const sale: SaleRequest = {
  operation: "sale",
  attemptId: attemptId("attempt-1"),
  references: { stan: "000001" },
  amount: { amountMinor: 1_250, currency: "EUR" },
  partialApproval: false,
};

/** Sends the amount as a line, takes any answer for an approval, settles, and acknowledges. */
const lineTerminal = defineTerminal({
  id: "line",
  displayName: "Line terminal",
  version: "1.0.0",
  virtual: true,
  settings: z.strictObject({ host: z.string(), port: z.int() }),
  references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 }],
  open: async (context, { host, port }) => {
    const link = await context.connect({ transport: "tcp", host, port });
    return {
      capabilities: {
        operations: {},
        entries: ["chip"],
        currencies: "any",
        cancel: false,
        partialApproval: false,
        tipOnDevice: false,
        amountParts: [],
        receipts: "none",
        questions: [],
      },
      execute: (request) => pay(context, link, request),
      cancel: async () => undefined,
      lookup: async () => ({ kind: "not-found" }),
      [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
    };
  },
});

async function pay(context: DeviceContext, link: ByteLink, request: TerminalRequest): Promise<AttemptOutcome> {
  if (request.operation !== "sale") throw new Error("this test only sells");
  context.emit({ type: "prompt", attemptId: request.attemptId, promptId: "present-card" });
  await link.send(bytes(`${request.amount.amountMinor}\n`));
  const hostReference = await nextPiece(link);
  const tip = await context.ask(request.attemptId, { kind: "tip", stated: request.amount });
  context.log.info("answered", { hostReference, tip: tip.kind === "tip" ? tip.tipMinor : null });
  const outcome = { kind: "approved", breakdown: plainBreakdown(request.amount), hostReference } as const;
  const verdict = await context.settle({ references: request.references, outcome });
  await link.send(bytes(verdict));
  return verdict === "keep" ? outcome : { kind: "canceled", by: "pos" };
}

const address = { transport: "tcp", host: "terminal", port: 9_000 } as const;
const settings = { host: "terminal", port: 9_000 };

async function approvingPeer(link: MemoryLink): Promise<void> {
  await nextPiece(link);
  await link.send(bytes("H1"));
}

test("a whole sale in virtual time, with everything on record", async () => {
  // #region sale
  const clock = createVirtualClock();
  const links = createMemoryLinks({ clock, delayMs: 250 });
  links.listen(address, approvingPeer);
  await using terminal = await openTerminal(lineTerminal, { clock, connect: links.connect, settings });
  const { session, context } = terminal;
  const outcome = await clock.runUntil(session.execute(sale, context.signal));
  // #endregion
  expect(outcome).toMatchObject({ kind: "approved", hostReference: "H1" });
  expect(clock.monotonicMs()).toBe(750); // connect, there, back
  expect(context.events).toEqual([{ type: "prompt", attemptId: "attempt-1", promptId: "present-card" }]);
  expect(context.asked).toEqual([{ attemptId: "attempt-1", question: { kind: "tip", stated: sale.amount } }]);
  expect(context.settled).toEqual([{ references: sale.references, outcome }]);
  expect(context.logLines).toEqual([{ level: "info", event: "answered", fields: { hostReference: "H1", tip: null } }]);
  expect(links.pairs[0]?.sent.map(({ from, bytes: sent }) => [from, Buffer.from(sent).toString()])).toEqual([
    ["near", "1250\n"],
    ["far", "H1"],
    ["near", "keep"],
  ]);
});

test("the test decides what settle and ask say", async () => {
  const links = createMemoryLinks();
  links.listen(address, approvingPeer);
  await using terminal = await openTerminal(lineTerminal, {
    connect: links.connect,
    settings,
    onSettle: () => "undo",
    onAsk: (question) => {
      expect(question.kind).toBe("tip");
      return { kind: "tip", tipMinor: 200 };
    },
  });
  const outcome = await terminal.session.execute(sale, terminal.context.signal);
  expect(outcome).toEqual({ kind: "canceled", by: "pos" });
  expect(terminal.context.logLines[0]?.fields).toMatchObject({ tip: 200 });
});

test("a bridge that stops settles nothing", async () => {
  const links = createMemoryLinks();
  links.listen(address, approvingPeer);
  await using terminal = await openTerminal(lineTerminal, { connect: links.connect, settings });
  terminal.context.stop();
  expect(terminal.context.signal.aborted).toBe(true);
  const selling = terminal.session.execute(sale, terminal.context.signal);
  await expect(selling).rejects.toMatchObject({ code: "BRIDGE_STOPPING" });
  expect(terminal.context.settled).toEqual([]);
});

test("settings go through the plugin's schema, and the error names them", async () => {
  const opening = openTerminal(lineTerminal, { settings: { host: "terminal", port: "nine" } });
  await expect(opening).rejects.toThrow("Settings of line: port must be a whole number, not text");
  await expect(opening).rejects.toMatchObject({ code: "SETTINGS_INVALID" });
});

test("disposing the terminal closes its link", async () => {
  const links = createMemoryLinks();
  const ended = Promise.withResolvers<string>();
  links.listen(address, async (link) => ended.resolve(await nextPiece(link)));
  const terminal = await openTerminal(lineTerminal, { connect: links.connect, settings });
  await terminal[Symbol.asyncDispose]();
  expect(await ended.promise).toBe("");
});

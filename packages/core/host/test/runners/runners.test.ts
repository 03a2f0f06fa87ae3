/** What both runners do alike: calls, events, requests, errors, aborts, ends. Real plugins, loaded by URL. */
import { describe, expect, test, vi } from "vitest";
import { TillwireError } from "@tillwire/plugin-api";
import type { KeyHandle, Keystore, SaleRequest } from "@tillwire/plugin-api";
import { answers } from "../plugins/answers.ts";
import { thrown } from "../plugins/throws.ts";
import { clock, impatient, kinds, open, recordingHandlers, rejection, sale, start, unaborted } from "./harness.ts";

describe.each(kinds)("%s runner", (kind) => {
  test("says who the plugin is before it is opened", async () => {
    const { runner } = await start(kind, "echo");
    expect(runner.identity).toEqual({
      id: "echo",
      displayName: "Test terminal echo",
      version: "1.0.0",
      virtual: true,
      references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 }],
    });
  });

  test("runs a sale, and passes events and log lines on in order", async () => {
    const { terminal, events, lines } = await open(kind, "echo", { settings: { greeting: "R-1" } });
    const request = sale(4200);
    const outcome = await terminal.call("execute", request, unaborted);
    expect(outcome).toMatchObject({ kind: "approved", hostReference: "R-1", breakdown: { authorizedMinor: 4200 } });
    const { attemptId } = request;
    expect(events).toEqual([
      { type: "prompt", attemptId, promptId: "present-card" },
      { type: "terminal-text", attemptId, text: "APPROVED" },
    ]);
    expect(lines()).toContainEqual(
      expect.objectContaining({ event: "executing", level: "info", fields: { attemptId } }),
    );
  });

  test("cancels, looks up and reverses", async () => {
    const { terminal } = await open(kind, "echo");
    const { attemptId, references, amount } = sale();
    await terminal.call("cancel", { attemptId, references }, unaborted);
    const lookup = { attemptId, references, operation: "sale", amount } as const;
    expect(await terminal.call("lookup", lookup, unaborted)).toEqual({ kind: "not-found" });
    const reverse = { attemptId, references, amount, reason: "no-answer" } as const;
    expect(await terminal.call("reverse", reverse, unaborted)).toEqual({ kind: "done" });
  });

  test("refuses what cannot be asked, without effect", async () => {
    const { terminal } = await open(kind, "odd-sessions", { settings: { greeting: "cannot reverse" } });
    const { attemptId, references, amount } = sale();
    const reverse = { attemptId, references, amount, reason: "no-answer" } as const;
    expect(await rejection(terminal.call("reverse", reverse, unaborted))).toMatchObject({
      code: "OPERATION_UNSUPPORTED",
      effect: "none",
    });
    const senseless = { ...sale(), partialApproval: "perhaps" as never };
    expect(await rejection(terminal.call("execute", senseless, unaborted))).toMatchObject({
      code: "REQUEST_INVALID",
      effect: "none",
    });
    const aborted = terminal.call("execute", sale(), AbortSignal.abort());
    expect(await rejection(aborted)).toMatchObject({ code: "ABORTED", effect: "none" });
  });

  test("runs one request at a time, with lookups in between, and no more than the bound", async () => {
    const { terminal } = await open(kind, "obeys", { limits: { callsMax: 2 } });
    const stop = new AbortController();
    const running = terminal.call("execute", sale(), stop.signal);
    const { attemptId, references, amount } = sale();
    const busy = { code: "DEVICE_BUSY", effect: "none" };
    expect(await rejection(terminal.call("execute", sale(), unaborted))).toMatchObject(busy);
    const lookup = { attemptId, references, operation: "sale", amount } as const;
    const both = [
      terminal.call("lookup", lookup, unaborted),
      rejection(terminal.call("lookup", lookup, unaborted)),
    ] as const;
    expect(await both[0]).toEqual({ kind: "not-found" });
    expect(await both[1]).toMatchObject(busy);
    stop.abort();
    expect(await running).toMatchObject({ kind: "unknown", code: "ABORTED" });
  });
});

/** A sale that makes `throws` or `answers` do the thing of that name. */
function saleFor(table: Readonly<Record<string, unknown>>, name: string): SaleRequest {
  return sale(Object.keys(table).indexOf(name));
}

describe.each(kinds)("errors of a plugin, %s", (kind) => {
  test("keep code, effect and the texts of their causes, and never claim more than the plugin said", async () => {
    const { terminal, exits, lines, text } = await open(kind, "throws");
    const thrownFor = (name: string) => rejection(terminal.call("execute", saleFor(thrown, name), unaborted));

    const refused = await thrownFor("refused");
    expect(refused).toMatchObject({ code: "DEVICE_BUSY", effect: "none", message: "In use." });
    expect(refused.cause).toMatchObject({ message: "Error: E23" });

    for (const name of ["plain error", "text", "nothing", "no prototype", "symbol", "hostile", "huge"]) {
      const error = await thrownFor(name);
      expect(error, name).toMatchObject({ code: "INTERNAL", effect: "possible" });
      expect(error.message.length).toBeLessThan(4_000);
    }
    const plain = await thrownFor("plain error");
    expect(plain.cause).toMatchObject({ message: "TypeError: cannot read x", cause: { message: "Error: deeper" } });
    const line = lines().find(({ event }) => event === "plugin-threw");
    expect(line?.fields).toMatchObject({ method: "execute", error: { message: "cannot read x" } });
    expect(JSON.stringify(line)).toContain("throws.ts");

    // A code of a newer contract is named, but nothing else that it says is believed.
    const newer = await thrownFor("unknown code");
    expect(newer).toMatchObject({ code: "INTERNAL", effect: "possible" });
    expect(newer.message).toContain("BRAND_NEW: new");

    const leaky = await thrownFor("card number");
    expect(leaky.message).toContain("411111******1111");
    for (const seen of [leaky.message, String(leaky.cause), ...text]) expect(seen).not.toContain("41111111111");
    expect(exits).toEqual([]);
  });
});

describe.each(kinds)("senseless answers, %s", (kind) => {
  test("are ANSWER_INVALID with effect possible, and the terminal goes on", async () => {
    const { terminal, exits } = await open(kind, "answers");
    const senseless = Object.keys(answers).filter((name) => name !== "members that are undefined");
    expect(senseless).toHaveLength(11);
    for (const name of senseless) {
      const error = await rejection(terminal.call("execute", saleFor(answers, name), unaborted));
      expect(error, name).toMatchObject({ code: "ANSWER_INVALID", effect: "possible" });
    }
    const { attemptId, references } = sale();
    await terminal.call("cancel", { attemptId, references }, unaborted); // gives nothing, whatever it returns
    const outcome = await terminal.call("execute", saleFor(answers, "members that are undefined"), unaborted);
    expect(outcome).toStrictEqual({ kind: "canceled", by: "pos" });
    expect(exits).toEqual([]);
  });
});

describe.each(kinds)("requests of a plugin, %s", (kind) => {
  test("a settlement waits for the verdict and follows it", async () => {
    const verdict = Promise.withResolvers<"keep" | "undo">();
    const { terminal, settlements } = await open(kind, "settles", { answers: { settle: () => verdict.promise } });
    const request = sale(700);
    let ended = false;
    const running = terminal.call("execute", request, unaborted).finally(() => (ended = true));
    await vi.waitFor(() => expect(settlements).toHaveLength(1));
    expect(settlements[0]).toMatchObject({
      references: request.references,
      outcome: { hostReference: "before commit" },
    });
    expect(ended).toBe(false);
    verdict.resolve("undo");
    expect(await running).toEqual({ kind: "canceled", by: "pos" });
  });

  test("a settlement that the bridge refuses reaches the plugin as an error", async () => {
    const stopping = new TillwireError("BRIDGE_STOPPING", { message: "Stopping.", effect: "possible" });
    const { terminal } = await open(kind, "settles", { answers: { settle: () => Promise.reject(stopping) } });
    const error = await rejection(terminal.call("execute", sale(), unaborted));
    expect(error).toMatchObject({ code: "BRIDGE_STOPPING", effect: "possible" });
  });

  test("a question gets its answer", async () => {
    const { terminal, questions } = await open(kind, "settles", { settings: { greeting: "ask" } });
    const request = sale();
    expect(await terminal.call("execute", request, unaborted)).toMatchObject({
      message: '{"kind":"signature","matches":true}',
    });
    expect(questions).toEqual([{ attemptId: request.attemptId, question: { kind: "signature" } }]);
  });

  test("keys are refused where none are configured, and used where there are", async () => {
    const without = await open(kind, "settles", { settings: { greeting: "keys" } });
    const error = await rejection(without.terminal.call("execute", sale(), unaborted));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain("no keys are configured");

    const used: [KeyHandle, string, Uint8Array][] = [];
    const compute: Keystore["hmac"] & Keystore["mac"] & Keystore["encrypt"] = (key, algorithm, data) => {
      used.push([key, algorithm, data]);
      return Promise.resolve(new Uint8Array(32));
    };
    const keystore: Keystore = { hmac: compute, mac: compute, encrypt: compute, decrypt: compute };
    const { terminal } = await open(kind, "settles", { settings: { greeting: "keys" }, keystore });
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
    expect(used).toEqual([["till", "sha256", new Uint8Array(4)]]);
  });

  test.each([
    ["waits", 0],
    ["reconnects", 1],
    ["refuses", 2],
  ])("an error after something left may have moved money, whatever it says: %s", async (_, amountMinor) => {
    const { terminal } = await open(kind, "sends", { links: ["echo-link"] });
    const giveUp = new AbortController();
    const failed = rejection(terminal.call("execute", sale(amountMinor), giveUp.signal));
    if (amountMinor === 0) setTimeout(() => giveUp.abort(), 100);
    expect(await failed).toMatchObject({ effect: "possible" });
  });

  test.each([
    ["waits", 0],
    ["reconnects", 1],
    ["refuses", 2],
  ])("the same error before anything left is what it says: %s", async (_, amountMinor) => {
    const { terminal } = await open(kind, "sends", { settings: { greeting: "silent" }, links: ["echo-link"] });
    const giveUp = new AbortController();
    const failed = rejection(terminal.call("execute", sale(amountMinor), giveUp.signal));
    if (amountMinor === 0) setTimeout(() => giveUp.abort(), 100);
    expect(await failed).toMatchObject({ effect: "none" });
  });

  test("no text for people carries a card number on, though the plugin forgot to mask it", async () => {
    const { terminal, events, questions, settlements } = await open(kind, "leaks");
    const request = sale();
    const outcome = await terminal.call("execute", request, unaborted);
    const { attemptId, references, amount } = request;
    const lookup = await terminal.call("lookup", { attemptId, references, amount, operation: "sale" }, unaborted);
    const reversal = await terminal.call("reverse", { attemptId, references, amount, reason: "canceled" }, unaborted);
    const seen = JSON.stringify([outcome, lookup, reversal, events, questions, settlements]);
    expect(seen).not.toContain("4111111111111111");
    expect(seen).toContain("SALE             10.50 EUR");
    expect(outcome).toMatchObject({ receipts: { customer: [{}, {}, { text: "CARD 411111******1111" }] } });
    expect(questions).toHaveLength(1);
    expect(settlements).toHaveLength(1);
  });

  test("links are made beside the plugin, and closed with the session though the plugin forgot", async () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const { terminal, lines } = await open(kind, "links", { links: ["echo-link"] });
    expect(await terminal.call("execute", sale(), unaborted)).toMatchObject({ message: "200" });
    await terminal[Symbol.asyncDispose]();
    const closed = () =>
      print.mock.calls.flat().includes("echo link closed") ||
      lines().some(({ fields }) => fields?.["line"] === "echo link closed");
    await vi.waitFor(() => expect(closed()).toBe(true));
    print.mockRestore();
  });

  test("a transport that nobody brings is named", async () => {
    const { terminal } = await open(kind, "links", { settings: { greeting: "none" }, links: ["echo-link"] });
    const error = await rejection(terminal.call("execute", sale(), unaborted));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toContain("x-missing");
  });
});

describe.each(kinds)("floods, %s", (kind) => {
  // In this thread nobody can stop a loop that never waits; the worker's own test has those.
  const floods = kind === "worker" ? ["events", "settlements", "questions at once"] : ["settlements"];

  test.each(floods)("a flood of %s costs the plugin its life, and the bridge a bounded number", async (what) => {
    const { terminal, events, settlements, questions, exited, exits } = await open(kind, "floods", {
      settings: { greeting: what },
      limits: { eventsPerSecondMax: 10, eventsBurstMax: 50 },
    });
    const error = await rejection(terminal.call("execute", sale(), unaborted));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "possible" });
    expect(error.message).toContain("more than 50 messages at once");
    expect(await exited).toMatchObject({ code: "PLUGIN_FAILED", effect: "possible" });
    expect(events.length + settlements.length + questions.length).toBeLessThanOrEqual(60);
    expect(exits).toHaveLength(1);
  });
});

describe.each(kinds)("aborts and ends, %s", (kind) => {
  test("a plugin that obeys ends its call with what it knows", async () => {
    const { terminal, exits } = await open(kind, "obeys");
    const stop = new AbortController();
    const running = terminal.call("execute", sale(), stop.signal);
    await clock.sleep(10);
    stop.abort();
    expect(await running).toMatchObject({ kind: "unknown" });
    expect(exits).toEqual([]);
  });

  test("a plugin that does not obey is ended after the grace, and can be opened again", async () => {
    const { runner, terminal, exited, exits } = await open(kind, "hangs", { limits: impatient });
    const stop = new AbortController();
    const running = rejection(terminal.call("execute", sale(), stop.signal));
    stop.abort();
    expect(await running).toMatchObject({ code: "LINK_TIMEOUT", effect: "possible" });
    expect(await exited).toMatchObject({ code: "PLUGIN_FAILED" });
    const later = await rejection(terminal.call("execute", sale(), unaborted));
    expect(later).toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none" });
    await terminal[Symbol.asyncDispose]();

    const again = await runner.open(recordingHandlers().handlers, unaborted);
    const { attemptId, references } = sale();
    await again.call("cancel", { attemptId, references }, unaborted);
    expect(exits).toHaveLength(1);
  });

  test("closing ends running calls: they are told that nobody knows", async () => {
    const obeying = await open(kind, "obeys");
    const obeyed = obeying.terminal.call("execute", sale(), unaborted);
    await obeying.terminal[Symbol.asyncDispose]();
    expect(await obeyed).toMatchObject({ kind: "unknown" });

    const hanging = await open(kind, "hangs", { limits: impatient });
    const hung = rejection(hanging.terminal.call("execute", sale(), unaborted));
    await hanging.terminal[Symbol.asyncDispose]();
    expect(await hung).toMatchObject({ code: "ABORTED", effect: "possible" });
    expect([...obeying.exits, ...hanging.exits]).toEqual([]);
  });

  test("a plugin that does not close is left behind in bounded time", async () => {
    const { runner, terminal, exits } = await open(kind, "hangs", {
      settings: { greeting: "close" },
      limits: impatient,
    });
    await terminal[Symbol.asyncDispose]();
    await (await runner.open(recordingHandlers().handlers, unaborted))[Symbol.asyncDispose]();
    expect(exits).toEqual([]);
  });

  test("can be opened, closed and opened again, one at a time", async () => {
    const { runner, terminal } = await open(kind, "echo");
    const { handlers } = recordingHandlers();
    expect(await rejection(runner.open(handlers, unaborted))).toMatchObject({ code: "DEVICE_BUSY", effect: "none" });
    await terminal[Symbol.asyncDispose]();
    await terminal[Symbol.asyncDispose]();
    const again = await runner.open(handlers, unaborted);
    expect(await again.call("execute", sale(), unaborted)).toMatchObject({ kind: "approved" });
    await runner[Symbol.asyncDispose]();
    expect(await rejection(again.call("execute", sale(), unaborted))).toMatchObject({ effect: "none" });
    expect(await rejection(runner.open(handlers, unaborted))).toMatchObject({ code: "ABORTED", effect: "none" });
  });
});

describe.each(kinds)("opening, %s", (kind) => {
  test("what the plugin throws is passed on, and it can be tried again", async () => {
    const { runner } = await start(kind, "odd-sessions", { settings: { greeting: "unreachable" } });
    for (let round = 0; round < 3; round++) {
      const error = await rejection(runner.open(recordingHandlers().handlers, unaborted));
      expect(error).toMatchObject({ code: "DEVICE_UNREACHABLE", effect: "none", message: "Nobody there." });
    }
  });

  test.each(["nothing", "no lookup", "no reverse", "odd capabilities"])("%s is no terminal", async (what) => {
    const { runner } = await start(kind, "odd-sessions", { settings: { greeting: what } });
    const error = await rejection(runner.open(recordingHandlers().handlers, unaborted));
    expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
  });

  test("is stopped on abort, and a plugin that does not obey is ended", async () => {
    const { runner } = await start(kind, "hangs", { settings: { greeting: "open" }, limits: impatient });
    const { handlers, exits } = recordingHandlers();
    const stop = new AbortController();
    const opening = rejection(runner.open(handlers, stop.signal));
    await clock.sleep(10);
    stop.abort();
    expect(await opening).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
    expect(await rejection(runner.open(handlers, AbortSignal.abort()))).toMatchObject({
      code: "ABORTED",
      effect: "none",
    });
    expect(exits).toEqual([]);
  });

  test("events that make no sense are dropped and logged, the others passed on", async () => {
    const { events, lines } = await open(kind, "odd-sessions", { settings: { greeting: "events" } });
    expect(events).toEqual([{ type: "device-ready" }]);
    const logged = lines().map(({ event }) => event);
    expect(logged).toEqual(["event-invalid", "event-dropped"]);
  });

  test("settings that the plugin does not take are refused before anything is opened", async () => {
    const error = await rejection(start(kind, "echo", { settings: { greeting: 5, apiKey: "too-short-secret" } }));
    expect(error).toMatchObject({ code: "SETTINGS_INVALID", effect: "none" });
    expect(error.message).toMatch(/greeting must be text.*apiKey must have at least 20/);
    expect(error.message).not.toContain("too-short-secret");
  });

  test("a module that cannot be imported, or is not there, is named", async () => {
    for (const name of ["crashes-on-import", "not-there"]) {
      const error = await rejection(start(kind, name));
      expect(error).toMatchObject({ code: "PLUGIN_FAILED", effect: "none" });
      expect(error.message).toContain(`${name}.ts`);
    }
  });
});

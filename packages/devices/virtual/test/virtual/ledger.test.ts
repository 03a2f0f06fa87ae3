/** The ledger on disk: whole after any crash, strict about everything else; and what an auditor makes of it. */
import { spawnSync } from "node:child_process";
import { appendFile, mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ledgerTotals, liveApprovals, openLedgerFile, readLedger } from "../../src/virtual/index.ts";
import type { LedgerEntry } from "../../src/virtual/index.ts";

const at = "2026-01-01T00:00:00.000Z";
const booted: LedgerEntry = { at, type: "booted", boot: 1, terminalId: "VT000001", level: "B" };

function requested(reference: string, amountMinor = 1000, currency = "EUR"): LedgerEntry {
  return { at, type: "requested", reference, amountMinor, currency, partialApproval: false, behavior: "approve" };
}

function approved(reference: string, authorizedMinor = 1000, currency = "EUR"): LedgerEntry {
  return { at, type: "approved", reference, authorizedMinor, currency, approvalCode: "000001", hostReference: "H1" };
}

function committed(reference: string, authorizedMinor = 1000, currency = "EUR"): LedgerEntry {
  return { at, type: "committed", reference, authorizedMinor, currency };
}

function reversed(reference: string, authorizedMinor = 1000): LedgerEntry {
  return { at, type: "reversed", reference, authorizedMinor, currency: "EUR", by: "timeout" };
}

describe("a ledger file", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "virtual-ledger-"));
    file = join(folder, "terminal.ledger");
  });
  afterEach(async () => await rm(folder, { recursive: true }));

  test("keeps what was appended, in order, across openings", async () => {
    const first = await openLedgerFile(file);
    await Promise.all([first.append([booted, requested("TX01")]), first.append([approved("TX01")])]);
    await first[Symbol.asyncDispose]();
    const second = await openLedgerFile(file);
    await second.append([committed("TX01")]);
    const all = [booted, requested("TX01"), approved("TX01"), committed("TX01")];
    expect(await second.read()).toEqual(all);
    expect(await readLedger(file)).toEqual(all);
    await second[Symbol.asyncDispose]();
  });

  test("cut off at any byte keeps exactly the whole lines, and goes on after them", { timeout: 60_000 }, async () => {
    const entries = [booted, requested("TX01"), approved("TX01")];
    const whole = entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    for (let length = 0; length <= whole.length; length++) {
      await writeFile(file, whole);
      await truncate(file, length);
      const lines = whole.slice(0, length).split("\n").length - 1;
      const store = await openLedgerFile(file);
      expect(await store.read()).toEqual(entries.slice(0, lines));
      await store.append([{ ...booted, boot: 2 }]);
      expect(await store.read()).toEqual([...entries.slice(0, lines), { ...booted, boot: 2 }]);
      await store[Symbol.asyncDispose]();
    }
  });

  test("is one terminal's at a time; what a killed one left behind does not count", async () => {
    const first = await openLedgerFile(file);
    await expect(openLedgerFile(file)).rejects.toMatchObject({ code: "OWNED_ELSEWHERE", effect: "none" });
    await first[Symbol.asyncDispose]();
    const { pid } = spawnSync(process.execPath, ["--version"]); // it has ended: nobody has this number
    await writeFile(`${file}.lock`, String(pid));
    const second = await openLedgerFile(file);
    await second[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual(["terminal.ledger"]);
  });

  test("is read while a line is being written", async () => {
    await writeFile(file, `${JSON.stringify(booted)}\n{"at":"2026`);
    expect(await readLedger(file)).toEqual([booted]);
  });

  test.each([
    ["no JSON", "hello"],
    ["another kind of entry", '{"at":"2026-01-01T00:00:00.000Z","type":"sold"}'],
    ["a member too many", JSON.stringify({ ...booted, more: 1 })],
  ])("with %s in the middle is refused, by line", async (_, line) => {
    await writeFile(file, `${JSON.stringify(booted)}\n${line}\n${JSON.stringify(booted)}\n`);
    await expect(openLedgerFile(file)).rejects.toThrow("Line 2");
    await expect(openLedgerFile(file)).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
    expect(await readFile(file, "utf8")).toContain(line); // nothing was cut off
  });

  test("in a folder that is not there is refused with what to do", async () => {
    const opening = openLedgerFile(join(folder, "gone", "ledger"));
    await expect(opening).rejects.toThrow("Check the folder");
    await expect(opening).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
  });

  test("after a failed write takes nothing any more", async () => {
    const store = await openLedgerFile(file);
    await store[Symbol.asyncDispose](); // the handle is closed under it
    await expect(store.append([booted])).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
    await expect(store.append([booted])).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
    await appendFile(file, "");
    expect(await readLedger(file)).toEqual([]);
  });
});

describe("an auditor", () => {
  test("sees which approvals are live", () => {
    const entries = [
      ...[requested("TX01"), approved("TX01"), committed("TX01")],
      ...[requested("TX02"), approved("TX02"), reversed("TX02")],
      ...[requested("TX03"), approved("TX03")],
      ...[requested("TX04"), approved("TX04"), committed("TX04"), reversed("TX04")],
      requested("TX05"),
    ];
    expect(liveApprovals(entries)).toEqual([
      { reference: "TX01", authorizedMinor: 1000, currency: "EUR", committed: true },
      { reference: "TX03", authorizedMinor: 1000, currency: "EUR", committed: false },
    ]);
  });

  test("sums up by currency", () => {
    const entries = [
      ...[requested("TX01"), approved("TX01", 1000), committed("TX01", 1000)],
      ...[requested("TX02"), approved("TX02", 500), reversed("TX02", 500)],
      ...[requested("TX03", 700, "USD"), approved("TX03", 700, "USD"), committed("TX03", 700, "USD")],
    ];
    expect(ledgerTotals(entries)).toEqual([
      {
        currency: "EUR",
        approved: { count: 2, amountMinor: 1500 },
        committed: { count: 1, amountMinor: 1000 },
        reversed: { count: 1, amountMinor: 500 },
        live: { count: 1, amountMinor: 1000 },
      },
      {
        currency: "USD",
        approved: { count: 1, amountMinor: 700 },
        committed: { count: 1, amountMinor: 700 },
        reversed: { count: 0, amountMinor: 0 },
        live: { count: 1, amountMinor: 700 },
      },
    ]);
  });

  test.each([
    ["a commit of nothing", [committed("TX01")]],
    ["a second approval", [requested("TX01"), approved("TX01"), approved("TX01")]],
    ["a commit after the reversal", [requested("TX01"), approved("TX01"), reversed("TX01"), committed("TX01")]],
    ["a second request", [requested("TX01"), requested("TX01")]],
  ])("is told of a ledger that cannot be: %s", (_, entries) => {
    expect(() => liveApprovals(entries)).toThrow("where that cannot be");
  });
});

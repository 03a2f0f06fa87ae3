/** The command, and a real process that is killed: the ledger says what was answered, at whatever point. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Message } from "@tillwire/iso8583";
import { expect, test } from "vitest";
import { auditLedger, readLedger } from "../src/index.ts";
import { version } from "../src/version.ts";
import { temporaryFolder } from "./support/acquirer.ts";
import { createCard, synthetic } from "./support/card.ts";
import { runCommand, startProcess } from "./support/process.ts";
import { createTerminal, gatewayCodec, openLine } from "./support/terminal.ts";

test("it listens, ends with its standard input, and lets its ledger go", async () => {
  await using folder = await temporaryFolder();
  const ledgerFile = join(folder.folder, "ledger");
  await using running = await startProcess(ledgerFile);
  {
    using line = await openLine(running.port);
    expect((await line.ask(createTerminal().network("001")))?.fields[39]).toBe("00");
  }
  expect(await running.release()).toBe(0);
  await expect(readFile(`${ledgerFile}.lock`)).rejects.toMatchObject({ code: "ENOENT" });
});

test("it says what is wrong with a command line or a settings file", async () => {
  await using folder = await temporaryFolder();
  const settings = join(folder.folder, "settings.json");
  await writeFile(settings, '{ "lateMs": "soon" }');
  const cases = [
    [["--help"], 0, /--until-stdin-ends/],
    [["--version"], 0, new RegExp(version)],
    [["--port", "many"], 1, /--port is a number/],
    [["--ports", "1"], 1, /--ports/],
    [["--settings", join(folder.folder, "none.json")], 1, /cannot be read/],
    [["--settings", settings, "--ledger", join(folder.folder, "ledger")], 1, /lateMs/],
  ] as const;
  const check = async ([flags, code, text]: (typeof cases)[number]) => {
    const ended = await runCommand(...flags);
    expect(ended.code).toBe(code);
    expect(ended.out + ended.errors).toMatch(text);
  };
  await Promise.all(cases.map(check));
}, 60_000);

/** Answers that are read before the process is killed; those behind them may be on their way. */
const killedAfter = [0, 1, 2, 5, 8];

test.each(killedAfter)(
  "killed after %i answers: what was answered holds, and repeats are answered the same",
  async (answers) => {
    await using folder = await temporaryFolder();
    const ledgerFile = join(folder.folder, "ledger");
    const [card, terminal] = [createCard(synthetic), createTerminal()];
    const sales = [500, 700, 900, 1_100].map((amountMinor) => terminal.chip(card, { amountMinor, pin: "1234" }));
    const messages = sales.flatMap((sale, index) => (index % 2 === 0 ? [sale, terminal.reversal(sale)] : [sale, sale]));

    const answered: (readonly [sent: Message, answer: Message])[] = [];
    {
      await using running = await startProcess(ledgerFile);
      using line = await openLine(running.port);
      for (const message of messages) line.send(message);
      for (const message of messages.slice(0, answers)) {
        const bytes = await line.next();
        if (bytes) answered.push([message, gatewayCodec.decode(bytes)]);
      }
      await running.kill();
    }
    expect(answered).toHaveLength(answers);

    const audit = auditLedger(await readLedger(ledgerFile));
    const stateOf = ({ fields }: Message) => audit.authorizations.find(({ stan }) => stan === fields[11]);
    for (const [sent, answer] of answered) {
      expect(answer.fields[39]).toBe("00");
      if (sent.mti === "0200") expect(stateOf(sent)).toMatchObject({ authorizationCode: answer.fields[38] });
      else
        expect(
          audit.authorizations.find(({ retrievalReference }) => retrievalReference === sent.fields[37])?.state,
        ).toBe("reversed");
    }

    await using again = await startProcess(ledgerFile);
    using line = await openLine(again.port);
    const live = new Set<unknown>();
    for (const sale of sales) {
      const before = answered.find(([sent]) => sent === sale)?.[1];
      const answer = await line.ask({ ...sale, mti: "0201" });
      if (answer?.fields[39] === "94") expect(stateOf(sale)?.state).toBe("reversed");
      else {
        live.add(sale.fields[11]);
        if (before) expect(answer).toEqual(before);
      }
    }
    const after = auditLedger(await readLedger(ledgerFile)).authorizations;
    expect(after).toHaveLength(sales.length);
    for (const { stan, state } of after) expect(state).toBe(live.has(stan) ? "live" : "reversed");
  },
);

test("a full disk: no answer says what is not in the ledger, and nothing is decided any more", async () => {
  await using folder = await temporaryFolder();
  const ledgerFile = join(folder.folder, "ledger");
  const [card, terminal] = [createCard(synthetic), createTerminal()];
  const answered: unknown[] = [];
  {
    await using running = await startProcess(ledgerFile, 2);
    for (;;) {
      using line = await openLine(running.port);
      const answer = await line.ask(terminal.chip(card, { amountMinor: 500 }));
      if (!answer) break;
      answered.push(answer.fields[11]);
    }
    for (const message of [terminal.chip(card, { amountMinor: 500 }), terminal.network("301")]) {
      using line = await openLine(running.port);
      expect(await line.ask(message)).toBeUndefined();
    }
  }
  expect(answered.length).toBeGreaterThan(0);
  await using again = await startProcess(ledgerFile);
  expect(auditLedger(await readLedger(ledgerFile)).authorizations.map(({ stan }) => stan)).toEqual(answered);
  using line = await openLine(again.port);
  expect((await line.ask(terminal.chip(card, { amountMinor: 500 })))?.fields[39]).toBe("00");
});

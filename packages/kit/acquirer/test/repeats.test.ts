/** Repeats and reversals in any order: never two live approvals of one request, never restored twice. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDialect } from "@tillwire/iso8583";
import { p2peDialect } from "@tillwire/gateway-iso8583";
import { auditLedger, readLedger } from "../src/index.ts";
import { start } from "./support/acquirer.ts";
import { createCard, synthetic, visa18 } from "./support/card.ts";
import { createTerminal, openLine } from "./support/terminal.ts";

test("a repeat gets the same answer, byte by byte, on another line too", async () => {
  await using running = await start();
  const sale = createTerminal().chip(createCard(visa18), { amountMinor: 500, pin: "1234" });
  const repeat = { ...sale, mti: "0201" };
  const codec = compileDialect(p2peDialect);
  const first = await running.line.ask(sale);
  using other = await openLine(running.acquirer.port);
  for (const message of [sale, repeat]) {
    const again = await other.ask(message);
    expect(again && codec.encode(again)).toEqual(first && codec.encode(first));
  }
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 500 });
});

test("a declined request repeated is declined again, with the same words, and a wrong PIN counts once", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const refused = terminal.chip(card, { amountMinor: 1_012 });
  const wrong = terminal.chip(card, { amountMinor: 500, pin: "0000" });
  for (const message of [refused, wrong]) {
    const first = await running.line.ask(message);
    for (let count = 0; count < 4; count += 1) expect(await running.line.ask(message)).toEqual(first);
  }
  const right = terminal.chip(card, { amountMinor: 500, pin: "1234" });
  expect((await running.line.ask(right))?.fields[39]).toBe("00");
});

test("other content under the same references is refused, and changes nothing", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const sale = terminal.chip(card, { amountMinor: 500 });
  await running.line.ask(sale);
  const { 7: time = "", 11: stan = "", 37: reference = "" } = sale.fields;
  const other = terminal.chip(card, { amountMinor: 600, changes: { 7: time, 11: stan, 37: reference } });
  expect((await running.line.ask(other))?.fields[39]).toBe("94");
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 500 });
});

test("a reversal of what never came: 25, for good, and the original is refused when it comes, after a restart too", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const sale = terminal.chip(card, { amountMinor: 500 });
  expect((await running.line.ask(terminal.reversal(sale)))?.fields[39]).toBe("25");
  expect((await running.line.ask(terminal.reversal(sale, "0401")))?.fields[39]).toBe("25");
  expect((await running.line.ask(sale))?.fields[39]).toBe("94");
  const entries = await readLedger(running.ledgerFile);
  expect(entries).toHaveLength(1);
  expect(auditLedger(entries)).toMatchObject({ authorizations: [], barred: [expect.stringContaining("TERM0001")] });
});

test("a reversal that names another type, amount or currency undoes nothing", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const sale = terminal.chip(card, { amountMinor: 500 });
  await running.line.ask(sale);
  const wrong = [
    [terminal.reversal(sale, "0400", { 4: "000000000501" }), "64"],
    [terminal.reversal(sale, "0400", { 49: "840" }), "64"],
    [terminal.reversal({ ...sale, mti: "0100" }), "30"],
  ] as const;
  for (const [message, code] of wrong) expect((await running.line.ask(message))?.fields[39]).toBe(code);
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 500 });
});

const step = fc.record({
  /** Which of three sales. */
  sale: fc.nat(2),
  what: fc.constantFrom("request", "repeat", "reverse", "reverse again"),
  line: fc.nat(1),
});

test("any order of requests, repeats and reversals, on two lines at once", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await using running = await start();
      using second = await openLine(running.acquirer.port);
      const lines = [running.line, second];
      const [card, terminal] = [createCard(synthetic), createTerminal()];
      const sales = [500, 700, 1_012].map((amountMinor) => terminal.chip(card, { amountMinor }));
      const messages = steps.flatMap(({ sale: index, what, line }) => {
        const sale = sales[index];
        if (!sale) return [];
        const reversal = () => terminal.reversal(sale, what === "reverse" ? "0400" : "0401");
        const repeat = what === "repeat" ? { ...sale, mti: "0201" } : sale;
        return [
          { index, line: lines[line] ?? running.line, message: what.startsWith("reverse") ? reversal() : repeat },
        ];
      });
      for (const { line, message } of messages) line.send(message);
      for (const { line } of messages) expect(await line.next()).toBeDefined();

      const { authorizations, barred, liveMinor } = running.acquirer.audit();
      expect(authorizations.length).toBeLessThanOrEqual(3);
      const reversedSales = new Set(
        messages.filter(({ message }) => message.mti.startsWith("04")).map(({ index }) => index),
      );
      for (const { stan, state } of authorizations) {
        const index = sales.findIndex(({ fields }) => fields[11] === stan);
        expect(state).toBe(index === 2 ? "declined" : reversedSales.has(index) ? "reversed" : "live");
      }
      const live = authorizations
        .filter(({ state }) => state === "live")
        .reduce((sum, one) => sum + one.authorizedMinor, 0);
      expect(liveMinor["EUR"] ?? 0).toBe(live);
      for (const key of barred) expect(authorizations.some(({ stan }) => key.includes(` ${stan} `))).toBe(false);
    }),
    { numRuns: 30 },
  );
});

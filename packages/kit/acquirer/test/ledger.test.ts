/** The ledger's file: what a crash may do to it, and what is refused. */
import { appendFile, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readLedger, startAcquirer } from "../src/index.ts";
import { start, temporaryFolder } from "./support/acquirer.ts";
import { createCard, synthetic, visa18 } from "./support/card.ts";
import { createTerminal, openLine } from "./support/terminal.ts";

/** A ledger of two sales, one of them reversed. */
async function written() {
  const { folder, [Symbol.asyncDispose]: dispose } = await temporaryFolder();
  const ledgerFile = join(folder, "ledger");
  await using running = await start({ ledgerFile });
  const [card, terminal] = [createCard(synthetic), createTerminal()];
  const sales = [500, 700].map((amountMinor) => terminal.chip(card, { amountMinor, pin: "1234" }));
  for (const sale of sales) await running.line.ask(sale);
  const [first] = sales;
  if (first) await running.line.ask(terminal.reversal(first));
  return { ledgerFile, sales, terminal, audit: running.acquirer.audit(), [Symbol.asyncDispose]: dispose };
}

test("a torn tail is cut off, and the host goes on where it was", async () => {
  await using file = await written();
  const { size } = await stat(file.ledgerFile);
  await appendFile(file.ledgerFile, (await readFile(file.ledgerFile)).subarray(0, 40));
  await using again = await start({ ledgerFile: file.ledgerFile });
  expect(again.acquirer.audit()).toEqual(file.audit);
  expect((await stat(file.ledgerFile)).size).toBe(size);
  const [, second] = file.sales;
  if (second) expect((await again.line.ask(second))?.fields[38]).toBe("000002");
});

test("after a restart used counters, wrong PINs, what is taken and what was barred are as before", async () => {
  await using files = await temporaryFolder();
  const ledgerFile = join(files.folder, "ledger");
  const settings = { accounts: [{ id: "anna", pan: visa18.pan, issuer: "visa", pin: "1234", balanceMinor: 1_000 }] };
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const emv = card.generate({ amountMinor: 500 });
  const never = terminal.chip(card, { amountMinor: 300 });
  {
    await using running = await start({ ledgerFile, settings });
    await running.line.ask(terminal.chip(card, { amountMinor: 500 }, emv));
    for (const pin of ["9999", "0000"]) await running.line.ask(terminal.chip(card, { amountMinor: 100, pin }));
    await running.line.ask(terminal.reversal(never));
  }
  await using running = await start({ ledgerFile, settings });
  const codes = [];
  for (const message of [
    terminal.chip(card, { amountMinor: 500 }, emv),
    terminal.chip(card, { amountMinor: 501 }),
    never,
    terminal.chip(card, { amountMinor: 100, pin: "4321" }),
    terminal.chip(card, { amountMinor: 100, pin: "1234" }),
  ]) {
    codes.push((await running.line.ask(message))?.fields[39]);
  }
  expect(codes).toEqual(["88", "51", "94", "75", "75"]);
});

test("cut anywhere in its last entry, all entries before it are there", async () => {
  await using file = await written();
  const whole = await readFile(file.ledgerFile);
  const lastLine = whole.lastIndexOf("\n", whole.length - 2) + 1;
  for (let length = lastLine; length < whole.length; length += 1) {
    await writeFile(file.ledgerFile, whole.subarray(0, length));
    expect(await readLedger(file.ledgerFile)).toHaveLength(2);
  }
});

describe("refused with STORAGE_UNUSABLE", () => {
  test("any changed byte but the last, which tears the tail", async () => {
    await using file = await written();
    const whole = await readFile(file.ledgerFile);
    for (let place = 0; place < whole.length - 1; place += 7) {
      const changed = Uint8Array.from(whole, (byte, index) => (index === place ? byte ^ 0x01 : byte));
      await writeFile(file.ledgerFile, changed);
      await expect(readLedger(file.ledgerFile)).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
    }
  });

  test("an entry twice, a reversal of nothing, a folder that is not there", async () => {
    await using file = await written();
    const [first = "", second = "", third = ""] = (await readFile(file.ledgerFile, "utf8")).split("\n");
    for (const lines of [[first, second, third, third], [first, first], [third]]) {
      await writeFile(file.ledgerFile, `${lines.join("\n")}\n`);
      await expect(startAcquirer({ ledgerFile: file.ledgerFile })).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
    }
    const ledgerFile = join(file.ledgerFile, "nowhere", "ledger");
    await expect(startAcquirer({ ledgerFile })).rejects.toMatchObject({ code: "STORAGE_UNUSABLE" });
  });
});

test("one host a ledger; a taken port is said, and lets the ledger go", async () => {
  await using running = await start();
  const { ledgerFile } = running;
  await expect(startAcquirer({ ledgerFile })).rejects.toMatchObject({ code: "OWNED_ELSEWHERE" });
  const other = { ledgerFile: `${ledgerFile}.other` };
  await expect(startAcquirer({ ...other, port: running.acquirer.port })).rejects.toMatchObject({ code: "PORT_TAKEN" });
  await using free = await startAcquirer(other);
  using line = await openLine(free.port);
  expect((await line.ask(createTerminal().network("001")))?.fields[39]).toBe("00");
});

test("no card number, track or PIN is in the file", async () => {
  await using file = await written();
  const text = await readFile(file.ledgerFile, "utf8");
  expect(text).toContain('"account":"synthetic"');
  expect(text).not.toContain("1234560012345608");
  expect(text).not.toMatch(/"(pan|track|expiry)"/);
  await truncate(file.ledgerFile);
  expect(await readLedger(file.ledgerFile)).toEqual([]);
});

/** Every amount that makes trouble: what is answered, and what the ledger says all the same. */
import { readFile } from "node:fs/promises";
import { decodeTlv, findTag } from "@tillwire/emv";
import { expect, test } from "vitest";
import { behaviors } from "../src/index.ts";
import { start } from "./support/acquirer.ts";
import { createCard, synthetic, visa18 } from "./support/card.ts";
import { createTerminal, gatewayCodec } from "./support/terminal.ts";

test("the table of the README is the table of the code, and no digits are the virtual terminal's", async () => {
  const rows = behaviors.map(({ digits, name, meaning }) => `| ${digits} | \`${name}\` | ${meaning} |`);
  expect(await readFile(new URL("../README.md", import.meta.url), "utf8")).toContain(rows.join("\n"));
  const other = await readFile(new URL("../../../devices/virtual/README.md", import.meta.url), "utf8");
  for (const { digits } of behaviors) expect(other).not.toContain(`\n| ${digits} | `);
  expect(new Set(behaviors.map(({ digits }) => digits)).size).toBe(behaviors.length);
});

const declines = behaviors.flatMap(({ digits, behavior }) =>
  behavior.kind === "decline" ? [[Number(digits), behavior.responseCode] as const] : [],
);

test.each(declines)("amount 10.%i is answered with code %s, and nothing is live", async (digits, code) => {
  await using running = await start();
  const answer = await running.line.ask(createTerminal().chip(createCard(visa18), { amountMinor: 1_000 + digits }));
  expect(answer?.fields[39]).toBe(code);
  expect(running.acquirer.audit()).toMatchObject({ liveMinor: {}, authorizations: [{ state: "declined" }] });
});

test("insert card: a tap is declined, the same amount inserted is approved", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(synthetic), createTerminal()];
  const tap = await running.line.ask(terminal.chip(card, { amountMinor: 1_021, entry: "071" }));
  const insert = await running.line.ask(terminal.chip(card, { amountMinor: 1_021 }));
  expect([tap?.fields[39], insert?.fields[39]]).toEqual(["65", "00"]);
});

test("wrong PIN: the right one is wrong the first time", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(synthetic), createTerminal()];
  const codes = [];
  for (const pin of ["1234", "1234", undefined]) {
    const sale = { amountMinor: 1_022, ...(pin !== undefined && { pin }) };
    codes.push((await running.line.ask(terminal.chip(card, sale)))?.fields[39]);
  }
  expect(codes).toEqual(["55", "00", "00"]);
});

test("approve half: rounded up, where a part is taken", async () => {
  await using running = await start();
  const [card, terminal] = [createCard(synthetic), createTerminal()];
  const part = await running.line.ask(terminal.chip(card, { amountMinor: 1_124, partialApproval: true }));
  expect(part?.fields).toMatchObject({ 4: "000000000562", 39: "10" });
  expect((await running.line.ask(terminal.chip(card, { amountMinor: 1_124 })))?.fields[39]).toBe("51");
});

test.each([
  [1_031, "wrong"],
  [1_032, "none"],
] as const)("amount %i: approved, response cryptogram %s", async (amountMinor, which) => {
  await using running = await start();
  const card = createCard(visa18);
  const emv = card.generate({ amountMinor });
  const answer = await running.line.ask(createTerminal().chip(card, { amountMinor }, emv));
  expect(answer?.fields[39]).toBe("00");
  const data = findTag(decodeTlv(answer?.fields[55] as Uint8Array), "91")?.value;
  expect(data === undefined).toBe(which === "none");
  if (data) expect(card.accepts(emv, data)).toBe(false);
});

test.each([
  [1_051, "silent", 1_051],
  [1_057, "lost", undefined],
] as const)(
  "amount %i is not answered, the line goes on, and a reversal undoes it: %s",
  async (amountMinor, _, live) => {
    await using running = await start();
    const [card, terminal] = [createCard(visa18), createTerminal()];
    const sale = terminal.chip(card, { amountMinor });
    running.line.send(sale);
    expect((await running.line.ask(terminal.network("301")))?.mti).toBe("0810");
    expect(running.acquirer.audit().liveMinor["EUR"]).toBe(live);
    expect((await running.line.ask(terminal.reversal(sale)))?.fields[39]).toBe(live === undefined ? "25" : "00");
    expect(running.acquirer.audit().liveMinor).toEqual({});
  },
);

test("late: what comes meanwhile is answered first", async () => {
  await using running = await start({ settings: { lateMs: 20 } });
  const [card, terminal] = [createCard(visa18), createTerminal()];
  const sale = terminal.chip(card, { amountMinor: 1_052 });
  running.line.send(sale);
  expect((await running.line.ask(terminal.network("301")))?.mti).toBe("0810");
  const late = await running.line.next();
  expect(late && gatewayCodec.decode(late).fields[11]).toBe(sale.fields[11]);
});

test("twice: the same answer, booked once", async () => {
  await using running = await start();
  const sale = createTerminal().chip(createCard(visa18), { amountMinor: 1_053 });
  running.line.send(sale);
  expect(await running.line.next()).toEqual(await running.line.next());
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 1_053 });
});

test("garbage: a frame that is no message", async () => {
  await using running = await start();
  running.line.send(createTerminal().chip(createCard(visa18), { amountMinor: 1_054 }));
  const frame = await running.line.next();
  expect(() => gatewayCodec.decode(frame ?? new Uint8Array(0))).toThrow();
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: 1_054 });
});

test.each([
  [1_055, { 11: "000002", 4: "000000001055" }],
  [1_056, { 11: "000001", 4: "000000001156" }],
])("amount %i: booked as asked, answered with something else", async (amountMinor, fields) => {
  await using running = await start();
  const answer = await running.line.ask(createTerminal().chip(createCard(visa18), { amountMinor }));
  expect(answer?.fields).toMatchObject({ 39: "00", ...fields });
  expect(running.acquirer.audit().liveMinor).toEqual({ EUR: amountMinor });
});

test.each([
  [1_081, {}],
  [1_082, { EUR: 1_082 }],
])("amount %i: the line is closed without an answer", async (amountMinor, live) => {
  await using running = await start();
  expect(await running.line.ask(createTerminal().chip(createCard(visa18), { amountMinor }))).toBeUndefined();
  expect(running.acquirer.audit().liveMinor).toEqual(live);
});

test("trouble is for requests that are right: a wrong cryptogram is declined whatever the amount", async () => {
  await using running = await start();
  const card = createCard(visa18);
  const emv = { ...card.generate({ amountMinor: 1_081 }), "9F37": "00000000" };
  expect((await running.line.ask(createTerminal().chip(card, { amountMinor: 1_081 }, emv)))?.fields[39]).toBe("88");
});

/** Any bytes on a socket: the line ends or goes on, the host goes on, and the ledger says what was answered. */
import { connect } from "node:net";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { start } from "./support/acquirer.ts";
import { createCard, synthetic, visa18 } from "./support/card.ts";
import { createTerminal, framed, gatewayCodec, openLine } from "./support/terminal.ts";

let running: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  running = await start();
});
afterAll(() => running[Symbol.asyncDispose]());

async function isAlive(): Promise<boolean> {
  using line = await openLine(running.acquirer.port);
  const answer = await line.ask(createTerminal("ALIVE001").network("301"));
  return answer?.fields[39] === "00";
}

/** Sends bytes in pieces, ends, and waits until the host has closed the line. */
async function pour(pieces: readonly Uint8Array[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: running.acquirer.port }, () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.resume();
  });
}

test("any bytes, in any pieces", async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 5 });
  await fc.assert(fc.asyncProperty(pieces, pour), { numRuns: 150 });
  expect(await isAlive()).toBe(true);
  expect(running.acquirer.audit().authorizations).toEqual([]);
});

test("any bytes behind a right length", async () => {
  const frames = fc
    .uint8Array({ minLength: 15, maxLength: 300 })
    .map((bytes) => [Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes)]);
  await fc.assert(fc.asyncProperty(frames, pour), { numRuns: 150 });
  expect(await isAlive()).toBe(true);
});

test("a right message with wrong bytes in it is answered or ends the line; what was approved is in the ledger", async () => {
  const terminal = createTerminal("FUZZ0001");
  const card = createCard(synthetic);
  const wrong = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 });
  const approved = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(wrong, fc.boolean(), async (places, reverses) => {
      const sale = terminal.chip(card, { amountMinor: 500, pin: "1234" });
      const bytes = framed(reverses ? terminal.reversal(sale) : sale);
      // Behind the length and the TPDU: a wrong length is the test before this one.
      for (const [place, bits] of places) {
        const at = 7 + (place % (bytes.length - 7));
        bytes[at] = (bytes[at] ?? 0) ^ bits;
      }
      using line = await openLine(running.acquirer.port);
      line.socket.write(bytes);
      const answer = await line.next();
      if (!answer) return;
      const { mti, fields } = gatewayCodec.decode(answer);
      if (fields[38] !== undefined && mti.startsWith("02")) approved.add(fields[38]);
    }),
    { numRuns: 200 },
  );
  const codes = running.acquirer.audit().authorizations.flatMap(({ authorizationCode = [] }) => authorizationCode);
  expect(new Set(codes)).toEqual(approved);
  expect(await isAlive()).toBe(true);
});

test("a message in single bytes, and many in one piece", async () => {
  using line = await openLine(running.acquirer.port);
  const terminal = createTerminal("SLOW0001");
  const card = createCard(visa18, 500);
  for (const byte of framed(terminal.chip(card, { amountMinor: 500 }))) line.socket.write(Uint8Array.of(byte));
  expect(gatewayCodec.decode((await line.next()) ?? new Uint8Array(0)).fields[39]).toBe("00");
  const many = Array.from({ length: 20 }, () => framed(terminal.network("301")));
  line.socket.write(Buffer.concat(many));
  for (const _ of many) expect(await line.next()).toBeDefined();
});

test.each([
  ["an answer", { mti: "0210" }],
  ["a message of 1993", { mti: "1200" }],
  ["a message without a trace number", { without: 11 }],
  ["a message without a terminal", { without: 41 }],
])(
  "%s ends the line, with a line in the log, and only that line",
  async (_, { mti, without }: { mti?: string; without?: number }) => {
    using line = await openLine(running.acquirer.port);
    const sale = createTerminal("NOONE001").chip(createCard(visa18), { amountMinor: 500 });
    const fields = Object.fromEntries(Object.entries(sale.fields).filter(([number]) => Number(number) !== without));
    expect(await line.ask({ ...sale, mti: mti ?? sale.mti, fields })).toBeUndefined();
    expect(running.log.at(-1)).toContain("line closed");
    expect((await running.line.ask(createTerminal().network("301")))?.fields[39]).toBe("00");
  },
);

test.each([
  ["a type that it does not take", "0220", {}, "12"],
  ["a function that it does not have", "0800", { 70: "161" }, "12"],
  ["an amount that is no number of minor units", "0200", { 4: "000000000000" }, "30"],
  ["an unknown entry mode", "0200", { 22: "101" }, "30"],
  ["an unknown currency", "0200", { 49: "000" }, "30"],
  ["a field 62 that is no TLV", "0200", { 62: Uint8Array.of(1, 2, 3) }, "30"],
])("%s is answered with a code", async (_, mti, changes, code) => {
  const terminal = createTerminal("CODES001");
  const message =
    mti === "0800" ? terminal.network("161") : terminal.chip(createCard(visa18), { amountMinor: 500, changes });
  expect((await running.line.ask({ ...message, mti }))?.fields[39]).toBe(code);
});

test("more lines than there may be are closed at once; when one ends there is room again", async () => {
  const lines = await Promise.all(Array.from({ length: 63 }, () => openLine(running.acquirer.port)));
  const [first] = lines;
  expect((await first?.ask(createTerminal("FULL0001").network("301")))?.fields[39]).toBe("00");
  {
    using tooMany = await openLine(running.acquirer.port);
    expect(await tooMany.next()).toBeUndefined();
  }
  for (const line of lines) line[Symbol.dispose]();
  await expect.poll(isAlive).toBe(true);
});

test("the log shows no card number, track or PIN", () => {
  expect(running.log.length).toBeGreaterThan(100);
  expect(running.log.join("\n")).not.toMatch(/1234560012345608|4761739001010010|\d{13,}/);
});

/**
 * Reader, bridge and acquirer in processes of their own: the amount says what the shopper, the card and the host do. What
 * the POS was told and what the acquirer's ledger holds agree each time.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { auditLedger, readLedger } from "@tillwire/acquirer";
import { createClient, memoryStorage } from "@tillwire/client";
import type { Client } from "@tillwire/client";
import { sandboxParameters } from "@tillwire/device-virtual/virtual";
import gateway from "@tillwire/gateway-iso8583";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { freePort, start } from "./processes.ts";
import type { RunningProcess } from "./processes.ts";
import { until } from "./shop.ts";

const acquirer = join(dirname(fileURLToPath(import.meta.resolve("@tillwire/acquirer"))), "cli.js");
const folder = mkdtempSync(join(tmpdir(), "tillwire-reader-"));
const processes: RunningProcess[] = [];
let client: Client;

beforeAll(async () => {
  const [bridgePort, readerPort, acquirerPort] = [await freePort(), await freePort(), await freePort()];
  const run = async (args: readonly string[], program?: string): Promise<void> => {
    const running = start(args, folder, program);
    processes.push(running);
    await running.line((line) => (JSON.stringify(line).includes("listening") ? true : undefined));
  };
  writeFileSync(join(folder, "emv.json"), JSON.stringify(sandboxParameters));
  const names = { terminalId: "TERM0001", merchantId: "MERCHANT1", merchantCategoryCode: "5812" };
  const lane = {
    reader: { use: "@tillwire/device-virtual/reader", settings: { port: readerPort } },
    gateway: {
      use: fileURLToPath(import.meta.resolve("@tillwire/gateway-iso8583")),
      settings: { host: "127.0.0.1", port: acquirerPort, answerTimeoutMs: 1_500, ...names },
    },
    emvParameters: "emv.json",
  };
  const listen = { port: bridgePort };
  const configuration = { mode: "demo", dataFolder: "data", listen, lanes: { "till-1": lane } };
  writeFileSync(join(folder, "tillwire.yaml"), stringify(configuration));
  await run(["--port", String(acquirerPort), "--ledger", "acquirer.ledger", "--machine"], acquirer);
  await run(["reader", "virtual", "--port", String(readerPort), "--state", "reader.json", "--machine"]);
  await run(["start", "--config", "tillwire.yaml"]);
  client = createClient({
    url: `ws://127.0.0.1:${bridgePort}/`,
    storage: memoryStorage(),
    pos: { name: "till" },
    onOutcome: () => undefined,
    onEvent: () => undefined,
  });
  await ready();
}, 120_000);

afterAll(async () => {
  await client.close();
  for (const running of processes.toReversed()) await running.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function ready(): Promise<void> {
  await until(async () => {
    const lanes = await client.lanes().catch(() => []);
    return lanes[0]?.state === "ready";
  });
}

/** Authorizations of one amount, as the acquirer's ledger has them. */
async function booked(amountMinor: number): Promise<readonly string[]> {
  const { authorizations } = auditLedger(await readLedger(join(folder, "acquirer.ledger")));
  return authorizations.filter(({ requestedMinor }) => requestedMinor === amountMinor).map(({ state }) => state);
}

test("the lane names its reader and its payment host", async () => {
  const [lane] = await client.lanes();
  expect(lane).toMatchObject({ lane: "till-1", device: "Virtual reader", gateway: gateway.displayName });
});

test.each([
  ["contact, PIN checked by the issuer", 1_000, { kind: "approved", card: { verification: "pin-online" } }, ["live"]],
  ["a tap", 1_083, { kind: "approved", card: { entry: "contactless" } }, ["live"]],
  ["a chip that cannot be read, swiped", 1_086, { kind: "approved", card: { entry: "fallback-swipe" } }, ["live"]],
  ["declined by the issuer", 1_011, { kind: "declined", reason: "insufficient-funds" }, ["declined"]],
  ["a wrong PIN, then the right one", 1_022, { kind: "approved" }, ["declined", "live"]],
  ["declined by the card", 1_092, { kind: "declined", reason: "offline-declined" }, []],
  ["the card refuses the approval", 1_091, { kind: "declined", reason: "offline-declined" }, ["reversed"]],
  ["the card is pulled after the approval", 1_090, { kind: "declined" }, ["reversed"]],
  ["the issuer's answer is not the issuer's", 1_031, { kind: "declined" }, ["reversed"]],
  ["the host approves and says nothing", 1_051, { kind: "failed", code: "REVERSED" }, ["reversed"]],
  ["the host approves and closes the line", 1_082, { kind: "failed", code: "REVERSED" }, ["reversed"]],
] as const)("%s", { timeout: 60_000 }, async (_, amountMinor, outcome, ledger) => {
  await ready();
  const result = await client.sale({ lane: "till-1", amount: { amountMinor, currency: "EUR" } });
  expect(result).toMatchObject({ outcome });
  await ready();
  expect(await booked(amountMinor)).toEqual(ledger);
});

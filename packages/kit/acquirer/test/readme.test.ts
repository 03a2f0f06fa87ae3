import { join } from "node:path";
import { readFile } from "node:fs/promises";
import { expect, test, vi } from "vitest";
import { version } from "../src/version.ts";
import { auditFile, startAndAudit } from "./example.ts";
import { start, temporaryFolder } from "./support/acquirer.ts";
import { createCard, visa18 } from "./support/card.ts";
import { createTerminal } from "./support/terminal.ts";

test("the README's examples run", async () => {
  await using folder = await temporaryFolder();
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.stubEnv("PORT", "0");
  await startAndAudit(join(folder.folder, "ledger"));
  expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/^listens on 127\.0\.0\.1:\d+$/), {}]);
  log.mockClear();
  await using running = await start();
  await running.line.ask(createTerminal().chip(createCard(visa18), { amountMinor: 1_250 }));
  await auditFile(running.ledgerFile);
  expect(log.mock.calls).toEqual([["R00000100000", "live", 1_250, "EUR"]]);
  log.mockRestore();
  vi.unstubAllEnvs();
});

test("the version is the manifest's", async () => {
  const manifest: unknown = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ version });
});

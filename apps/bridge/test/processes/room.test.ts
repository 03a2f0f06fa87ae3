/** A bridge whose disk another program fills up: nothing new is taken, what is open ends, and then it goes on (P7). */
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TestContext } from "vitest";
import { openShop, ready, until } from "./shop.ts";
import type { Till } from "./shop.ts";

const mebibyte = 1024 * 1024;
const journal = { use: "@tillwire/journal-sqlite", settings: { reserveBytes: 4 * mebibyte } };
const sale = { lane: "till-1", amount: { amountMinor: 1_000, currency: "EUR" } };
/** Time enough to fill the disk while the shopper looks for the card. */
const pacing = { presentMs: 3_000, pinMs: 0, processMs: 0, removeMs: 0 };

/** A disk of 24 MiB, gone at the end. Only root may mount one, and only on Linux. */
function mountSmallDisk({ skip }: TestContext) {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    skip("not run: only root on Linux can mount a small disk");
  const folder = mkdtempSync(join(tmpdir(), "tillwire-disk-"));
  const mounted = spawnSync("/bin/mount", ["-t", "tmpfs", "-o", "size=24m", "tillwire-test", folder]);
  if (mounted.status !== 0) {
    rmdirSync(folder);
    skip(`not run: no small disk can be mounted here: ${String(mounted.stderr)}`);
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => fill(filler),
    clear: () => rmSync(filler),
    [Symbol.dispose]() {
      spawnSync("/bin/umount", ["--lazy", folder]);
      rmdirSync(folder);
    },
  };
}

/** Writes until nothing is left. */
function fill(path: string): void {
  const descriptor = openSync(path, "w");
  for (let block = Buffer.alloc(mebibyte); block.length > 0;) {
    try {
      writeSync(descriptor, block);
    } catch {
      block = block.subarray(0, Math.floor(block.length / 2));
    }
  }
  closeSync(descriptor);
}

const stateOf = async ({ client }: Till) => (await client.laneStatus("till-1")).state;

test(
  "a full disk: the open payment ends, new ones wait for room, also after a restart",
  { timeout: 120_000 },
  async (context) => {
    using disk = mountSmallDisk(context);
    await using shop = await openShop({
      terminal: { pacing },
      bridge: { dataFolder: join(disk.folder, "data"), journal },
    });
    await using till = shop.openTill();
    await ready(till);

    const open = till.client.sale(sale);
    for await (const { type } of open.events) if (type === "prompt") break;
    disk.fill();
    expect(await open).toMatchObject({ state: "final", outcome: { kind: "approved" } });
    await until(async () => (await till.client.get(open.key)).acknowledged);
    await until(async () => (await stateOf(till)) === "paused");
    expect(existsSync(join(disk.folder, "data", "journal.sqlite.reserve"))).toBe(false); // it is what the end was written into
    const refused = { code: "STORAGE_LOW", effect: "none", retry: true };
    await expect(till.client.sale(sale)).rejects.toMatchObject(refused);

    await shop.bridge().kill("SIGKILL");
    await shop.startBridge();
    await until(async () => (await stateOf(till).catch(() => "lost")) === "paused");
    await expect(till.client.sale(sale)).rejects.toMatchObject(refused);
    expect(await shop.live()).toHaveLength(1);

    disk.clear();
    await ready(till);
    expect(await till.client.sale(sale)).toMatchObject({ outcome: { kind: "approved" } });
    expect(await shop.live()).toHaveLength(2);
  },
);

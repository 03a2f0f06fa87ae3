/** A data folder of a test, and the journal in it, opened as a bridge does. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPluginContext } from "@tillwire/plugin-test";
import type { LogLine } from "@tillwire/plugin-test";
import type { Journal } from "@tillwire/plugin-api";
import plugin from "../../src/index.ts";

export interface TestPlace extends AsyncDisposable {
  readonly folder: string;
  readonly file: string;
  readonly logLines: readonly LogLine[];
  open(): Promise<Journal>;
}

/** An empty folder, removed at the end. No room is reserved unless a test says so. */
export function makePlace(reserveBytes = 0): TestPlace {
  const folder = mkdtempSync(join(tmpdir(), "tillwire-journal-"));
  const place = placeIn(folder, reserveBytes);
  return { ...place, [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true, force: true }) };
}

/** The journal in a folder that somebody else made and removes. */
export function placeIn(folder: string, reserveBytes = 0): Omit<TestPlace, typeof Symbol.asyncDispose> {
  const context = { ...createPluginContext(), dataFolder: folder };
  const open = async (): Promise<Journal> => plugin.open(context, { file: "journal.sqlite", reserveBytes });
  return { folder, file: join(folder, "journal.sqlite"), logLines: context.logLines, open };
}

/**
 * How long an append takes, against what the disk itself takes: one append, then one fdatasync of as many bytes, in turn,
 * so that both meet the same disk. Prints figures; decides nothing. Run it with `pnpm bench`.
 */
import { fdatasyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { batchOf } from "@tillwire/plugin-test/journal";
import { makePlace } from "../support/place.ts";

const turns = 3_000;
const together = 10_000;
const record = { type: "intent", at: 1_764_000_000_000, data: "x".repeat(470) };

await using place = makePlace();
await using journal = await place.open();
const owner = await journal.own("lane-1");
const plain = openSync(join(place.folder, "plain"), "w");
const bytes = Buffer.alloc(512, 1);
const appendMs: number[] = [];
const syncMs: number[] = [];

for (let index = 0; index < turns; index += 1) {
  const start = performance.now();
  await journal.append(batchOf(owner, index, [record]));
  const middle = performance.now();
  writeSync(plain, bytes);
  fdatasyncSync(plain);
  appendMs.push(middle - start);
  syncMs.push(performance.now() - middle);
}

const start = performance.now();
const appends = Array.from({ length: together }, (_unused, index) =>
  journal.append(batchOf(owner, turns + index, [record])),
);
await Promise.all(appends);
const togetherMs = performance.now() - start;

const [append, sync] = [appendMs, syncMs].map((times) => times.toSorted((one, other) => one - other));
const at = (times: readonly number[] | undefined, share: number): number => times?.[Math.floor(turns * share)] ?? 0;
const line = (name: string, times: readonly number[] | undefined): string =>
  `${name}: p50 ${at(times, 0.5).toFixed(3)} ms, p99 ${at(times, 0.99).toFixed(3)} ms`;
console.log(line("append, one at a time", append));
console.log(line("fdatasync, in turn   ", sync));
console.log(`ratio of the p50: ${(at(append, 0.5) / at(sync, 0.5)).toFixed(2)}`);
console.log(`${together} appends at once: ${Math.round((together / togetherMs) * 1_000)} a second`);

/**
 * Opens the journal in a folder and, given the name of a file and streams, appends to them until it is killed. Whatever
 * is acknowledged is added to that file, a line `stream index` each: what was written there stays when this is killed.
 * Before it appends it verifies what is there, against that file. Says what it does on its output.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { once } from "node:events";
import type { Journal } from "@tillwire/plugin-api";
import { batchOf, sampleRecords } from "@tillwire/plugin-test/journal";
import { acknowledgedIn, verify } from "../support/acknowledged.ts";
import { placeIn } from "../support/place.ts";

const [folder = "", acknowledgments = "", ...streams] = process.argv.slice(2);

console.log("ready");
await once(process.stdin, "data"); // so that starting a process takes no time from the test
try {
  const journal = await placeIn(folder).open();
  console.log("opened");
  if (streams.length > 0) await work(journal);
} catch (thrown) {
  console.log(`failed ${(thrown as { code?: string }).code} ${String(thrown)}`);
  process.exit(1);
}

async function work(journal: Journal): Promise<void> {
  const file = openSync(acknowledgments, "a");
  const acknowledge = (line: string): void => void writeSync(file, `${line}\n`);
  try {
    await verify(journal, streams, acknowledgedIn(readFileSync(acknowledgments, "utf8")));
    const appending = streams.map((stream) => appendForever(journal, stream, acknowledge));
    console.log("verified");
    await Promise.all(appending);
  } finally {
    closeSync(file);
  }
}

/** Several batches at a time, of one to three records. */
async function appendForever(journal: Journal, stream: string, acknowledge: (line: string) => void): Promise<never> {
  const owner = await journal.own(stream);
  let index = owner.lastIndex;
  for (;;) {
    let last = Promise.resolve();
    for (let call = 0; call < 5; call += 1) {
      const records = sampleRecords(index, 1 + (index % 3));
      const [before, after] = [index, index + records.length];
      last = journal.append(batchOf(owner, before, records)).then(() => acknowledge(`${stream} ${after}`));
      index = after;
    }
    await last;
  }
}

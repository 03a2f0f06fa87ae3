/**
 * The journal as the bridge sees it. The file is touched only by a thread of its own, so a slow disk never holds the
 * bridge up.
 */
import type { Journal, JournalEntry, JournalRoom, Logger } from "@tillwire/plugin-api";
import { createCommitQueue } from "./commit-queue.ts";
import { checkName, encodeBatch } from "./encoded.ts";
import type { WriterSetup } from "./messages.ts";
import type { Room } from "./room.ts";
import { startWriterThread } from "./writer-thread.ts";
import type { WriterThread } from "./writer-thread.ts";

/**
 * Opens the journal in a file. Rejects with `STORAGE_UNUSABLE`, `OWNED_ELSEWHERE`, `PLUGIN_UNSUPPORTED` or
 * `JOURNAL_CORRUPT`.
 */
export async function openSqliteJournal(setup: WriterSetup, log: Logger): Promise<Journal> {
  const thread = await startWriterThread(setup);
  const queue = createCommitQueue(
    async (operations) => (await thread.ask({ type: "commit", operations }, "committed")).results,
  );
  let closing: Promise<void> | undefined;
  let room: JournalRoom = "enough";
  let tellRoom = (_room: JournalRoom): void => undefined;
  thread.watchRoom((found) => {
    if (closing) return;
    reportRoom(found, log);
    const next = found === "kept" || found === "off" ? "enough" : "short";
    if (next !== room) tellRoom((room = next));
  });
  void thread.failure.then((error) => {
    queue.fail(error);
    if (!closing) log.error("journal-failed", { message: error.message });
  });

  async function close(): Promise<void> {
    await queue.close();
    await thread.close();
  }

  return {
    durability: "power-loss",
    watchRoom(tell) {
      tellRoom = tell;
      tell(room);
    },
    async own(stream) {
      checkName(stream);
      return await queue.own(stream);
    },
    async append(batch) {
      await queue.append(encodeBatch(batch));
    },
    read: (stream, afterIndex) => readAll(thread, stream, afterIndex),
    streams: async () => (await thread.ask({ type: "streams" }, "streams")).streams,
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

async function* readAll(thread: WriterThread, stream: string, afterIndex: number): AsyncIterable<JournalEntry> {
  for (let after = afterIndex, more = true; more;) {
    const page = await thread.ask({ type: "read", stream, afterIndex: after }, "entries");
    yield* page.entries;
    after = page.entries.at(-1)?.index ?? after;
    more = page.more;
  }
}

function reportRoom(room: Room, log: Logger): void {
  switch (room) {
    case "kept":
      log.info("journal-room-kept");
      break;
    case "short":
      log.warn("journal-room-short", { remedy: "The disk is nearly full: make room. No new payments are taken." });
      break;
    case "released":
      log.error("journal-room-released", { remedy: "The disk is full: make room now. No new payments are taken." });
      break;
    case "missing":
      log.warn("journal-room-missing", { remedy: "The disk is nearly full: make room. No new payments are taken." });
      break;
    case "off":
      break;
  }
}

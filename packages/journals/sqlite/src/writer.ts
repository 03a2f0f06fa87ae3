/** The thread that writes. It does one request after another; after the first failed write it does nothing any more. */
import { parentPort, workerData } from "node:worker_threads";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import { takeLock } from "./lock.ts";
import type { WriterAnswer, WriterRequest } from "./messages.ts";
import { openStore } from "./store.ts";
import type { Store } from "./store.ts";

/** A checkpoint once nothing was written for so long: it costs milliseconds that no payment should wait for. */
const checkpointAfterIdleMs = 200;

const port = parentPort;
if (port) run(port, String(workerData));

function run(channel: NonNullable<typeof parentPort>, file: string): void {
  const answer = (message: WriterAnswer): void => channel.postMessage(message);
  try {
    const lock = takeLock(file);
    const store = openStore(file);
    const serve = serving(store, lock);
    channel.on("message", (request: WriterRequest) => answer(serve(request)));
    answer({ type: "opened" });
  } catch (thrown) {
    answer({ type: "error", error: errorData(thrown) });
  }
}

function serving(store: Store, lock: Disposable): (request: WriterRequest) => WriterAnswer {
  let failed = false;
  let idle: NodeJS.Timeout | undefined;

  function perform(request: WriterRequest): WriterAnswer {
    switch (request.type) {
      case "own":
        return { type: "owned", ownership: store.own(request.stream) };
      case "append":
        store.append(request.batches);
        return { type: "appended" };
      case "read":
        return { type: "entries", entries: store.read(request.stream, request.afterIndex, request.limit) };
      case "streams":
        return { type: "streams", streams: store.streams() };
      case "close":
        clearTimeout(idle);
        store[Symbol.dispose]();
        lock[Symbol.dispose]();
        return { type: "closed" };
    }
  }

  function scheduleCheckpoint(): void {
    clearTimeout(idle);
    idle = setTimeout(() => {
      if (!failed) store.checkpoint();
    }, checkpointAfterIdleMs);
  }

  return (request) => {
    if (failed && request.type !== "close") return { type: "error", error: errorData(writeFailed()) };
    try {
      const done = perform(request);
      if (request.type === "append") scheduleCheckpoint();
      return done;
    } catch (thrown) {
      const reading = request.type === "read" || request.type === "streams";
      if (!reading) failed = true;
      return { type: "error", error: errorData(TillwireError.is(thrown) ? thrown : writeFailed(thrown)) };
    }
  };
}

function writeFailed(cause?: unknown): TillwireError {
  const reason = cause instanceof Error ? ` (${cause.message})` : "";
  const message = `The journal could not be written${reason}. Make room or repair the disk, then restart the bridge: it finishes what was open.`;
  return new TillwireError("JOURNAL_FAILED", { message, effect: "possible", cause });
}

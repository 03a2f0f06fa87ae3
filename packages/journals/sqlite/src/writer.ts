/**
 * The thread that holds the file. It does one request after another; after the first failed write or sync it writes
 * nothing any more, and only reads.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { errorData } from "@tillwire/plugin-api";
import type { TillwireError } from "@tillwire/plugin-api";
import { createCheckpoints } from "./checkpoints.ts";
import { openDatabase } from "./database.ts";
import { sizeOf } from "./encoded.ts";
import type { Operation, WriterAnswer, WriterError, WriterNotice, WriterRequest, WriterSetup } from "./messages.ts";
import { fileCorrupt, journalFailed, openFailed, reasonOf } from "./problems.ts";
import { keepRoom } from "./room-keeper.ts";
import type { RoomKeeper } from "./room-keeper.ts";
import { createStore } from "./store.ts";
import type { Store } from "./store.ts";

if (parentPort) run(parentPort, workerData as WriterSetup); // writer-thread.ts, and nothing else, starts this file

function run(port: MessagePort, setup: WriterSetup): void {
  const send = (message: WriterAnswer | WriterNotice): void => port.postMessage(message);
  try {
    const database = openDatabase(setup.file);
    const store = openStore(setup.file, () => createStore(database, setup.file));
    const keeper = keepRoom({ ...setup, growthBytes: store.growthBytes, tell: (room) => send({ type: "room", room }) });
    serve(port, store, keeper);
    send({ type: "opened", room: keeper.room });
  } catch (thrown) {
    send({ type: "error", ...errorOf(openFailed(setup.file, thrown)) });
  }
}

/** A file that says it is a journal, but does not have its tables. */
function openStore(file: string, open: () => Store): Store {
  try {
    return open();
  } catch (thrown) {
    throw fileCorrupt(file, reasonOf(thrown), thrown);
  }
}

function serve(port: MessagePort, store: Store, keeper: RoomKeeper): void {
  const send = (message: WriterAnswer | WriterNotice): void => port.postMessage(message);
  let failure: TillwireError | undefined;

  /** Does what writes, with room for it where there is any. The first failure is the last write. */
  function write<Result>(recordBytes: number, work: () => Result): Result {
    if (failure) throw failure;
    try {
      keeper.makeRoomFor(recordBytes);
      return work();
    } catch (thrown) {
      failure = journalFailed(reasonOf(thrown), thrown);
      checkpoints.stop();
      keeper.stop();
      send({ type: "failed", ...errorOf(failure) });
      throw failure;
    }
  }

  const checkpoints = createCheckpoints(() => {
    try {
      write(0, () => store.checkpoint());
    } catch {
      // `write` has told the journal, which refuses everything from now on.
    }
  });

  function perform(request: WriterRequest): WriterAnswer {
    switch (request.type) {
      case "commit":
        return {
          type: "committed",
          results: write(bytesOf(request.operations), () => store.commit(request.operations)),
        };
      case "read":
        return { type: "entries", ...store.read(request.stream, request.afterIndex) };
      case "streams":
        return { type: "streams", streams: store.streams() };
      case "close":
        checkpoints.stop();
        keeper.stop();
        close();
        return { type: "closed" };
    }
  }

  function close(): void {
    try {
      if (!failure) write(0, () => store.checkpoint());
    } finally {
      store.close();
    }
  }

  port.on("message", (request: WriterRequest) => {
    const answer = answerOf(() => perform(request));
    send(answer);
    if (answer.type === "committed" && request.type === "commit") {
      const short = keeper.room !== "kept" && keeper.room !== "off";
      checkpoints.committed(bytesOf(request.operations), short);
    }
  });
}

function answerOf(perform: () => WriterAnswer): WriterAnswer {
  try {
    return perform();
  } catch (thrown) {
    return { type: "error", ...errorOf(thrown) };
  }
}

function errorOf(thrown: unknown): WriterError {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return { error: errorData(thrown), cause: cause instanceof Error ? cause : undefined };
}

function bytesOf(operations: readonly Operation[]): number {
  return operations.reduce((sum, operation) => sum + (operation.type === "append" ? sizeOf(operation.batch) : 0), 0);
}

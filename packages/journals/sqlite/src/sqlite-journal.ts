/**
 * The journal as the bridge sees it: appends that wait are written together, in one sync, and resolve in the order of the
 * calls. The file is touched only by a thread of its own, so a slow disk never holds the bridge up.
 */
import { Worker } from "node:worker_threads";
import type { ErrorData, Journal, JournalBatch } from "@tillwire/plugin-api";
import { errorFromData, TillwireError } from "@tillwire/plugin-api";
import type { WriterAnswer, WriterRequest } from "./messages.ts";

/** Batches that may wait to be written: seconds of a busy disk. */
const waitingMax = 10_000;
/** Batches in one transaction: bounds how long the first one waits for the others. */
const togetherMax = 256;
/** Entries read at once. */
const pageSize = 1_000;

/** Opens the journal in a file. Rejects with `STORAGE_UNUSABLE`, `OWNED_ELSEWHERE` or `PLUGIN_UNSUPPORTED`. */
export async function openSqliteJournal(file: string): Promise<Journal> {
  const writer = await startWriter(file);
  const appends = createAppends(writer);
  return {
    durability: "power-loss",
    own: async (stream) => (await writer.ask({ type: "own", stream }, "owned")).ownership,
    append: appends.append,
    async *read(stream, afterIndex) {
      for (let after = afterIndex; ;) {
        const { entries } = await writer.ask({ type: "read", stream, afterIndex: after, limit: pageSize }, "entries");
        yield* entries;
        const last = entries.at(-1);
        if (!last || entries.length < pageSize) return;
        after = last.index;
      }
    },
    streams: async () => (await writer.ask({ type: "streams" }, "streams")).streams,
    async [Symbol.asyncDispose]() {
      await appends.settled();
      await writer.close();
    },
  };
}

type AnswerOf<Type extends WriterAnswer["type"]> = Extract<WriterAnswer, { readonly type: Type }>;

interface Writer {
  ask<Type extends WriterAnswer["type"]>(request: WriterRequest, type: Type): Promise<AnswerOf<Type>>;
  close(): Promise<void>;
}

interface Asked {
  readonly resolve: (answer: WriterAnswer) => void;
  readonly reject: (error: TillwireError) => void;
}

async function startWriter(file: string): Promise<Writer> {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./writer.ts" : "./writer.js", import.meta.url);
  const worker = new Worker(entry, { workerData: file, name: "tillwire-journal" });
  const asked: Asked[] = [];
  let ended: TillwireError | undefined;

  worker.on("message", (answer: WriterAnswer) => {
    const next = asked.shift();
    if (answer.type === "error") next?.reject(errorFromData(answer.error));
    else next?.resolve(answer);
  });
  const end = (reason: string): void => {
    ended ??= gone(reason);
    for (const { reject } of asked.splice(0)) reject(ended);
  };
  worker.on("error", (error) => end(error.message));
  worker.on("exit", () => end("its thread ended"));

  function ask<Type extends WriterAnswer["type"]>(
    request: WriterRequest | undefined,
    type: Type,
  ): Promise<AnswerOf<Type>> {
    if (ended) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      const take = (answer: WriterAnswer): void => {
        if (answer.type === type) resolve(answer as AnswerOf<Type>); // the tag has just been compared
        else reject(gone(`it answered ${answer.type}`));
      };
      asked.push({ resolve: take, reject });
      if (request) worker.postMessage(request);
    });
  }

  try {
    await ask(undefined, "opened");
  } catch (thrown) {
    await worker.terminate();
    throw thrown;
  }
  return {
    ask,
    async close() {
      if (!ended) await ask({ type: "close" }, "closed");
      await worker.terminate();
    },
  };
}

function gone(reason: string): TillwireError {
  const message = `The journal's writer is gone (${reason}). Restart the bridge: it finishes what was open.`;
  return new TillwireError("JOURNAL_FAILED", { message, effect: "possible" });
}

interface Appends {
  append(batch: JournalBatch): Promise<void>;
  settled(): Promise<void>;
}

interface WaitingBatch {
  readonly batch: JournalBatch;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Group commit: while one transaction is on its way to the disk, the next one fills. */
function createAppends(writer: Writer): Appends {
  const waiting: WaitingBatch[] = [];
  let failure: ErrorData | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const together = waiting.splice(0, togetherMax);
      try {
        await writer.ask({ type: "append", batches: together.map(({ batch }) => batch) }, "appended");
        for (const { resolve } of together) resolve();
      } catch (thrown) {
        failure ??= failureOf(thrown);
        for (const { reject } of [...together, ...waiting.splice(0)]) reject(errorFromData(failure, thrown));
      }
    }
    writing = undefined;
  }

  return {
    append(batch) {
      if (failure) return Promise.reject(errorFromData(failure));
      if (waiting.length >= waitingMax) {
        const message = "The journal is behind: too many records wait to be written.";
        return Promise.reject(new TillwireError("LIMIT_REACHED", { message, effect: "none" }));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ batch, resolve, reject });
        writing ??= write();
      });
    },
    settled: async () => {
      await writing;
    },
  };
}

function failureOf(thrown: unknown): ErrorData {
  if (TillwireError.is(thrown)) return { code: thrown.code, message: thrown.message, effect: "possible", retry: false };
  return { code: "JOURNAL_FAILED", message: String(thrown), effect: "possible", retry: false };
}

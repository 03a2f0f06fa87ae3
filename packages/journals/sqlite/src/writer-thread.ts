/** The way to the thread that writes: starts it, asks it, and notices when it is gone. Only data crosses. */
import { Worker } from "node:worker_threads";
import type { TillwireError } from "@tillwire/plugin-api";
import { errorFromData } from "@tillwire/plugin-api";
import type { WriterAnswer, WriterNotice, WriterRequest, WriterSetup } from "./messages.ts";
import { journalFailed } from "./problems.ts";
import type { Room } from "./room.ts";

type AnswerOf<Type extends WriterAnswer["type"]> = Extract<WriterAnswer, { readonly type: Type }>;

/** A thread that has opened the journal. */
export interface WriterThread {
  /** Tells how the room is now, and each change. */
  watchRoom(tell: (room: Room) => void): void;
  /** Resolves when nothing can be written any more. Pending for as long as all is well. */
  readonly failure: Promise<TillwireError>;
  /** Asks for something whose answer is of the given type. */
  ask<Type extends WriterAnswer["type"]>(request: WriterRequest, type: Type): Promise<AnswerOf<Type>>;
  /** Checkpoints, closes the file and ends the thread. Rejects when the checkpoint failed; nothing is lost by that. */
  close(): Promise<void>;
}

interface Asked {
  readonly resolve: (answer: WriterAnswer) => void;
  readonly reject: (error: TillwireError) => void;
}

/** Starts the thread, which opens the file. Rejects with what kept it from that. */
export async function startWriterThread(setup: WriterSetup): Promise<WriterThread> {
  const entry = new URL(import.meta.url.endsWith(".ts") ? "./writer.ts" : "./writer.js", import.meta.url);
  const worker = new Worker(entry, { workerData: setup, name: "tillwire-journal" });
  const asked: Asked[] = [];
  const { promise: failure, resolve: fail } = Promise.withResolvers<TillwireError>();
  let gone: TillwireError | undefined;
  let room: Room = "missing";
  let tellRoom = (_room: Room): void => undefined;

  worker.on("message", (message: WriterAnswer | WriterNotice) => {
    if (message.type === "failed") fail(errorFromData(message.error, message.cause));
    else if (message.type === "room") tellRoom((room = message.room));
    else if (message.type === "error") asked.shift()?.reject(errorFromData(message.error, message.cause));
    else asked.shift()?.resolve(message);
  });
  const end = (reason: string, cause?: unknown): void => {
    gone ??= journalFailed(reason, cause);
    fail(gone);
    for (const { reject } of asked.splice(0)) reject(gone);
  };
  worker.on("error", (error) => end("its thread crashed", error));
  worker.on("messageerror", (error) => end("its thread sent nonsense", error));
  worker.on("exit", () => end("its thread ended"));

  async function answer<Type extends WriterAnswer["type"]>(type: Type): Promise<AnswerOf<Type>> {
    const found = await new Promise<WriterAnswer>((resolve, reject) => asked.push({ resolve, reject }));
    if (found.type === type) return found as AnswerOf<Type>; // the tag has just been compared
    throw journalFailed(`its thread answered ${found.type}`);
  }

  function ask<Type extends WriterAnswer["type"]>(request: WriterRequest, type: Type): Promise<AnswerOf<Type>> {
    if (gone) return Promise.reject(gone);
    worker.postMessage(request);
    return answer(type);
  }

  function watchRoom(tell: (room: Room) => void): void {
    tellRoom = tell;
    tell(room);
  }

  async function close(): Promise<void> {
    try {
      if (!gone) await ask({ type: "close" }, "closed");
    } finally {
      await worker.terminate();
    }
  }

  try {
    ({ room } = await answer("opened"));
    return { watchRoom, failure, ask, close };
  } catch (thrown) {
    await worker.terminate();
    throw thrown;
  }
}

/** What passes between the journal and the thread that writes: data only. Both ends are ours, so the types are the contract. */
import type { ErrorData, JournalEntry, StreamOwnership } from "@tillwire/plugin-api";
import type { EncodedBatch } from "./encoded.ts";
import type { Room } from "./room.ts";

/** What the thread is started with. */
export interface WriterSetup {
  readonly file: string;
  readonly reserveBytes: number;
}

/** One thing to write. */
export type Operation =
  | { readonly type: "own"; readonly stream: string }
  | { readonly type: "append"; readonly batch: EncodedBatch };

/** What came of it. `refused`: nothing was written, and the journal goes on. */
export type OperationResult =
  | { readonly type: "owned"; readonly ownership: StreamOwnership }
  | { readonly type: "appended" }
  | { readonly type: "refused"; readonly error: ErrorData };

/** To the writer. Answers come in the order of the requests. */
export type WriterRequest =
  | { readonly type: "commit"; readonly operations: readonly Operation[] }
  | { readonly type: "read"; readonly stream: string; readonly afterIndex: number }
  | { readonly type: "streams" }
  | { readonly type: "close" };

/** From the writer, for a request. `opened` comes first, once, for the start. */
export type WriterAnswer =
  | { readonly type: "opened"; readonly room: Room }
  | { readonly type: "committed"; readonly results: readonly OperationResult[] }
  | { readonly type: "entries"; readonly entries: readonly JournalEntry[]; readonly more: boolean }
  | { readonly type: "streams"; readonly streams: readonly string[] }
  | { readonly type: "closed" }
  | ({ readonly type: "error" } & WriterError);

/** From the writer, unasked. `failed`: it will not write any more. `room`: there is more room, or less. */
export type WriterNotice = ({ readonly type: "failed" } & WriterError) | { readonly type: "room"; readonly room: Room };

/** An error on its way between threads. */
export interface WriterError {
  readonly error: ErrorData;
  /** An error as a structured clone keeps it: message and stack. */
  readonly cause: unknown;
}

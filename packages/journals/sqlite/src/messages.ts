/** What passes between the journal and the thread that writes. Both are ours, so the types are the contract. */
import type { ErrorData, JournalBatch, JournalEntry, StreamOwnership } from "@tillwire/plugin-api";

/** To the writer. Answers come in the order of the requests. */
export type WriterRequest =
  | { readonly type: "own"; readonly stream: string }
  | { readonly type: "append"; readonly batches: readonly JournalBatch[] }
  | { readonly type: "read"; readonly stream: string; readonly afterIndex: number; readonly limit: number }
  | { readonly type: "streams" }
  | { readonly type: "close" };

/** From the writer. `opened` comes first, once. */
export type WriterAnswer =
  | { readonly type: "opened" }
  | { readonly type: "owned"; readonly ownership: StreamOwnership }
  | { readonly type: "appended" }
  | { readonly type: "entries"; readonly entries: readonly JournalEntry[] }
  | { readonly type: "streams"; readonly streams: readonly string[] }
  | { readonly type: "closed" }
  | { readonly type: "error"; readonly error: ErrorData };

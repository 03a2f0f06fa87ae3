/**
 * Group commit: while one transaction is on its way to the disk, the next one fills. Bounded; in the order of the calls;
 * and at an end with the first failure.
 */
import type { StreamOwnership } from "@tillwire/plugin-api";
import { errorFromData, TillwireError } from "@tillwire/plugin-api";
import { sizeOf } from "./encoded.ts";
import type { EncodedBatch } from "./encoded.ts";
import { journalLimits } from "./limits.ts";
import type { Operation, OperationResult } from "./messages.ts";
import { journalBehind, journalClosed, journalFailed, reasonOf } from "./problems.ts";

/** What waits to be written. */
export interface CommitQueue {
  append(batch: EncodedBatch): Promise<void>;
  own(stream: string): Promise<StreamOwnership>;
  /** Nothing is written from now on; everything that waits rejects with this, in its order. */
  fail(error: TillwireError): void;
  /** Takes nothing new, and resolves once what was taken is settled. */
  close(): Promise<void>;
}

type Commit = (operations: readonly Operation[]) => Promise<readonly OperationResult[]>;

interface Waiting {
  readonly operation: Operation;
  readonly sizeBytes: number;
  readonly resolve: (result: OperationResult) => void;
  readonly reject: (error: TillwireError) => void;
}

/** `commit` writes operations in one transaction; when it rejects the journal has failed. */
export function createCommitQueue(commit: Commit): CommitQueue {
  const waiting: Waiting[] = [];
  const load = { batches: 0, bytes: 0 };
  let ended: TillwireError | undefined; // nothing new is taken
  let failure: TillwireError | undefined; // nothing is written
  let draining: Promise<void> | undefined;

  function enqueue(operation: Operation, sizeBytes: number): Promise<OperationResult> {
    if (ended) return Promise.reject(ended);
    const { waitingBatches, waitingBytes } = journalLimits;
    if (load.batches >= waitingBatches || load.bytes + sizeBytes > waitingBytes) return Promise.reject(journalBehind());
    load.batches += 1;
    load.bytes += sizeBytes;
    return new Promise((resolve, reject) => {
      waiting.push({ operation, sizeBytes, resolve, reject });
      draining ??= drain();
    });
  }

  async function drain(): Promise<void> {
    await Promise.resolve(); // what is called for in the same turn is written together
    while (waiting.length > 0) {
      const together = takeTogether(waiting);
      await write(together);
      load.batches -= together.length;
      for (const { sizeBytes } of together) load.bytes -= sizeBytes;
    }
    draining = undefined;
  }

  async function write(together: readonly Waiting[]): Promise<void> {
    try {
      if (failure) throw failure;
      const results = await commit(together.map(({ operation }) => operation));
      together.forEach(({ resolve, reject }, position) => {
        const result = results[position];
        if (result) resolve(result);
        else reject(journalFailed("its thread left out a result"));
      });
    } catch (thrown) {
      const error = TillwireError.is(thrown) ? thrown : journalFailed(reasonOf(thrown), thrown);
      fail(error);
      for (const { reject } of together) reject(error);
    }
  }

  function fail(error: TillwireError): void {
    failure ??= error;
    ended ??= error;
  }

  return {
    async append(batch) {
      accept(await enqueue({ type: "append", batch }, sizeOf(batch)), "appended");
    },
    async own(stream) {
      return accept(await enqueue({ type: "own", stream }, 0), "owned").ownership;
    },
    fail,
    async close() {
      ended ??= journalClosed();
      await draining;
    },
  };
}

/** As many as go into one transaction; one, however large, at least. */
function takeTogether(waiting: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const limit = waiting.findIndex(({ sizeBytes }, position) => {
    bytes += sizeBytes;
    return position > 0 && (position >= journalLimits.commitBatches || bytes > journalLimits.commitBytes);
  });
  return waiting.splice(0, limit < 0 ? waiting.length : limit);
}

function accept<Type extends OperationResult["type"]>(
  result: OperationResult,
  type: Type,
): Extract<OperationResult, { readonly type: Type }> {
  if (result.type === "refused") throw errorFromData(result.error);
  if (result.type === type) return result as Extract<OperationResult, { readonly type: Type }>; // compared just now
  throw journalFailed(`its thread answered ${result.type}`);
}

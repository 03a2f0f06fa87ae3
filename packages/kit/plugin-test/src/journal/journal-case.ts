/** The parts that the cases of the journal suite are made of. They know no test framework. */
import assert from "node:assert/strict";
import { TillwireError } from "@tillwire/plugin-api";
import type { ErrorCode, Journal } from "@tillwire/plugin-api";

/**
 * Where a journal is kept, such as a folder: opening it twice in a row gives what was written the first time.
 * Disposing it removes what was written.
 * @public
 */
export interface JournalPlace extends AsyncDisposable {
  /** Opens the journal as a bridge would. The suite disposes it, and opens a place only once at a time but to be refused. */
  open(): Promise<Journal>;
}

/**
 * One thing that a journal has to do.
 * @public
 */
export interface JournalCase {
  /** What the journal does, as a sentence of its own; no two cases have the same. */
  readonly name: string;
  /** Rejects when the journal does not do it: with an `AssertionError`, or with what the journal itself rejected with. */
  run(): Promise<void>;
}

export type MakePlace = () => Promise<JournalPlace>;

/** A case that gets an open journal in a place of its own. */
export function caseWith(makePlace: MakePlace) {
  return (name: string, work: (journal: Journal) => Promise<void>): JournalCase => ({
    name,
    run: async () => {
      await using place = await makePlace();
      await using journal = await place.open();
      await work(journal);
    },
  });
}

/** For a promise that is waited for later: a case that fails before leaves no rejection behind that nobody handles. */
export function keptForLater<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined); // whoever waits for it gets it all the same
  return promise;
}

/** Fails unless the promise rejects with the code. */
export async function rejectsWith(code: ErrorCode, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (thrown) => {
    assert.ok(TillwireError.is(thrown), `A TillwireError ${code} was due, and this came: ${String(thrown)}`);
    assert.equal(thrown.code, code);
    return true;
  });
}

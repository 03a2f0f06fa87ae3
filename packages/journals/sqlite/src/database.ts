/**
 * Opens the file: takes it for this process alone, makes sure that it is a journal of a known form, and that SQLite will
 * write it durably. What is no journal is left as it is.
 */
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { journalLimits } from "./limits.ts";
import { fileCorrupt, isBusy, openFailed, unusable, writtenByNewer } from "./problems.ts";

/** Marks a file as a journal of Tillwire ("TWJL"). Source: sqlite.org/fileformat2.html, section 1.3.14. */
const applicationId = 0x54_57_4a_4c;

/** The form of the tables. A newer one was written by a newer version of this package. */
const schemaVersion = 1;

/** How long to wait before the file is tried again: not the same for two that start at once, which would meet forever. */
const retryMs = { least: 5, spread: 40 };

/**
 * Opens or makes the journal, and holds it until it is closed or the process ends. Throws `OWNED_ELSEWHERE`,
 * `STORAGE_UNUSABLE`, `PLUGIN_UNSUPPORTED` or `JOURNAL_CORRUPT`.
 */
export function openDatabase(file: string): DatabaseSync {
  checkFolder(dirname(file));
  const triesUntil = performance.now() + journalLimits.ownerWaitMs;
  for (;;) {
    try {
      return tryOpen(file);
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > triesUntil) throw openFailed(file, thrown);
      pause(retryMs.least + Math.random() * retryMs.spread);
    }
  }
}

function tryOpen(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  try {
    // Before the first read: from then on SQLite keeps every lock it takes, and a write-ahead log needs the exclusive one.
    database.exec("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE");
    const fresh = identify(database, file);
    // fullfsync is what macOS needs to reach the medium; elsewhere it changes nothing.
    database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
      PRAGMA wal_autocheckpoint = 0;
    `);
    checkPragmas(database, file);
    if (fresh) makeTables(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function checkFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw unusable(`The data folder ${folder} does not exist. Make it, or choose another.`);
  if (!found.isDirectory()) throw unusable(`The data folder ${folder} is not a folder. Choose another.`);
}

/** True for a file without content. Nothing has been written when this throws. */
function identify(database: DatabaseSync, file: string): boolean {
  const objects = readNumber(database, "SELECT count(*) AS value FROM sqlite_schema");
  const application = readNumber(database, "SELECT application_id AS value FROM pragma_application_id");
  const version = readNumber(database, "SELECT user_version AS value FROM pragma_user_version");
  if (objects === 0 && application === 0 && version === 0) return true;
  if (application !== applicationId) {
    throw unusable(`${file} is a database, but not a journal of Tillwire. Choose another file name or data folder.`);
  }
  if (version > schemaVersion) throw writtenByNewer(file);
  if (version !== schemaVersion) throw fileCorrupt(file, `there is no version ${version} of its form`);
  return false;
}

/** A setting that SQLite did not take would be a promise that is not kept. */
function checkPragmas(database: DatabaseSync, file: string): void {
  const mode = database.prepare("PRAGMA journal_mode").get()?.["journal_mode"];
  const locking = database.prepare("PRAGMA locking_mode").get()?.["locking_mode"];
  const sync = readNumber(database, "SELECT synchronous AS value FROM pragma_synchronous");
  if (mode === "wal" && locking === "exclusive" && sync === 2) return;
  throw unusable(`SQLite cannot write ${file} durably here (write-ahead log, full sync, one owner). Use a local disk.`);
}

function makeTables(database: DatabaseSync): void {
  database.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE stream (
      name TEXT PRIMARY KEY, generation INTEGER NOT NULL, last_index INTEGER NOT NULL, last_hash BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE entry (
      stream TEXT NOT NULL, "index" INTEGER NOT NULL, generation INTEGER NOT NULL, type TEXT NOT NULL,
      at REAL NOT NULL, data TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (stream, "index")
    ) STRICT, WITHOUT ROWID;
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${schemaVersion};
    COMMIT;
  `);
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(database.prepare(query).get()?.["value"]);
}

/** Sleeps. The thread has nothing else to do. */
function pause(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}

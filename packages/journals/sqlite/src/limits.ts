/** Every limit of this journal, each with its reason. */

const mebibyte = 1024 * 1024;

/** Fixed: a shop has no reason to change them. */
export const journalLimits = {
  /** Batches that wait to be written or are being written: seconds of a busy disk. More says that the disk stands still. */
  waitingBatches: 20_000,
  /** Their records as text, together: bounds memory when batches are large. */
  waitingBytes: 64 * mebibyte,
  /** Batches in one transaction: bounds how long the first one waits for the others. */
  commitBatches: 256,
  /** Records of one transaction as text, for the same reason. A batch that is larger is a transaction of its own. */
  commitBytes: mebibyte,
  /** Characters of a stream's name and of a record's type. They are names, not content. */
  nameLength: 200,
  /** Entries, and bytes of their text, that are read at once: an append waits for no more than that. */
  pageEntries: 500,
  pageBytes: mebibyte,
  /** Without a write for so long there is time for a checkpoint, which no payment should wait for. */
  checkpointIdleMs: 200,
  /** Commits, and bytes of records, after which the checkpoint does not wait for idle time: bounds the write-ahead log. */
  checkpointCommits: 1_000,
  checkpointBytes: 4 * mebibyte,
  /** The same while room is short: a commit takes some four pages of the log, so that it stays below 1 MiB. */
  checkpointShortCommits: 50,
  checkpointShortBytes: mebibyte / 4,
  /** How often the disk is looked at beside the looks before each write; other programs fill it up, too. */
  roomLookMs: 1_000,
  /** Between two blocks of the reserve while it is made anew, so that payments go on in between. */
  roomFillMs: 50,
  /** After a disk that said it had room had none, as under a quota. */
  roomRetryMs: 60_000,
  /** What a commit and its checkpoint may take of the disk beside the records: pages of many streams, and the file system's own. */
  roomMarginBytes: 2 * mebibyte,
  /** Bytes of the disk for a byte of records: once in the log and once in the database, in pages that may stay half empty. */
  roomFactor: 10,
  /** A process that was just killed or asked to stop may hold the file for a moment longer. */
  ownerWaitMs: 1_000,
} as const;

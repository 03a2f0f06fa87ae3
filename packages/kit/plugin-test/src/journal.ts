/**
 * `@tillwire/plugin-test/journal`: the suite that every journal plugin has to pass, and records to test the rest with.
 *
 * @packageDocumentation
 */
export type { JournalCase, JournalPlace } from "./journal/journal-case.ts";
export { journalSuite, type JournalSuiteOptions } from "./journal/journal-suite.ts";
export { batchOf, readAll, sampleRecord, sampleRecords } from "./journal/sample-records.ts";

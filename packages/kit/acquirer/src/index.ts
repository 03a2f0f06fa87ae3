/**
 * `@tillwire/acquirer`: the sandbox acquirer, an ISO 8583 host with published test keys and a durable ledger.
 *
 * @packageDocumentation
 */
export { auditLedger, type Audit, type AuditedAuthorization } from "./audit.ts";
export { behaviors, type Behavior, type NamedBehavior } from "./core/behaviors.ts";
export { dialect } from "./dialect.ts";
export type { LedgerEntry } from "./ledger/entry.ts";
export { readLedger } from "./ledger/file.ts";
export type { AcquirerSettingsInput } from "./settings.ts";
export { startAcquirer, type Acquirer, type AcquirerOptions } from "./shell/acquirer.ts";

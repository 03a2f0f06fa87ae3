/**
 * `@tillwire/plugin-api`: the shared plugin interface and the vocabulary of Tillwire. Types and constant tables, a few
 * pure checks, no dependency.
 *
 * @packageDocumentation
 */
export * from "./batch.ts";
export * from "./bridge-events.ts";
export * from "./card.ts";
export * from "./clock.ts";
export * from "./cloneable.ts";
export * from "./commands.ts";
export * from "./context.ts";
export * from "./device-events.ts";
export * from "./emv-parameters.ts";
export * from "./error-catalog.ts";
export * from "./errors.ts";
export * from "./explain/explain-issues.ts";
export * from "./explain/nearest-name.ts";
export * from "./gateway.ts";
export * from "./identifiers.ts";
export * from "./journal.ts";
export * from "./keystore.ts";
export * from "./lane.ts";
export * from "./link-address.ts";
export * from "./link.ts";
export * from "./logger.ts";
export * from "./money.ts";
export * from "./operations.ts";
export * from "./outcome.ts";
export * from "./pan-digits.ts";
export * from "./payment.ts";
export * from "./platform.ts";
export * from "./plugin.ts";
export * from "./prompts.ts";
export * from "./questions.ts";
export * from "./reader.ts";
export * from "./receipt.ts";
export * from "./recovery.ts";
export * from "./references.ts";
export * from "./requests.ts";
export * from "./schema.ts";
export * from "./server.ts";
export * from "./terminal.ts";

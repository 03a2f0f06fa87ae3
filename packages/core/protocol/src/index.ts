/**
 * `@tillwire/protocol`: the messages between a POS and the bridge. Schemas and translation here; types and constants
 * alone in `@tillwire/protocol/wire`.
 *
 * @packageDocumentation
 */
export * from "./answers.ts";
export { findCardData, looksLikeCardData } from "./card-data.ts";
export { commandSchemas, sessionOpenSchema } from "./methods.ts";
export type { CommandName } from "./methods.ts";
export * from "./requests.ts";
export * from "./versions.ts";
export * from "./wire.ts";
export * from "./bridge-messages.ts";

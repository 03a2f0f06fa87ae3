/**
 * `@tillwire/protocol`: the messages between a POS and the bridge. Schemas and translation here; types and constants
 * alone in `@tillwire/protocol/wire`.
 *
 * @packageDocumentation
 */
export * from "./answers.ts";
export * from "./bridge-messages.ts";
export { findCardData } from "./card-data.ts";
export * from "./codec.ts";
export { commandSchemas, sessionOpenSchema } from "./methods.ts";
export type { CommandName } from "./methods.ts";
export { base64Url, onWire } from "./on-wire.ts";
export type { OnWire } from "./on-wire.ts";
export type { Refusal, RequestId } from "./refusals.ts";
export * from "./requests.ts";
export * from "./versions.ts";
export * from "./wire.ts";

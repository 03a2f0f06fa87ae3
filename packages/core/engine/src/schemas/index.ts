/**
 * Strict, bounded schemas of the vocabulary in `@tillwire/plugin-api`. One source for both who needs them: the journal's
 * records, and the host where a plugin's answers arrive. A test of types proves each equal to the contract's type.
 */
export * from "./bytes.ts";
export * from "./capabilities.ts";
export * from "./card-data.ts";
export * from "./card.ts";
export * from "./commands.ts";
export * from "./device-events.ts";
export * from "./emv-parameters.ts";
export * from "./gateway.ts";
export * from "./money.ts";
export * from "./outcome.ts";
export * from "./questions.ts";
export * from "./reader.ts";
export * from "./receipt.ts";
export * from "./references.ts";
export * from "./requests.ts";
export * from "./text.ts";

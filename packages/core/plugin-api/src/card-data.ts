/**
 * `@tillwire/plugin-api/card-data`: what in a text looks like card data. An entry of its own, so that who needs no more
 * than the interface loads no more.
 *
 * @packageDocumentation
 */
export type { CardDataCertainty, CardDataFinding } from "./card-data/finding.ts";
export { isLuhnValid } from "./card-data/card-number.ts";
export { looksLikeCardData, scanCardData } from "./card-data/scan.ts";
export { cardDataTags } from "./card-data/tags.ts";

/** The generated documents: where each stands, and what it holds. */
import { asyncApiDocument } from "./asyncapi.ts";
import { errorsPage } from "./errors-page.ts";
import { jsonSchemaDocument } from "./json-schema.ts";
import { protocolPage } from "./protocol-page.ts";

const here = (path: string): URL => new URL(`../${path}`, import.meta.url);
const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Where, and what. */
export const documents: readonly { readonly name: string; readonly url: URL; readonly content: () => string }[] = [
  { name: "JSON Schema", url: here("schema/tillwire.v1.schema.json"), content: () => pretty(jsonSchemaDocument()) },
  { name: "AsyncAPI", url: here("schema/tillwire.v1.asyncapi.json"), content: () => pretty(asyncApiDocument()) },
  { name: "error page", url: here("../../../docs/reference/errors.md"), content: errorsPage },
  { name: "protocol page", url: here("../../../docs/reference/protocol.md"), content: protocolPage },
];

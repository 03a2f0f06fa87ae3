/**
 * `@tillwire/gateway-iso8583`: a gateway connector for acquirer hosts that speak ISO 8583, in the dialect `tillwire-p2pe`.
 *
 * @packageDocumentation
 */
import { defineGateway } from "@tillwire/plugin-api";
import { createConnector } from "./connector.ts";
import { settingsSchema, type Settings } from "./settings.ts";
import { version } from "./version.ts";

export { p2peDialect } from "./dialect.ts";

export default defineGateway<Settings>({
  id: "iso8583",
  displayName: "ISO 8583 host",
  version,
  settings: settingsSchema,
  create: createConnector,
});

/** The example of the README: what the connector sends for a card, and what it makes of the answer. */
// #region example
import { compileDialect, describeMessage } from "@tillwire/iso8583";
import gateway, { p2peDialect } from "@tillwire/gateway-iso8583";
// #endregion
import { authorization, begin } from "./support.ts";

// #region example
const codec = compileDialect(p2peDialect);
console.log(gateway.id, codec.dialect.name); // iso8583 tillwire-p2pe
// #endregion
const { bytes } = await begin(authorization);
for (const line of describeMessage(codec.decode(bytes), p2peDialect)) console.log(line);

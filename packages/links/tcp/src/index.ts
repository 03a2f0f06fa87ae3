/** TCP and TLS links for Tillwire, on node:net and node:tls. */
import { defineLinkProvider } from "@tillwire/plugin-api";
import type { LinkProvider } from "@tillwire/plugin-api";
import { parseTcpAddress } from "./address.ts";
import { openLink } from "./connect.ts";
import { tcpLimits } from "./limits.ts";
import type { TcpLimits } from "./limits.ts";

export { tcpLimits, type TcpLimits };

/**
 * Makes a provider with limits of its own. The default export is one with {@link tcpLimits}.
 * @public
 */
export function createTcpLinkProvider(limits: Partial<TcpLimits> = {}): LinkProvider {
  const all = { ...tcpLimits, ...limits };
  return defineLinkProvider({
    transport: "tcp",
    open: async (address, signal) => openLink(parseTcpAddress(address), all, signal),
  });
}

export default createTcpLinkProvider();

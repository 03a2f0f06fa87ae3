/**
 * `@tillwire/link-tcp`: links over TCP and TLS.
 *
 * @packageDocumentation
 */
import { defineLinkProvider } from "@tillwire/plugin-api";
import { parseAddress } from "./address.ts";
import { connect } from "./connect.ts";
import { socketLink } from "./socket-link.ts";

export default defineLinkProvider({
  transport: "tcp",
  open: async (address, signal) => {
    const checked = parseAddress(address);
    return socketLink(await connect(checked, signal), `${checked.host}:${checked.port}`);
  },
});

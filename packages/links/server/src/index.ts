/**
 * `@tillwire/link-server`: the only listener of a bridge, with the door in it.
 *
 * @packageDocumentation
 */
export { listenerLimits, type ListenerLimits } from "./limits.ts";
export { createServerProvider, openServer } from "./open-server.ts";

/**
 * `@tillwire/link-server`: the only listener of a bridge, with the door in it.
 *
 * @packageDocumentation
 */
export { openServer } from "./open-server.ts";

/**
 * A network in memory: peers listen at addresses, plugins connect to them. Carries bytes only: TCP, serial and
 * transports of other packages.
 */
import { TillwireError } from "@tillwire/plugin-api";
import type { DeviceContext, LinkAddress } from "@tillwire/plugin-api";
import { createMemoryLinkPair } from "./memory-link-pair.ts";
import type { MemoryLink, MemoryLinkOptions, MemoryLinkPair } from "./memory-link-pair.ts";

/**
 * What answers at an address: a virtual peer. What it throws is not caught, and fails the test run.
 * @public
 */
export type MemoryListener = (link: MemoryLink) => void | Promise<void>;

/**
 * A network for one test.
 * @public
 */
export interface MemoryLinks {
  /** Opens a link to whoever listens there; what `connect` of a test context does. */
  readonly connect: DeviceContext["connect"];
  /** Every connection there was, oldest first: to look at what was sent, or to cut it. */
  readonly pairs: readonly MemoryLinkPair[];
  /** Answers at the address until the result is disposed. Open connections stay. Throws `PORT_TAKEN`. */
  listen(address: LinkAddress, onLink: MemoryListener): Disposable;
}

/**
 * Makes a network. The options hold for every connection.
 * @public
 */
export function createMemoryLinks(options: MemoryLinkOptions = {}): MemoryLinks {
  const listeners = new Map<string, MemoryListener>();
  const pairs: MemoryLinkPair[] = [];

  function listen(address: LinkAddress, onLink: MemoryListener): Disposable {
    const key = nameOf(address);
    if (listeners.has(key)) {
      throw new TillwireError("PORT_TAKEN", { message: `Somebody listens at ${key} already.`, effect: "none" });
    }
    listeners.set(key, onLink);
    return { [Symbol.dispose]: () => void listeners.delete(key) };
  }

  async function connect(address: LinkAddress, signal?: AbortSignal): Promise<MemoryLink> {
    const key = nameOf(address);
    if (options.delayMs !== undefined) await options.clock.sleep(options.delayMs, signal);
    if (signal?.aborted === true) {
      throw new TillwireError("ABORTED", { message: `Connecting to ${key} was stopped on request.`, effect: "none" });
    }
    const onLink = listeners.get(key);
    if (onLink === undefined) {
      const message = `Nobody listens at ${key}. Call listen() first.`;
      throw new TillwireError("DEVICE_UNREACHABLE", { message, effect: "none" });
    }
    const pair = createMemoryLinkPair(options);
    pairs.push(pair);
    void onLink(pair.far);
    return pair.near;
  }

  return {
    // An address that carries bytes gives a ByteLink, and nameOf refuses all others; types cannot follow that.
    connect: connect as DeviceContext["connect"],
    pairs,
    listen,
  };
}

function nameOf(address: LinkAddress): string {
  if ("host" in address) return `${address.transport}:${address.host}:${address.port}`;
  if ("path" in address) return `${address.transport}:${address.path}`;
  if ("target" in address) return `${address.transport}:${address.target}`;
  const message = `Links in memory carry bytes; ${address.transport} does not. Use tcp or serial.`;
  throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
}

/** What is served where. One endpoint a path. */
import type { Channel, ServedEndpoint } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import type { Served } from "./door.ts";

/** RFC 6455, section 7.4.1: the server goes away. */
const closeGoingAway = 1_001;

/** An endpoint with the channels that it has open. */
export interface OpenEndpoint {
  readonly endpoint: ServedEndpoint;
  readonly channels: Set<Channel>;
}

/** The endpoints of a server. */
export interface Endpoints {
  add(endpoint: ServedEndpoint): AsyncDisposable;
  /** The endpoint of a target: its own path, or for HTTP something below it. */
  find(target: string): OpenEndpoint | undefined;
}

/** Starts with none. */
export function createEndpoints(): Endpoints {
  const byPath = new Map<string, OpenEndpoint>();
  return {
    add(endpoint) {
      if (byPath.has(endpoint.path)) {
        const message = `Something is served at ${endpoint.path} already. Give each platform a path of its own.`;
        throw new TillwireError("SETTINGS_INVALID", { message, effect: "none" });
      }
      const open = { endpoint, channels: new Set<Channel>() };
      byPath.set(endpoint.path, open);
      return {
        [Symbol.asyncDispose]: async () => {
          byPath.delete(endpoint.path);
          for (const channel of open.channels) channel.close(closeGoingAway, "the bridge is stopping");
        },
      };
    },
    find(target) {
      const [path = ""] = target.split("?", 1);
      const exact = byPath.get(path);
      if (exact) return exact;
      const below = [...byPath.values()].filter(
        ({ endpoint }) => endpoint.http && path.startsWith(withSlash(endpoint.path)),
      );
      return below.toSorted((one, other) => other.endpoint.path.length - one.endpoint.path.length)[0];
    },
  };
}

function withSlash(path: string): string {
  return path.endsWith("/") ? path : `${path}/`;
}

/** What the door has to know of an endpoint. */
export function servedAt(open: OpenEndpoint | undefined): Served | undefined {
  if (!open) return undefined;
  const { http, webSocket } = open.endpoint;
  return { http: http !== undefined, subprotocols: webSocket?.subprotocols ?? [] };
}

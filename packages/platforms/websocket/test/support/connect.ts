/** Starts the plugin as a host would, and connects tills to it. */
import { createPluginContext } from "@tillwire/plugin-test";
import type { LogLine, VirtualClock } from "@tillwire/plugin-test";
import type { ServedEndpoint } from "@tillwire/plugin-api";
import plugin from "../../src/index.ts";
import { createBridge } from "./bridge.ts";
import type { FakeBridge } from "./bridge.ts";
import { createTill, settle } from "./till.ts";
import type { Till } from "./till.ts";

/** A running platform. */
export interface Platform {
  readonly clock: VirtualClock;
  readonly bridge: FakeBridge;
  readonly logLines: readonly LogLine[];
  /** What the plugin wants served, and what still is. */
  readonly endpoints: readonly ServedEndpoint[];
  /** A new connection; the promise of `accept` is kept so that a test can see it end. */
  connect(): Promise<Till & { readonly served: Promise<void> }>;
  stop(): Promise<void>;
}

export async function startPlatform(bridge = createBridge(), path = "/"): Promise<Platform> {
  const context = createPluginContext();
  const endpoints: ServedEndpoint[] = [];
  const running = await plugin.start(
    {
      ...context,
      bridge: bridge.port,
      serve(endpoint) {
        endpoints.push(endpoint);
        return {
          [Symbol.asyncDispose]: async () => {
            endpoints.splice(endpoints.indexOf(endpoint), 1);
          },
        };
      },
    },
    { path },
  );
  return {
    clock: context.clock,
    bridge,
    logLines: context.logLines,
    endpoints,
    async connect() {
      const till = createTill();
      const served = endpoints[0]?.webSocket?.accept(till.channel) ?? Promise.resolve();
      await settle();
      return Object.assign(till, { served });
    },
    stop: async () => running[Symbol.asyncDispose](),
  };
}

/** A till with an open session. */
export async function connectOpen(bridge = createBridge()): Promise<Platform & { readonly till: Till }> {
  const platform = await startPlatform(bridge);
  const till = await platform.connect();
  await till.say(open);
  return { ...platform, till };
}

export const open = {
  jsonrpc: "2.0",
  id: "open",
  method: "session.open",
  params: { version: 1, pos: { name: "till 2" } },
} as const;

export const get = (id: string | number) => ({
  jsonrpc: "2.0",
  id,
  method: "payment.get",
  params: { key: "order-1042-1" },
});

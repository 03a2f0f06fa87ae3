/**
 * `@tillwire/platform-websocket`: the native protocol of a POS, JSON-RPC 2.0 over a WebSocket. It translates and keeps
 * the handshake; about payments it decides nothing.
 *
 * @packageDocumentation
 */
import { definePlatform } from "@tillwire/plugin-api";
import { closeCodes, subprotocol } from "@tillwire/protocol";
import { z } from "zod";
import { serveChannel } from "./channel.ts";
import { version } from "./version.ts";

const settings = z.strictObject({
  path: z
    .string()
    .max(100)
    .regex(/^(?:\/|(?:\/[A-Za-z0-9_-]+)+)$/, "A path such as / or /pos")
    .default("/")
    .describe("Path of the WebSocket."),
});

export default definePlatform({
  id: "websocket",
  displayName: "WebSocket (tillwire.v1)",
  version,
  settings,
  start: (context, { path }) =>
    Promise.resolve(
      context.serve({
        path,
        webSocket: {
          subprotocols: [subprotocol],
          tooSlowCode: closeCodes.tooSlow,
          accept: (channel) => serveChannel(channel, context),
        },
      }),
    ),
});

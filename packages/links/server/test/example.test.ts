/** The example of the README, as it stands there. */
import type { Channel } from "@tillwire/plugin-api";
import { createRecordingLogger } from "@tillwire/plugin-test";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { openServer } from "../src/index.ts";
import { posLimits as limits } from "./support/server.ts";

test("the example runs", async () => {
  const log = createRecordingLogger();
  // #region example
  const server = await openServer({
    host: "127.0.0.1",
    port: 0, // any free one
    origins: ["https://till.example"], // web pages that may connect
    hostNames: ["127.0.0.1", "localhost"],
    limits,
    log,
  });
  const accept = async (channel: Channel): Promise<void> => {
    for await (const text of channel.incoming) channel.send(`you said: ${text}`);
  };
  server.serve({ path: "/chat", webSocket: { subprotocols: ["example.v1"], tooSlowCode: 4_000, accept } });
  server.serve({ path: "/time", http: async () => ({ status: 200, headers: {}, body: "half past nine\n" }) });
  // #endregion
  await using closing = server;
  const answer = await fetch(`http://127.0.0.1:${closing.port}/time`);
  expect(await answer.text()).toBe("half past nine\n");
  const socket = new WebSocket(`ws://localhost:${closing.port}/chat`, ["example.v1"]);
  const said = new Promise((resolve) => socket.once("message", (data: Buffer) => resolve(data.toString())));
  socket.once("open", () => socket.send("hello"));
  expect(await said).toBe("you said: hello");
});

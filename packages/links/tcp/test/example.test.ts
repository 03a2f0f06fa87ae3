/** The example of the README, as it stands there. */
import { expect, test } from "vitest";
import tcp from "../src/index.ts";
import { listen } from "./support/peers.ts";

test("the example runs", async () => {
  const port = await listen((socket) => socket.once("data", (data: Buffer) => socket.end(`${data.toString()}ready\n`)));
  let answer = "";
  // #region example
  const connecting = new AbortController();
  const link = await tcp.open({ transport: "tcp", host: "127.0.0.1", port }, connecting.signal);
  if (link.kind !== "byte") throw new Error("a TCP link carries bytes");
  await link.send(new TextEncoder().encode("status?\n"));
  for await (const bytes of link.incoming) answer += new TextDecoder().decode(bytes);
  await link[Symbol.asyncDispose]();
  // #endregion
  expect(answer).toBe("status?\nready\n");
});

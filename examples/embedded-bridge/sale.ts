/** One sale through the embedded bridge: a terminal that listens on TCP, the bridge, and a till, all in this process. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@tillwire/client";
import { listenVirtualTerminal, liveApprovals, readLedger } from "@tillwire/device-virtual/virtual";
import { startBridge } from "./bridge.ts";

const folder = await mkdtemp(join(tmpdir(), "embedded-bridge-"));
const ledgerFile = join(folder, "terminal.ledger");
const terminal = await listenVirtualTerminal({ ledgerFile });
const bridge = await startBridge(folder, terminal.port);
const client = createClient({ url: `ws://${bridge.host}:${bridge.port}/`, pos: { name: "embedded till" } });

while ((await client.laneStatus("till-1")).state !== "ready") await sleep(50);
const result = await client.sale({ lane: "till-1", amount: { amountMinor: 1050, currency: "EUR" } });
console.log("The till was told:", result.state === "final" ? result.outcome.kind : result.state);
console.log("The terminal's own ledger:", liveApprovals(await readLedger(ledgerFile)));

await client.close();
await bridge[Symbol.asyncDispose]();
console.log("The bridge has stopped, with the error:", await bridge.stopped);
await terminal[Symbol.asyncDispose]();
await rm(folder, { recursive: true });

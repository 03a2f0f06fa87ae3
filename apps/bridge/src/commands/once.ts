/** `tillwire start --once`: one sale, start to end, through the published client, in a folder that is thrown away. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@tillwire/client";
import type { PaymentResult, PaymentUpdate } from "@tillwire/client";
import { demoLane } from "../demo/configuration.ts";
import { describeResult, describeUpdate, receiptText } from "../demo/describe.ts";
import { startDemo } from "../demo/start-demo.ts";
import type { Said } from "../demo/timeline.ts";
import { drawTimeline } from "../demo/timeline.ts";
import type { Flags } from "../flags.ts";

const amount = { amountMinor: 2_500, currency: "EUR" };

/** Exit code 0 when the sale was approved and everything agreed. */
export async function once({ level, verbose }: Flags): Promise<number> {
  const dataFolder = await mkdtemp(join(tmpdir(), "tillwire-once-"));
  const said: Said[] = [];
  try {
    await using demo = await startDemo({
      dataFolder,
      port: 0,
      level,
      verbose: verbose ?? false,
      onTerminal: (line) => said.push({ atMs: line.at, from: line.from, to: line.to, text: line.text }),
    });
    print(`One sale of 25.00 EUR on ${demoLane}, through ${demo.url}\n`);
    const result = await sell(demo.url, said);
    print(`\n${describeResult(result)}\n`);
    print(`Receipt\n\n${receiptText(result)}\n`);
    await settled();
    print(`Who spoke to whom, when\n\n${drawTimeline(said)}`);
    return result.state === "final" && result.outcome.kind === "approved" ? 0 : 1;
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
}

/** Lines of the terminal's process that are still on their way belong into the timeline. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

async function sell(url: string, said: Said[]): Promise<PaymentResult> {
  await using client = createClient({ url, pos: { name: "one sale", version: "1" } });
  const payment = client.sale({ lane: demoLane, amount, orderReference: "demo" });
  said.push({ atMs: Date.now(), from: "POS", to: "bridge", text: "payment.sale" });
  const told = tellEvents(payment.events, said);
  const result = await payment;
  await told;
  return result;
}

async function tellEvents(events: AsyncIterable<PaymentUpdate>, said: Said[]): Promise<void> {
  for await (const update of events) {
    if (!("seq" in update)) continue; // what the client tells itself is not said by the bridge
    const text = describeUpdate(update);
    said.push({ atMs: Date.now(), from: "bridge", to: "POS", text });
    print(`  ${String(update.seq).padStart(4)}  ${text}`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

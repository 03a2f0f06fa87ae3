/** What the demo says to the person in front of it. */
import { join } from "node:path";
import { version } from "../version.ts";
import type { Demo } from "./start-demo.ts";
import { demoLane } from "./configuration.ts";

/** The address, what is running, and where things are. */
export function describeRunning({ url, terminal, dataFolder }: Demo): string {
  return `Tillwire ${version} is running (demo: virtual devices on this machine only, no real money)

  Address    ${url}   for a POS; the protocol is tillwire.v1
  Lane       ${demoLane}   virtual terminal, a process of its own on ${terminal.host}:${terminal.port}
  Journal    ${join(dataFolder, "journal.sqlite")}
  Log        ${join(dataFolder, "bridge.log")}`;
}

/** What to do now. */
export const tryNext = `Try next
  npm start -- --once                 one sale, start to end, with what was said when
  docs/guides/first-sale.md           your first sale from your own POS, in 20 lines
  packages/devices/virtual/README.md  amounts that decline, hang, or lose the line

Press Ctrl-C to stop.`;

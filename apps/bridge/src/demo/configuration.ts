/** The embedded defaults of `npm start`: a virtual terminal, a SQLite journal in a local folder, loopback only. */
import { configurationSchema } from "../configuration/schema.ts";
import type { ConfigurationFile } from "../configuration/read.ts";

/** The one lane of the demo. */
export const demoLane = "till-1";

/** What the demo is made of. */
export interface DemoSettings {
  readonly dataFolder: string;
  readonly port: number;
  readonly terminal: { readonly host: string; readonly port: number; readonly level: "B" | "C" | "D" };
}

/** The demo's configuration, as if it had stood in a file. */
export function demoConfiguration({ dataFolder, port, terminal }: DemoSettings): ConfigurationFile {
  const { host, level } = terminal;
  const device = { use: "@tillwire/device-virtual", settings: { host, port: terminal.port, level } };
  const configuration = configurationSchema.parse({
    mode: "demo",
    dataFolder,
    listen: { port },
    lanes: { [demoLane]: { terminal: device } },
  });
  return { configuration, folder: dataFolder };
}

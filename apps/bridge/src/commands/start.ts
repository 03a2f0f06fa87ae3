/** `tillwire start`: runs the bridge from a configuration, or the demo. */
import { createBridge } from "@tillwire/host";
import { bridgeOptions } from "../configuration/bridge-options.ts";
import { withPlaces } from "../configuration/problems.ts";
import { readConfiguration } from "../configuration/read.ts";
import { startDemo } from "../demo/start-demo.ts";
import type { Flags } from "../flags.ts";
import { portOf } from "../flags.ts";
import { outputLog } from "../log.ts";
import { describeRunning, tryNext } from "../demo/texts.ts";
import { listenForSignals, runUntilStopped } from "./run.ts";

/** Runs until it is stopped; the number is the exit code. */
export async function start(flags: Flags): Promise<number> {
  return flags.demo ? demo(flags) : fromConfiguration(flags);
}

async function fromConfiguration({ config = "tillwire.yaml", port, verbose }: Flags): Promise<number> {
  const givenPort = portOf(port, undefined);
  const { configuration, folder, placeOf } = await readConfiguration(config);
  const listen = { ...configuration.listen, port: givenPort ?? configuration.listen.port };
  const log = outputLog(verbose ? "debug" : configuration.logLevel);
  using wish = listenForSignals();
  const starting = bridgeOptions({ configuration: { ...configuration, listen }, folder }, log).then(createBridge);
  await using bridge = await starting.catch((thrown: unknown) => {
    throw withPlaces(thrown, placeOf);
  });
  return await runUntilStopped(bridge, wish);
}

async function demo({ data = ".tillwire", port, level, verbose }: Flags): Promise<number> {
  using wish = listenForSignals();
  await using running = await startDemo({
    dataFolder: data,
    port: portOf(port, 7455),
    level,
    verbose: verbose ?? false,
  });
  process.stdout.write(`${describeRunning(running)}\n\n${tryNext}\n`);
  return await runUntilStopped(running.bridge, wish);
}

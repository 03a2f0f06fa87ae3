/** `tillwire reader virtual`: the virtual card reader in a process of its own, for people or (`--machine`) for a program. */
import { resolve } from "node:path";
import { listenVirtualReader } from "@tillwire/device-virtual/virtual";
import type { Flags } from "../flags.ts";
import { portOf } from "../flags.ts";
import { print, printFor, stopped } from "./device-process.ts";
import { settingsOf } from "./device-settings.ts";

/** Runs until it is stopped; the number is the exit code. */
export async function reader(flags: Flags): Promise<number> {
  const { port, state, settings, machine } = flags;
  const stateFile = resolve(state ?? "virtual-reader.json");
  await using listening = await listenVirtualReader({
    port: portOf(port, 7461),
    stateFile,
    settings: settingsOf(settings),
    onEvent: printFor("reader", machine ?? false),
  });
  if (machine) print({ listening: { host: listening.host, port: listening.port } });
  else process.stdout.write(`Virtual reader on ${listening.host}:${listening.port}, state ${stateFile}\n\n`);
  await stopped(flags["until-stdin-ends"] ?? false);
  return 0;
}

/** `tillwire terminal virtual`: the virtual terminal in a process of its own, for people or (`--machine`) for a program. */
import { resolve } from "node:path";
import { listenVirtualTerminal } from "@tillwire/device-virtual/virtual";
import type { Flags } from "../flags.ts";
import { levelOf, portOf } from "../flags.ts";
import { print, printFor, stopped } from "./device-process.ts";
import { settingsOf } from "./device-settings.ts";

/** Runs until it is stopped; the number is the exit code. */
export async function terminal(flags: Flags): Promise<number> {
  const { port, ledger, level, settings, machine } = flags;
  const ledgerFile = resolve(ledger ?? "virtual-terminal.ledger");
  await using listening = await listenVirtualTerminal({
    port: portOf(port, 7460),
    ledgerFile,
    settings: { ...settingsOf(settings), level: levelOf(level) },
    onEvent: printFor("terminal", machine ?? false),
  });
  if (machine) print({ listening: { host: listening.host, port: listening.port } });
  else process.stdout.write(`Virtual terminal on ${listening.host}:${listening.port}, ledger ${ledgerFile}\n\n`);
  await stopped(flags["until-stdin-ends"] ?? false);
  return 0;
}

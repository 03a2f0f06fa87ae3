/** `tillwire terminal virtual`: the virtual terminal in a process of its own, for people or (`--machine`) for a program. */
import { resolve } from "node:path";
import { listenVirtualTerminal } from "@tillwire/device-virtual/virtual";
import type { TerminalEvent } from "@tillwire/device-virtual/virtual";
import type { Flags } from "../flags.ts";
import { levelOf, portOf } from "../flags.ts";
import { settingsOf } from "./terminal-settings.ts";

/** Runs until it is stopped; the number is the exit code. */
export async function terminal(flags: Flags): Promise<number> {
  const { port, ledger, level, settings, machine } = flags;
  const ledgerFile = resolve(ledger ?? "virtual-terminal.ledger");
  await using listening = await listenVirtualTerminal({
    port: portOf(port, 7460),
    ledgerFile,
    settings: { ...settingsOf(settings), level: levelOf(level) },
    onEvent: machine ? printLine : printForPeople,
  });
  if (machine) print({ listening: { host: listening.host, port: listening.port } });
  else process.stdout.write(`Virtual terminal on ${listening.host}:${listening.port}, ledger ${ledgerFile}\n\n`);
  await stopped(flags["until-stdin-ends"] ?? false);
  return 0;
}

/** By a signal, or with whoever started it: a pipe ends with the process at its other end, however that ended. */
async function stopped(untilStdinEnds: boolean): Promise<void> {
  await new Promise<void>((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end());
    if (untilStdinEnds) process.stdin.once("close", () => end()).resume();
  });
  process.stdin.destroy();
}

/** Only what passes on the wire has two ends. */
function printLine({ type, atMs, text }: TerminalEvent): void {
  if (type === "received") print({ at: atMs, from: "bridge", to: "terminal", text });
  else if (type === "sent") print({ at: atMs, from: "terminal", to: "bridge", text });
}

function printForPeople({ type, atMs, text }: TerminalEvent): void {
  process.stdout.write(`${new Date(atMs).toISOString().slice(11, 23)}  ${type.padEnd(12)}  ${text}\n`);
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/**
 * Runs what the command line says, and says clearly what went wrong. A command is loaded when it is asked for: help and
 * the terminal need little of what a bridge needs, and start in half the time without it.
 */
import { TillwireError } from "@tillwire/plugin-api";
import { parseCommandLine } from "./command-line.ts";
import { version } from "./version.ts";

const help = `tillwire ${version}: a bridge for in-person payments

  tillwire start [--config tillwire.yaml]   run the bridge
  tillwire start --demo                     run it with a virtual terminal, on this machine only
  tillwire start --once                     one sale, start to end, in a temporary folder
  tillwire terminal virtual                 run the virtual terminal alone
  tillwire reader virtual                   run the virtual card reader alone

Options
  --config FILE    configuration (default: tillwire.yaml)
  --data FOLDER    demo: where the journal is kept (default: .tillwire)
  --port NUMBER    where to listen (default: bridge 7455, terminal 7460, reader 7461; 0: a free one)
  --ledger FILE    terminal: its own record of what it did (default: virtual-terminal.ledger)
  --state FILE     reader: what it keeps over a restart (default: virtual-reader.json)
  --level B|C|D    demo, terminal: what the terminal can tell after a failure (default: B)
  --settings JSON  terminal, reader: times and more; see the README of @tillwire/device-virtual
  --machine        terminal, reader: print JSON lines, for a program
  --until-stdin-ends   terminal, reader: stop when standard input is closed, as when the starter has died
  --verbose        start: print the log too
  --help, --version
`;

/** Runs one command and says why it failed; the number is the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  surviveReaders();
  return await run(args).catch(report);
}

/** Whoever reads the output may go away, as the end of a pipe does: what runs goes on, and payments with it. */
function surviveReaders(): void {
  let said = false;
  process.stdout.on("error", ({ message }: Error) => {
    if (!said) process.stderr.write(`tillwire: Nobody reads the output any more (${message}). It goes on without.\n`);
    said = true;
  });
  process.stderr.on("error", () => undefined); // nobody is left to be told
}

async function run(args: readonly string[]): Promise<number> {
  const { command, flags } = parseCommandLine(args);
  switch (command) {
    case "version":
      return say(version);
    case "help":
      return say(help);
    case "start":
    case "start --demo":
      return await (await import("./commands/start.ts")).start(flags);
    case "start --once":
      return await (await import("./commands/once.ts")).once(flags);
    case "terminal virtual":
      return await (await import("./commands/terminal.ts")).terminal(flags);
    case "reader virtual":
      return await (await import("./commands/reader.ts")).reader(flags);
  }
}

function say(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

/** A mistake in the command line is 2, everything else that went wrong is 1. */
function report(thrown: unknown): number {
  if (TillwireError.is(thrown)) {
    const how = thrown.code === "PORT_TAKEN" ? " Here with --port NUMBER." : "";
    process.stderr.write(`tillwire: ${thrown.message}${how}\n`);
    return thrown.code === "REQUEST_INVALID" ? 2 : 1;
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stderr.write(`tillwire: Something unforeseen went wrong. Please report it.\n${text}\n`);
  return 1;
}

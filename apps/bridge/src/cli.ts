#!/usr/bin/env node
/** The `tillwire` command: reads the arguments, runs one command, and says clearly what went wrong. */
import { parseArgs } from "node:util";
import { TillwireError } from "@tillwire/plugin-api";
import { start } from "./commands/start.ts";
import { once } from "./commands/once.ts";
import { terminal } from "./commands/terminal.ts";
import { version } from "./version.ts";

const help = `tillwire ${version}: a bridge for in-person payments

  tillwire start [--config tillwire.yaml]   run the bridge
  tillwire start --demo                     run it with a virtual terminal, on this machine only
  tillwire start --once                     one sale, start to end, in a temporary folder
  tillwire terminal virtual                 run the virtual terminal alone

Options
  --config FILE    configuration (default: tillwire.yaml)
  --data FOLDER    demo: where the journal is kept (default: .tillwire)
  --port NUMBER    where to listen (default: 7455 for the bridge, 7460 for the terminal; 0: a free one)
  --ledger FILE    terminal: its own record of what it did (default: virtual-terminal.ledger)
  --level B|C|D    terminal: what it can tell after a failure (default: B)
  --settings JSON  terminal: times and more; see the README of @tillwire/device-virtual
  --machine        terminal: print JSON lines, for a program
  --until-stdin-ends   terminal: stop when standard input is closed, as when the starter has died
  --verbose        print the log too
  --help, --version
`;

const options = {
  config: { type: "string" },
  demo: { type: "boolean" },
  once: { type: "boolean" },
  data: { type: "string" },
  port: { type: "string" },
  ledger: { type: "string" },
  level: { type: "string" },
  settings: { type: "string" },
  machine: { type: "boolean" },
  "until-stdin-ends": { type: "boolean" },
  verbose: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

/** Runs one command; the number is the exit code. */
async function main(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command = "help", name] = positionals;
  if (values.version) return say(version);
  if (values.help || command === "help") return say(help);
  if (command === "start") return values.once ? once(values) : start(values);
  if (command === "terminal" && name === "virtual") return terminal(values);
  throw usage(`There is no command "${positionals.join(" ")}".`);
}

function say(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}

function usage(message: string): TillwireError {
  return new TillwireError("REQUEST_INVALID", { message: `${message} See tillwire --help.`, effect: "none" });
}

/** A mistake in the command line is 2, everything else that went wrong is 1. */
function report(thrown: unknown): number {
  const badArguments =
    thrown instanceof TypeError && "code" in thrown && String(thrown.code).startsWith("ERR_PARSE_ARGS");
  const known = TillwireError.is(thrown) || badArguments;
  const message =
    thrown instanceof Error ? (known ? thrown.message : (thrown.stack ?? thrown.message)) : String(thrown);
  process.stderr.write(`tillwire: ${message}\n`);
  return badArguments || (TillwireError.is(thrown) && thrown.code === "REQUEST_INVALID") ? 2 : 1;
}

process.exitCode = await main(process.argv.slice(2)).catch(report);

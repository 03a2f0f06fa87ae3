#!/usr/bin/env node
/** `tillwire-acquirer`: the sandbox acquirer in a process of its own, for people or (`--machine`) for a program. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { TillwireError } from "@tillwire/plugin-api";
import { startAcquirer } from "./shell/acquirer.ts";
import { version } from "./version.ts";

const help = `tillwire-acquirer ${version}: a payment host for tests, with published test keys. It moves no money.

  --port NUMBER        where to listen on this machine (default: 8583; 0: a free one)
  --ledger FILE        what was decided, kept for good (default: acquirer.ledger)
  --settings FILE      accounts and keys, as JSON (default: published test cards)
  --machine            one JSON object a line, for programs
  --until-stdin-ends   stop when the standard input ends
  --help, --version
`;

const options = {
  port: { type: "string", default: "8583" },
  ledger: { type: "string", default: "acquirer.ledger" },
  settings: { type: "string" },
  machine: { type: "boolean", default: false },
  "until-stdin-ends": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
} as const;

/** Runs until it is stopped. */
async function run(): Promise<void> {
  const flags = readFlags();
  if (flags.help) return void process.stdout.write(help);
  if (flags.version) return void process.stdout.write(`${version}\n`);
  const ledgerFile = resolve(flags.ledger);
  const onLog = (text: string) =>
    flags.machine ? print({ at: Date.now(), text }) : process.stdout.write(`${new Date().toISOString()}  ${text}\n`);
  const settings = flags.settings === undefined ? {} : await readSettings(flags.settings);
  await using acquirer = await startAcquirer({ port: portOf(flags.port), ledgerFile, settings, onLog });
  const { host, port } = acquirer;
  if (flags.machine) print({ listening: { host, port } });
  else process.stdout.write(`Sandbox acquirer on ${host}:${port}, ledger ${ledgerFile}\n`);
  await stopped(flags["until-stdin-ends"]);
}

function readFlags() {
  try {
    return parseArgs({ options, strict: true }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TillwireError("REQUEST_INVALID", { message: `${reason}\n\n${help}`, effect: "none", cause });
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  const message = `--port is a number from 0 to 65535, and "${text}" is not. 0 picks a free one.`;
  throw new TillwireError("REQUEST_INVALID", { message, effect: "none" });
}

/** The file as JSON; what stands in it is checked by the acquirer itself. */
async function readSettings(path: string): Promise<object> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch (cause) {
    throw unreadable(path, cause);
  }
  throw unreadable(path);
}

function unreadable(path: string, cause?: unknown): TillwireError {
  const message = `The settings ${path} cannot be read as a JSON object. See the README of @tillwire/acquirer.`;
  return new TillwireError("SETTINGS_INVALID", { message, effect: "none", cause });
}

/** By a signal, or with whoever started it: a pipe ends with the process at its other end, however that ended. */
async function stopped(untilStdinEnds: boolean): Promise<void> {
  await new Promise<void>((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => end());
    if (untilStdinEnds) process.stdin.once("close", () => end()).resume();
  });
  process.stdin.destroy();
}

function print(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

try {
  await run();
} catch (error) {
  if (!TillwireError.is(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

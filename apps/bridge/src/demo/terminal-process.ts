/** A virtual terminal in a process of its own: the bridge reaches it over TCP, like a real one. Keeping it is for others. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { parties } from "./timeline.ts";

/** A terminal that runs. */
export interface TerminalProcess extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Resolves when the process is gone: how it ended, in words behind its name. */
  readonly ended: Promise<string>;
}

/** How to run it. */
export interface TerminalProcessOptions {
  readonly port: number;
  readonly ledgerFile: string;
  readonly level: "B" | "C" | "D";
  /** What the terminal says it does, as it does it. */
  readonly onEvent: (event: TerminalLine) => void;
}

/** How long the terminal may take to start: a slow machine under load needs a few seconds. */
const startWithinMs = 20_000;
/** After this a terminal that was asked to end is ended. */
const endWithinMs = 2_000;
/** As much of its complaints as is told. */
const complaintLengthMax = 2_000;

const lineSchema = z.union([
  z.object({ listening: z.object({ host: z.string(), port: z.number() }) }),
  z.object({ at: z.number(), from: z.enum(parties), to: z.enum(parties), text: z.string() }),
]);

/** One line of the terminal's output. */
export type TerminalLine = Extract<z.infer<typeof lineSchema>, { text: string }>;

/** Starts a terminal and waits until it listens. Rejects with `DEVICE_UNREACHABLE` and the terminal's own words. */
export async function startTerminalProcess(options: TerminalProcessOptions): Promise<TerminalProcess> {
  const child = spawnTerminal(options);
  const ended = endOf(child);
  const address = Promise.withResolvers<{ readonly host: string; readonly port: number }>();
  const fail = (reason: string): void => address.reject(notStarted(reason));
  const timer = setTimeout(() => fail(`it said nothing within ${startWithinMs / 1_000} s.`), startWithinMs);
  void ended.then(fail);
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = readLine(text);
    if (line === undefined) return;
    if ("text" in line) options.onEvent(line);
    else address.resolve(line.listening);
  });
  try {
    return { ...(await address.promise), ended, [Symbol.asyncDispose]: () => end(child) };
  } catch (thrown) {
    await end(child);
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

function spawnTerminal({ port, ledgerFile, level }: TerminalProcessOptions) {
  const cli = fileURLToPath(new URL("../cli.js", import.meta.url));
  const flags = ["--port", String(port), "--ledger", ledgerFile, "--level", level, "--machine", "--until-stdin-ends"];
  return spawn(process.execPath, [cli, "terminal", "virtual", ...flags], {
    // Its input is a pipe that nothing is written to: it closes when this process is gone, killed or not.
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C is for the bridge, which ends the terminal when no payment needs it any more.
    detached: true,
    windowsHide: true,
  });
}

/** Resolves when the process is gone, or never came to be. */
function endOf(child: ReturnType<typeof spawnTerminal>): Promise<string> {
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint = (complaint + text.toString()).slice(-complaintLengthMax)));
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(`it could not be run: ${error.message}.`));
    // "close" comes when its last words have been read.
    child.once("close", (code, signal) => {
      const said = complaint.replace(/^tillwire: /, "").trim();
      if (signal !== null) resolve(`it was ended by ${signal}.`);
      else resolve(code === 0 ? "it ended as if it had been told to." : said || `it ended with code ${code}.`);
    });
  });
}

function readLine(text: string): z.infer<typeof lineSchema> | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not one of its lines, whoever wrote it
  }
}

function notStarted(reason: string): TillwireError {
  return new TillwireError("DEVICE_UNREACHABLE", {
    message: `The virtual terminal did not start: ${reason}`,
    effect: "none",
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), endWithinMs);
  await ended;
  clearTimeout(timer);
}

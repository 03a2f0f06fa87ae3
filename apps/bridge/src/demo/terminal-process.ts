/** A virtual terminal in a process of its own: the bridge reaches it over TCP, like a real one. */
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

const lineSchema = z.union([
  z.object({ listening: z.object({ host: z.string(), port: z.number() }) }),
  z.object({ at: z.number(), from: z.enum(parties), to: z.enum(parties), text: z.string() }),
]);

/** One line of the terminal's output. */
export type TerminalLine = Extract<z.infer<typeof lineSchema>, { text: string }>;

/** Starts a terminal and waits until it listens. */
export async function startTerminalProcess(options: TerminalProcessOptions): Promise<TerminalProcess> {
  const { port, ledgerFile, level } = options;
  const cli = fileURLToPath(new URL("../cli.js", import.meta.url));
  const flags = ["--port", String(port), "--ledger", ledgerFile, "--level", level, "--machine", "--until-stdin-ends"];
  // Its input is a pipe that nothing is written to: it closes when this process is gone, killed or not.
  const child = spawn(process.execPath, [cli, "terminal", "virtual", ...flags], { stdio: ["pipe", "pipe", "pipe"] });
  try {
    const address = await listening(child, options.onEvent);
    return { ...address, [Symbol.asyncDispose]: () => end(child) };
  } catch (thrown) {
    await end(child);
    throw thrown;
  }
}

function listening(
  child: ChildProcess,
  onEvent: (event: TerminalLine) => void,
): Promise<{ host: string; port: number }> {
  return new Promise((resolve, reject) => {
    let complaint = "";
    const fail = (reason: string): void => {
      reject(
        new TillwireError("DEVICE_UNREACHABLE", {
          message: `The virtual terminal did not start: ${reason}`,
          effect: "none",
        }),
      );
    };
    const timer = setTimeout(() => fail(`nothing within ${startWithinMs / 1000} s`), startWithinMs);
    child.stderr?.on("data", (text: Buffer) => (complaint = (complaint + text.toString()).slice(-2_000)));
    child.once("error", (error) => fail(error.message));
    child.once("exit", () => fail(complaint || "it ended at once"));
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const parsed = lineSchema.safeParse(JSON.parse(line));
      if (!parsed.success) return;
      if ("text" in parsed.data) return onEvent(parsed.data);
      clearTimeout(timer);
      resolve(parsed.data.listening);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 2_000);
  await ended;
  clearTimeout(timer);
}

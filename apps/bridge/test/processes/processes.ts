/** Real processes of the built command: started, watched, killed. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
/** Under load a process takes a second or two to start. */
const startWithinMs = 60_000;

/** A process that runs. */
export interface RunningProcess extends AsyncDisposable {
  /** Lines of standard output, as JSON where they are. */
  readonly lines: unknown[];
  /** Resolves with the first line, after so many, for which `find` gives a value. */
  line<Found>(find: (line: unknown) => Found | undefined, after?: number): Promise<Found>;
  kill(signal: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<number | null>;
  complaints(): string;
}

/** Starts the command, or another program, with these arguments. */
export function start(args: readonly string[], cwd: string, program: string = cli): RunningProcess {
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const lines: unknown[] = [];
  const watchers = new Set<(line: unknown) => void>();
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  createInterface({ input: child.stdout }).on("line", (text) => {
    const said = parsed(text);
    lines.push(said);
    for (const watch of watchers) watch(said);
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

  function line<Found>(find: (line: unknown) => Found | undefined, after = 0): Promise<Found> {
    for (const known of lines.slice(after)) {
      const found = find(known);
      if (found !== undefined) return Promise.resolve(found);
    }
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`Not said within ${startWithinMs} ms. It said: ${complaints}`));
      const timer = setTimeout(fail, startWithinMs);
      watchers.add((next) => {
        const found = find(next);
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    });
  }

  async function kill(signal: NodeJS.Signals): Promise<void> {
    if (isOver(child)) return;
    child.kill(signal);
    await exited;
  }
  return {
    lines,
    line,
    kill,
    exited,
    signal: (signal) => child.kill(signal),
    complaints: () => complaints,
    [Symbol.asyncDispose]: () => kill("SIGKILL"),
  };
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a line for people
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A TCP server has a port.");
  return address.port;
}

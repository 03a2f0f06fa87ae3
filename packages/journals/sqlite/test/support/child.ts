/** The appending program in a process of its own, killed by the kernel and by nothing gentler. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  /** Lets it go on from `ready`. */
  go(): void;
  /** The next line that it says; undefined when it has ended. */
  next(): Promise<string | undefined>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Where it works, and what it runs as or through, such as a shell that sets limits. */
export interface ChildOptions {
  readonly acknowledgments?: string;
  readonly streams?: readonly string[];
  readonly through?: readonly string[];
  readonly user?: number;
}

const program = fileURLToPath(new URL("../programs/append.ts", import.meta.url));

/** Starts the program, which waits for `go`. */
export function startChild(folder: string, options: ChildOptions = {}): Child {
  const { acknowledgments = "", streams = [], through = [], user } = options;
  const words = [...through, process.execPath, "--no-warnings", program, folder, acknowledgments, ...streams];
  const [command = "", ...parameters] = words;
  const identity = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(command, parameters, { ...identity, stdio: ["pipe", "pipe", "inherit"] });
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on("error", () => undefined); // it may have been killed
  return {
    go: () => void child.stdin.write("go\n"),
    async next() {
      const line = await lines.next();
      return line.done === true ? undefined : line.value;
    },
    async kill() {
      child.kill("SIGKILL");
      await closed;
    },
  };
}

/** Starts the program, lets it go on, and returns it with the line that says what came of opening. */
export async function startAndOpen(folder: string, options: ChildOptions = {}): Promise<[Child, string | undefined]> {
  const child = startChild(folder, options);
  await child.next();
  child.go();
  return [child, await child.next()];
}

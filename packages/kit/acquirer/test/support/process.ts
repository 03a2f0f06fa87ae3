/** The acquirer as a process of its own, as people and the bridge start it. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

/** Runs the command to its end. */
export async function runCommand(...flags: string[]): Promise<{ code: number | null; out: string; errors: string }> {
  const child = spawn(process.execPath, [cli, ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, out, errors };
}

/**
 * Starts the command and waits until it listens. With `fileBlocksMax` its files may not grow beyond so many blocks of 512
 * or 1024 bytes: a disk that is full.
 */
export async function startProcess(ledgerFile: string, fileBlocksMax?: number) {
  const flags = [cli, "--port", "0", "--ledger", ledgerFile, "--machine", "--until-stdin-ends"];
  const limited = ["-c", `ulimit -f ${fileBlocksMax ?? 0}; exec "$0" "$@"`, process.execPath, ...flags];
  const [command, ...given] = fileBlocksMax === undefined ? [process.execPath, ...flags] : ["sh", ...limited];
  const child = spawn(command ?? "", given, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = /^\{"listening":\{"host":"127\.0\.0\.1","port":(\d+)\}\}$/.exec(line);
      if (found) resolve(Number(found[1]));
    });
    child.once("close", () => reject(new Error("The acquirer ended before it listened.")));
  });
  return {
    port,
    /** Ends it without a word: kill -9. */
    async kill(): Promise<void> {
      child.kill("SIGKILL");
      await ended;
    },
    /** Lets go of its standard input; gives its exit code. */
    async release(): Promise<number | null> {
      child.stdin.end();
      return await ended;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

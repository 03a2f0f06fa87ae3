/** Runs a command and collects what it says. Tools are called by the path of their script, never by an ambiguous name. */
import { spawn } from "node:child_process";
import { failure, success, type Check, type CheckResult } from "./check.ts";

export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Longer than any tool of this repository needs: one that hangs must end as a failure, not hold up everything. */
const timeoutMs = 1_800_000;

export interface CommandOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function runCommand(
  command: string,
  parameters: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: options.cwd,
      // What is shown is indented and may go to a file.
      env: { ...(options.env ?? process.env), NO_COLOR: "1", FORCE_COLOR: "0" },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      shell: process.platform === "win32" && !command.endsWith(".exe"),
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 127, output: `${command}: ${error.message}` }));
    child.on("close", (code, signal) => {
      const output = Buffer.concat(chunks).toString().trim();
      resolve(code === null ? { code: 1, output: `${output}\n${command} was ended by ${signal}` } : { code, output });
    });
  });
}

/** Runs a tool's script, given relative to the root's node_modules, on the Node that runs this. */
export function runTool(root: string, script: string, parameters: readonly string[]): Promise<CommandResult> {
  return runCommand(process.execPath, [`${root}/node_modules/${script}`, ...parameters], { cwd: root });
}

/** A check that passes when a tool exits with 0. */
export function toolCheck(name: string, script: string, parameters: readonly string[]): Check {
  return {
    name,
    run: async ({ root }) => asResult(name, await runTool(root, script, parameters)),
  };
}

export function asResult(what: string, { code, output }: CommandResult): CheckResult {
  return code === 0 ? success : failure(what, output);
}

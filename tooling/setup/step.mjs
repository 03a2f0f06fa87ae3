/** Runs one set-up command quietly: says what takes longer than a second, and explains a failure. */
import { spawn } from "node:child_process";

/** A failure that was explained: the message says what happened and what to do. */
export class SetupError extends Error {}

const causes = [
  {
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET|META_FETCH_FAIL|network request|dns error|error sending request/i,
    advice:
      "The npm registry could not be reached. Check the network and any proxy, and see which registry is set with `npm config get registry`; then run the same command again.",
  },
  {
    pattern: /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    advice:
      "There is no permission to write here. Run as the owner of this folder, or clone the repository where you may write.",
  },
  { pattern: /ENOSPC|no space left/i, advice: "The disk is full. The set-up needs about 1 GB." },
  {
    pattern: /OUTDATED_LOCKFILE|LOCKFILE/,
    advice:
      "pnpm-lock.yaml does not fit the package.json files. Run `pnpm install` and commit the lockfile with the change that needed it.",
  },
];

export function explainFileError(error, directory) {
  return new SetupError(explain(`${directory}: ${error.message}`));
}

function explain(output) {
  const known = causes.find(({ pattern }) => pattern.test(output));
  return known === undefined ? output : `${output}\n\n${known.advice}`;
}

/** Runs `{ title, command, parameters, shell, directory, environment }`; throws a SetupError with the command's own output. */
export async function runStep(step) {
  const started = Date.now();
  const progress = setTimeout(() => console.error(`… ${step.title}`), 1000);
  const { code, output } = await run(step);
  clearTimeout(progress);
  const seconds = (Date.now() - started) / 1000;
  if (code !== 0) throw new SetupError(explain(`Failed: ${step.title}\n${output.trim()}`));
  if (seconds >= 1) console.error(`✓ ${step.title}: ${seconds.toFixed(1)} s`);
}

function run({ command, parameters, shell = false, directory, environment }) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, {
      cwd: directory,
      env: environment,
      shell,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (output += chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${command}: ${error.message}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

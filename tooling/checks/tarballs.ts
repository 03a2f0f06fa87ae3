/** Builds and packs every package by turbo, with publint and attw on each tarball. What did not change is not done again. */
import { success, verdict, type Check, type CheckResult } from "./check.ts";
import { runCommand } from "./command.ts";

/** Alone, because turbo may put compiled files back that other checks read. */
export const tarballs: Check = {
  name: "tarballs",
  alone: true,
  async run({ root }): Promise<CheckResult> {
    const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
    const parameters = ["node_modules/turbo/bin/turbo", "run", "tarball", "--output-logs=errors-only", "--continue"];
    const { code, output } = await runCommand(process.execPath, parameters, { cwd: root, env });
    if (code === 0) return success;
    const failed = /Failed:\s+(.*)/.exec(output)?.[1]?.split(", ") ?? ["turbo"];
    return verdict(
      "tarballs",
      failed.map((task) => `${task}\n${linesOf(task, output)}\n`),
    );
  },
};

/** turbo marks each line with its task: `@tillwire/engine:tarball: …` for `@tillwire/engine#tarball`. */
function linesOf(task: string, output: string): string {
  const prefix = `${task.replace("#", ":")}: `;
  const lines = output.split("\n").filter((line) => line.startsWith(prefix));
  return lines.length === 0 ? output : lines.map((line) => line.slice(prefix.length)).join("\n");
}

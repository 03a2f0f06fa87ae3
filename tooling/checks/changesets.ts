/** Applies the changesets in a copy: so that they name packages that exist and a release could be made from them now. */
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { listPackages } from "../workspace.ts";
import { failure, verdict, type Check } from "./check.ts";
import { runCommand } from "./command.ts";

export const changesets: Check = {
  name: "changesets",
  async run({ root, scratch }) {
    const manifests = listPackages(root).map((entry) => `${entry.path}/package.json`);
    for (const path of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", ".changeset", ...manifests]) {
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      cpSync(join(root, path), join(scratch, path), { recursive: true });
    }
    // Changelogs name the commit that brought a changeset.
    for (const parameters of [
      ["init", "-q"],
      ["add", "."],
      ["commit", "-q", "-m", "copy"],
    ]) {
      const identity = ["-c", "user.name=check", "-c", "user.email=check@localhost", "-c", "commit.gpgsign=false"];
      const { code, output } = await runCommand("git", [...identity, ...parameters], { cwd: scratch });
      if (code !== 0) return failure("git could not commit the copy", output);
    }
    const tool = join(root, "node_modules", "@changesets", "cli", "bin.js");
    const { code, output } = await runCommand(process.execPath, [tool, "version"], { cwd: scratch });
    if (code !== 0) return failure("changesets", output);
    const left = readdirSync(join(scratch, ".changeset")).filter(
      (name) => name.endsWith(".md") && name !== "README.md",
    );
    return verdict(
      "changesets",
      left.map((name) => `${name} was not applied:\n${output}`),
    );
  },
};

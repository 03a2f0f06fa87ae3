/** Packs every package that is published, as it has just been compiled, and looks into the tarballs. */
import { listPackages } from "../workspace.ts";
import { pack } from "../tarball.ts";
import { combine, type Check } from "./check.ts";
import { asResult, runCommand } from "./command.ts";

/** Alone, since others read what it writes. */
export const tarballs: Check = {
  name: "tarballs",
  alone: true,
  async run({ root }) {
    const published = listPackages(root).filter(({ manifest }) => manifest.private !== true);
    return combine(
      await Promise.all(published.map(async ({ path, directory }) => asResult(path, await pack(directory)))),
    );
  },
};

/** A process of its own: it takes a core for a while. */
export const tarballContents: Check = {
  name: "tarball contents",
  async run({ root }) {
    const inspect = ["tooling/inspect-tarballs.ts"];
    return asResult("tarball contents", await runCommand(process.execPath, inspect, { cwd: root }));
  },
};

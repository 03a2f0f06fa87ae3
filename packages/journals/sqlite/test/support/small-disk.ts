/** A disk that is quickly full. Only root may mount one, and only on Linux; elsewhere the test says that it did not run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "vitest";

export interface SmallDisk extends Disposable {
  readonly folder: string;
}

/** Mounts a disk in memory, gone at the end. Skips the test where that cannot be done. */
export function mountSmallDisk({ skip }: TestContext, sizeMebibytes: number): SmallDisk {
  if (process.getuid?.() !== 0) skip("not run: only root can mount a small disk");
  const folder = mkdtempSync(join(tmpdir(), "tillwire-disk-"));
  const mounted = spawnSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${sizeMebibytes}m`, "tillwire-test", folder]);
  if (mounted.status !== 0) {
    rmdirSync(folder);
    skip(`not run: no small disk can be mounted here: ${String(mounted.stderr)}`);
  }
  return {
    folder,
    [Symbol.dispose]() {
      spawnSync("/bin/umount", ["--lazy", folder]); // also when a test that failed left a file open
      rmdirSync(folder);
    },
  };
}

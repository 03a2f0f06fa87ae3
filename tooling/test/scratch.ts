/** Copies of the workspace in which a test may plant what a check must find. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { listPackages } from "../workspace.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

export class Scratch implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "tillwire-planted-"));

  /** Shares the tools of the repository. */
  linkTools(): void {
    for (const name of ["node_modules", "tooling"]) symlinkSync(join(root, name), join(this.path, name), "junction");
  }

  /** Copies files and folders of the repository to the same place here. Links keep pointing to their neighbours. */
  copy(...paths: readonly string[]): void {
    for (const path of paths)
      cpSync(join(root, path), join(this.path, path), { recursive: true, verbatimSymlinks: true });
  }

  /** Copies what belongs to the packages: manifests, sources, compiled files, and their links to each other. */
  copyPackages(): void {
    for (const { path } of listPackages(root)) {
      const parts = ["package.json", "src", "dist", "node_modules"].map((name) => `${path}/${name}`);
      this.copy(...parts.filter((part) => existsSync(join(root, part))));
    }
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

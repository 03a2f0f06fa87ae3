/**
 * One inline project a package, named as on npm. Inline, because projects given as folders do not inherit these options.
 * `--mode long` runs the tests that take minutes (`*.long.test.ts`), and only these.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listPackages } from "./tooling/workspace.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

const folders = [...listPackages(root), { name: "tooling", directory: join(root, "tooling") }];

export default defineConfig(({ mode }) => ({
  test: {
    projects: folders
      .filter(({ directory }) => existsSync(join(directory, "test")))
      .map(({ name, directory }) => ({
        extends: true as const,
        test: {
          name,
          root: directory,
          include: mode === "long" ? ["test/**/*.long.test.ts"] : ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", ...(mode === "long" ? [] : ["test/**/*.long.test.ts"])],
        },
      })),
  },
}));

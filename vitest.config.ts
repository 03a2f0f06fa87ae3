/**
 * One inline project a package, named as on npm. Inline, because projects given as folders do not inherit these options.
 * `--mode long` runs the tests that take minutes (`*.long.test.ts`), and only these.
 *
 * Every file has a thread of its own, which starts faster than a process of its own. The cache of compiled code goes by
 * the environment to the threads and processes that tests start, many of which would strip the types of the same sources.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listPackages } from "./tooling/workspace.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

process.env["NODE_COMPILE_CACHE"] ??= join(root, "node_modules", ".cache", "compile");

const folders = [...listPackages(root), { name: "tooling", directory: join(root, "tooling") }];

export default defineConfig(({ mode }) => ({
  test: {
    pool: "threads",
    // The default leaves one core idle: of two cores, half.
    maxWorkers: "100%",
    // Far more than any test needs. A machine that does other things keeps a test waiting that does nothing wrong.
    testTimeout: 30_000,
    hookTimeout: 30_000,
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

/** One inline project a package, named as on npm. Inline, because projects given as folders do not inherit these options. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listPackages } from "./tooling/workspace.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  test: {
    projects: listPackages(root)
      .filter((entry) => existsSync(`${entry.directory}/test`))
      .map((entry) => ({
        extends: true as const,
        test: {
          name: entry.name,
          root: entry.directory,
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "test/**/*.long.test.ts"],
        },
      })),
  },
});

/** One inline project a package, named as on npm. Inline, because projects given as folders do not inherit these options. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listPackages } from "./tooling/workspace.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

const folders = [...listPackages(root), { name: "tooling", directory: join(root, "tooling") }];

export default defineConfig({
  test: {
    projects: folders
      .filter(({ directory }) => existsSync(join(directory, "test")))
      .map(({ name, directory }) => ({
        extends: true as const,
        test: {
          name,
          root: directory,
          include: ["test/**/*.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**", "test/**/*.long.test.ts"],
        },
      })),
  },
});

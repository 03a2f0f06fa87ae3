import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanEnvironment } from "../setup/environment.mjs";
import { runStep } from "../setup/step.mjs";

test("npm's description of itself does not reach the tools, settings by variable do", () => {
  const given = {
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy",
    npm_config_registry: "https://registry.example",
    NPM_CONFIG_CAFILE: "/ca.pem",
    npm_config_prefix: "/elsewhere",
    npm_config_local_prefix: "/repository",
    npm_lifecycle_event: "start",
    npm_package_name: "tillwire-monorepo",
    npm_config_nodedir: "/usr",
    INIT_CWD: "/repository",
  };
  expect(cleanEnvironment(given)).toEqual({
    PATH: "/bin",
    HTTPS_PROXY: "http://proxy",
    npm_config_registry: "https://registry.example",
    NPM_CONFIG_CAFILE: "/ca.pem",
  });
});

test.each([
  ["no registry", "npm error code ENOTFOUND", /registry could not be reached.*npm config get registry/],
  ["no permission", "EACCES: permission denied, mkdir '/x'", /no permission to write here/],
  ["a full disk", "ENOSPC: no space left on device", /disk is full/],
  ["an old lockfile", "ERR_PNPM_OUTDATED_LOCKFILE", /pnpm install/],
])("a failure is explained: %s", async (_, output, advice) => {
  const directory = mkdtempSync(join(tmpdir(), "tillwire-setup-"));
  const step = {
    title: "failing",
    command: process.execPath,
    parameters: ["-e", `console.error(${JSON.stringify(output)}); process.exit(3)`],
    directory,
    environment: process.env,
  };
  const failure = await runStep(step).then(
    () => "did not fail",
    (error: unknown) => String(error),
  );
  rmSync(directory, { recursive: true });
  expect(failure).toContain(output);
  expect(failure).toMatch(advice);
});

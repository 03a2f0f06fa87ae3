import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cruise, findBlindSpots, findViolations } from "../checks/dependency-direction.ts";
import { listPackages } from "../workspace.ts";
import { root, Scratch } from "./scratch.ts";

/** One forbidden import of each kind: the rule that must find it, the package and part of it, and what is imported. */
const planted: readonly { rule: string; at: string; imports: string }[] = [
  { rule: "plugin-api", at: "packages/core/plugin-api/src", imports: "zod" },
  { rule: "plugin-api", at: "packages/core/plugin-api/src", imports: "node:fs" },
  { rule: "protocol", at: "packages/core/protocol/src", imports: "@tillwire/engine" },
  { rule: "wire", at: "packages/core/protocol/src/wire", imports: "zod" },
  { rule: "engine", at: "packages/core/engine/src", imports: "@tillwire/host" },
  { rule: "engine", at: "packages/core/engine/src", imports: "node:timers" },
  { rule: "host", at: "packages/core/host/src", imports: "@tillwire/link-tcp" },
  { rule: "host", at: "packages/core/host/src", imports: "@tillwire/protocol" },
  { rule: "codecs", at: "packages/codecs/planted/src", imports: "node:crypto" },
  { rule: "codecs", at: "packages/codecs/emv/src", imports: "@tillwire/iso8583" },
  { rule: "keys", at: "packages/codecs/keys/src", imports: "node:fs" },
  { rule: "links", at: "packages/links/tcp/src", imports: "@tillwire/host" },
  { rule: "links", at: "packages/links/tcp/src", imports: "@tillwire/link-server" },
  { rule: "journals", at: "packages/journals/sqlite/src", imports: "@tillwire/journal-memory" },
  { rule: "platforms", at: "packages/platforms/websocket/src", imports: "ws" },
  { rule: "platforms", at: "packages/platforms/websocket/src", imports: "node:http" },
  { rule: "devices", at: "packages/devices/virtual/src", imports: "node:net" },
  { rule: "devices", at: "packages/devices/virtual/src", imports: "@tillwire/link-tcp" },
  { rule: "devices-edge", at: "packages/devices/virtual/src/virtual", imports: "@tillwire/host" },
  { rule: "devices-core", at: "packages/devices/virtual/src", imports: "./virtual/planted-target.ts" },
  { rule: "gateways", at: "packages/gateways/planted/src", imports: "@tillwire/device-virtual" },
  { rule: "gateways-edge", at: "packages/gateways/planted/src/virtual", imports: "@tillwire/engine" },
  { rule: "gateways-core", at: "packages/gateways/planted/src", imports: "./virtual/planted-target.ts" },
  { rule: "clients", at: "packages/clients/client/src", imports: "@tillwire/protocol" },
  { rule: "clients", at: "packages/clients/client/src", imports: "@tillwire/plugin-api" },
  { rule: "clients-edge", at: "packages/clients/client/src/node", imports: "@tillwire/engine" },
  { rule: "clients-core", at: "packages/clients/client/src", imports: "./node/planted-target.ts" },
  { rule: "kit", at: "packages/kit/plugin-test/src", imports: "@tillwire/host" },
  { rule: "acquirer", at: "packages/kit/acquirer/src", imports: "@tillwire/gateway-iso8583" },
  { rule: "apps", at: "apps/bridge/src", imports: "../../planted/src/index.ts" },
  { rule: "examples", at: "examples/planted", imports: "../../packages/core/engine/src/planted-target.ts" },
  { rule: "tests", at: "packages/core/host/test", imports: "../../engine/src/planted-target.ts" },
  { rule: "unresolvable", at: "packages/core/engine/src", imports: "./nowhere.ts" },
];

const pathOf = new Map(listPackages(root).map((entry) => [entry.name, entry.path]));

/** Makes `name` importable from the package that `at` lies in, as if its package.json declared it. */
function link(scratch: Scratch, at: string, name: string): void {
  const source = name.startsWith("@tillwire/") ? join(scratch.path, pathOf.get(name) ?? "") : thirdParty(name);
  const target = join(scratch.path, at.split("/src")[0] ?? "", "node_modules", name);
  if (existsSync(target)) return;
  mkdirSync(join(target, ".."), { recursive: true });
  symlinkSync(source, target, "junction");
}

function thirdParty(name: string): string {
  const user = name === "ws" ? "packages/links/server" : "packages/core/engine";
  return join(root, user, "node_modules", name);
}

function plant(scratch: Scratch): string[] {
  scratch.copyPackages();
  scratch.copy("tsconfig.base.json");
  scratch.linkTools();
  for (const name of ["packages/codecs/planted", "packages/gateways/planted", "apps/planted", "examples/planted"]) {
    scratch.write(
      `${name}/package.json`,
      JSON.stringify({ name: `planted-${name}`, version: "1.0.0", type: "module" }),
    );
    scratch.write(`${name}/src/index.ts`, "export {};\n");
  }
  for (const folder of [
    "devices/virtual/src/virtual",
    "gateways/planted/src/virtual",
    "clients/client/src/node",
    "core/engine/src",
  ]) {
    scratch.write(`packages/${folder}/planted-target.ts`, "export {};\n");
  }
  return planted.map(({ at, imports }, index) => {
    const file = `${at}/planted-${index}.ts`;
    scratch.write(file, `import ${JSON.stringify(imports)};\n`);
    if (!imports.startsWith(".") && !imports.startsWith("node:")) link(scratch, at, imports);
    return file;
  });
}

test("each forbidden import is found by the rule of its kind", { timeout: 60_000 }, async () => {
  using scratch = new Scratch();
  const files = plant(scratch);
  const cruised = await cruise(scratch.path, root);
  if (typeof cruised === "string") throw new Error(cruised);
  const violations = findViolations(cruised);
  const found = files.map((file) => violations.filter(({ from }) => from === file).map(({ rule }) => rule));
  expect(found.map((rules, index) => ({ ...planted[index], rules }))).toEqual(
    planted.map((entry) => ({ ...entry, rules: expect.arrayContaining([entry.rule]) as unknown })),
  );
  // Only the import that leads nowhere may be one that is not seen.
  expect(violations.filter(({ rule, from }) => rule === "unresolvable" && from.includes("planted"))).toHaveLength(1);
});

test("a package whose imports of others are not seen fails the check", () => {
  const cruised = { modules: [], summary: { violations: [] } };
  expect(findBlindSpots(root, cruised)).toContain("packages/core/host: its imports of other packages were not seen");
});

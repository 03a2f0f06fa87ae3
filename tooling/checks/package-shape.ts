/** Every package is complete and alike: fields, README, and for plugins the manifest that tools read without running them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { listPackages, type Manifest, type WorkspacePackage } from "../workspace.ts";
import { verdict, type Check } from "./check.ts";

const pluginKinds: Readonly<Record<string, string>> = {
  devices: "device",
  gateways: "gateway",
  platforms: "platform",
  journals: "journal",
};

export const packageShape: Check = {
  name: "package shape",
  async run({ root }) {
    const published = listPackages(root).filter((entry) => entry.manifest.private !== true);
    return verdict("package shape", published.flatMap(complaintsAbout));
  },
};

export function complaintsAbout(entry: WorkspacePackage): string[] {
  const missing = [
    ...Object.entries(requirements).filter(([, holds]) => !holds(entry.manifest, entry.path)),
    ...Object.entries(pluginRequirements(entry)).filter(([, holds]) => !holds(entry.manifest, entry.path)),
  ];
  const files = existsSync(join(entry.directory, "README.md")) ? [] : ["a README.md"];
  return [...files, ...missing.map(([what]) => what)].map((what) => `${entry.path}: needs ${what}`);
}

type Requirement = (manifest: Manifest, path: string) => boolean;

const requirements: Readonly<Record<string, Requirement>> = {
  '"type": "module"': ({ type }) => type === "module",
  '"license": "Apache-2.0"': ({ license }) => license === "Apache-2.0",
  '"sideEffects": false': ({ sideEffects }) => sideEffects === false,
  '"engines": { "node": ">=22.13" }': ({ engines }) => engines?.["node"] === ">=22.13",
  '"publishConfig": { "access": "public" }': ({ publishConfig }) => publishConfig?.access === "public",
  '"repository.directory" that is its path': ({ repository }, path) => repository?.directory === path,
  "a description": ({ description }) => (description ?? "").length > 20,
  'keywords, "tillwire" among them': ({ keywords }) => keywords?.includes("tillwire") === true,
  '"files" with dist (without its .tsbuildinfo), src, README.md and LICENSE': ({ files }) =>
    ["dist", "!dist/.tsbuildinfo", "src", "README.md", "LICENSE"].every((name) => files?.includes(name)),
  'an "exports" entry "./package.json"': ({ exports }) => exports?.["./package.json"] === "./package.json",
  '"types" first and "default" in each export, both in dist': ({ exports }) =>
    Object.entries(exports ?? {}).every(([key, target]) => key === "./package.json" || isCompiled(target)),
};

function isCompiled(target: string | Readonly<Record<string, string>>): boolean {
  if (typeof target === "string") return false;
  const { types = "", default: code = "" } = target;
  return (
    Object.keys(target).join() === "types,default" &&
    code.startsWith("./dist/") &&
    types === code.replace(/\.js$/, ".d.ts")
  );
}

/** A plugin is found by its keyword, told apart by its manifest, and built against one copy of the interface. */
function pluginRequirements({ path }: WorkspacePackage): Readonly<Record<string, Requirement>> {
  const kind = pluginKinds[path.split("/")[1] ?? ""];
  if (kind === undefined) return {};
  return {
    [`"tillwire": { "kind": "${kind}", "spec": "v1" }`]: ({ tillwire }) =>
      tillwire?.kind === kind && tillwire.spec === "v1",
    'the keyword "tillwire-plugin"': ({ keywords }) => keywords?.includes("tillwire-plugin") === true,
    'the peer "@tillwire/plugin-api": "workspace:^1.0.0"': ({ peerDependencies }) =>
      peerDependencies?.["@tillwire/plugin-api"] === "workspace:^1.0.0",
    "no plugin-api among its dependencies": ({ dependencies }) => dependencies?.["@tillwire/plugin-api"] === undefined,
  };
}

/** Runs dependency-cruiser over all sources. Fails too when it cannot see imports that the package.json files declare. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { listPackages, workspaceDependencies, type WorkspacePackage } from "../workspace.ts";
import { failure, verdict, type Check } from "./check.ts";
import { runTool } from "./command.ts";

/** The parts that are read of what dependency-cruiser writes as JSON. */
interface Cruise {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export const dependencyDirection: Check = {
  name: "dependency direction",
  async run({ root }) {
    const cruised = await cruise(root);
    if (typeof cruised === "string") return failure("dependency-cruiser did not run", cruised);
    const broken = findViolations(cruised).map(({ rule, from, to }) => `rule ${rule}: ${from} → ${to}`);
    return verdict("dependency direction", [...broken, ...findBlindSpots(root, cruised)]);
  },
};

/** What the rules forbid in the tree at `root`; `home` has the tools when they are not there. */
export async function cruise(root: string, home = root): Promise<Cruise | string> {
  const folders = listPackages(root)
    .flatMap((entry) =>
      entry.path.startsWith("examples/") ? [entry.path] : [`${entry.path}/src`, `${entry.path}/test`],
    )
    .filter((folder) => existsSync(join(root, folder)));
  const parameters = ["--config", join(home, ".dependency-cruiser.mjs"), "--output-type", "json", ...folders];
  const { output } = await runTool(root, "dependency-cruiser/bin/dependency-cruiser.mjs", parameters);
  try {
    // The shape is dependency-cruiser's documented result; the planted imports in the tests would show a change.
    return JSON.parse(output) as Cruise;
  } catch {
    return output;
  }
}

export function findViolations(cruised: Cruise): Violation[] {
  return cruised.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

/** Packages that declare a use of others in the workspace, but of whose imports none was seen: then nothing was checked. */
export function findBlindSpots(root: string, cruised: Cruise): string[] {
  const packages = listPackages(root).filter((entry) => existsSync(join(entry.directory, "src", "index.ts")));
  const names = new Set(packages.map((entry) => entry.name));
  return packages
    .filter((entry) => workspaceDependencies(entry, names, false).length > 0 && !seesOthers(entry, packages, cruised))
    .map((entry) => `${entry.path}: its imports of other packages were not seen`);
}

function seesOthers(entry: WorkspacePackage, packages: readonly WorkspacePackage[], cruised: Cruise): boolean {
  const others = packages.filter((other) => other !== entry).map((other) => `${other.path}/dist/`);
  return cruised.modules
    .filter((module) => module.source.startsWith(`${entry.path}/src/`))
    .some((module) => module.dependencies.some(({ resolved }) => others.some((path) => resolved.startsWith(path))));
}

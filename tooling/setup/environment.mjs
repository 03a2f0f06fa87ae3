/** Environment variables for the tools. npm describes itself to its scripts in variables that would steer the next npm or pnpm. */
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Settings that people give by variable and that must reach the tools; all other `npm_*` ones come from the npm that runs us. */
const kept =
  /^npm_config_(registry|https?_proxy|proxy|noproxy|cafile|ca|strict_ssl|userconfig|cache|fetch_.*|.*_authtoken)$/i;
const fromNpm = /^(npm_|INIT_CWD$|NODE_ENV$)/i;

export function cleanEnvironment(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => kept.test(name) || !fromNpm.test(name)));
}

/** The cleaned environment with the toolchain's Node and pnpm first on the path. */
export function toolchainEnvironment(root) {
  const environment = cleanEnvironment(process.env);
  const pathName = Object.keys(environment).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const binaries = join(root, ".toolchain", "node_modules", ".bin");
  environment[pathName] = [binaries, environment[pathName] ?? ""].join(delimiter);
  // pnpm does not read npm's variables, and must use the same registry.
  const registry = environment.npm_config_registry ?? environment.NPM_CONFIG_REGISTRY;
  if (registry !== undefined) environment.pnpm_config_registry ??= registry;
  const headers = headersDirectory(root);
  if (headers !== undefined) environment.npm_config_nodedir = headers;
  return environment;
}

/** Native add-ons must be built against this Node's headers, whatever `nodedir` the user's npm configuration names. */
function headersDirectory(root) {
  const parent = join(root, ".toolchain", "node_modules", "node", "node_modules");
  if (!existsSync(parent)) return undefined;
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .find((directory) => existsSync(join(directory, "include", "node")));
}

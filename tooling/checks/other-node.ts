/** Another version of Node, from the npm registry, kept beside the toolchain. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.ts";

export type OtherNode =
  | { readonly kind: "ready"; readonly path: string }
  | { readonly kind: "missing"; readonly reason: string };

export async function provideNode(root: string, version: string): Promise<OtherNode> {
  const folder = join(root, ".toolchain", `node-${version}`);
  const path = join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(path)) return { kind: "ready", path };
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  const parameters = ["install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  const { code, output } = await runCommand("npm", parameters, { cwd: folder });
  if (code === 0 && existsSync(path)) return { kind: "ready", path };
  return {
    kind: "missing",
    reason: `Node ${version} could not be had from the npm registry: ${output.split("\n")[0]}`,
  };
}

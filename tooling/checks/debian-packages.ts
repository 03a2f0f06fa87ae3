/** In CI, installs the Debian packages that tests need and that are not there yet. Elsewhere a missing one is said, not installed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "./command.ts";

/** The declared list: one name a line, `#` starts a comment. */
function declaredPackages(root: string): string[] {
  return readFileSync(join(root, "tooling", "debian-packages.txt"), "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}

export async function installDebianPackages(root: string): Promise<void> {
  const declared = declaredPackages(root);
  if (declared.length === 0 || process.platform !== "linux" || process.getuid?.() !== 0) return;
  const missing: string[] = [];
  for (const name of declared) {
    const { code, output } = await runCommand("dpkg-query", ["-W", "-f=${Status}", name], { cwd: root });
    if (code !== 0 || !output.includes("install ok installed")) missing.push(name);
  }
  if (missing.length === 0) return;
  console.log(`… installing Debian packages: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update", "-qq"], { cwd: root, env });
  const { code, output } = await runCommand(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", ...missing],
    {
      cwd: root,
      env,
    },
  );
  // The tests that need a package say by themselves that it is missing; this is the reason.
  if (code !== 0) console.error(`Debian packages could not be installed:\n${output}`);
}

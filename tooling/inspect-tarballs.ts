/**
 * Looks into every packed tarball as its users will find it: publint at the manifest, attw at the types. All in one
 * process, since the compiler that attw brings along takes longer to load than to look. Complaints go to the output.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { tarballIn } from "./tarball.ts";
import { listPackages } from "./workspace.ts";

/** How CommonJS and the oldest resolution find a package. Ours are ESM only, and Node loads those from CommonJS too. */
const otherResolutions: readonly string[] = ["node10", "node16-cjs"];

/** What both tools find wrong with a packed package. */
export async function complaintsAbout(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  return [...(await manifestComplaints(tarball)), ...(await typeComplaints(tarball))];
}

async function manifestComplaints(tarball: Uint8Array<ArrayBuffer>): Promise<string[]> {
  const { messages, pkg } = await publint({ pack: { tarball: tarball.slice().buffer }, strict: true });
  return messages
    .filter(({ type }) => type === "error")
    .map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`);
}

async function typeComplaints(tarball: Uint8Array): Promise<string[]> {
  const analysis = await checkPackage(createPackageFromTarballData(tarball));
  if (analysis.types === false) return ["attw: it has no types"];
  return analysis.problems
    .filter((problem) => !("resolutionKind" in problem) || !otherResolutions.includes(problem.resolutionKind))
    .map((problem) => `attw: ${JSON.stringify(problem)}`);
}

async function main(): Promise<void> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const { path, directory } of listPackages(root).filter(({ manifest }) => manifest.private !== true)) {
    const complaints = await complaintsAbout(new Uint8Array(readFileSync(tarballIn(directory))));
    for (const complaint of complaints) console.log(`${path}: ${complaint}`);
    if (complaints.length > 0) process.exitCode = 1;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();

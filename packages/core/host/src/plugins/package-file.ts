/** What the package of a module says about itself in package.json, where the module lies in one. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { refusal } from "./refusals.ts";

/** The manifest that tools read without running the package: `"tillwire": { "kind": "device", "spec": "v1" }`. */
const manifestSchema = z.object({
  kind: z.enum(["device", "gateway", "platform", "journal", "link"]),
  spec: z.string().regex(/^v\d{1,4}$/),
});

const packageSchema = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  main: z.string().optional(),
  exports: z.unknown().optional(),
  tillwire: z.unknown().optional(),
});

/** A package.json, as far as loading a plugin needs it. */
export type PackageFile = z.infer<typeof packageSchema>;

/** The package.json in a folder, or nothing when there is none. Throws `PLUGIN_FAILED` when it is not JSON. */
export function readPackageFile(folder: string): PackageFile | undefined {
  const path = join(folder, "package.json");
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined; // most folders on the way up have none
  }
  try {
    return packageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw refusal("PLUGIN_FAILED", `${path} is not a package.json. Install the package again.`, cause);
  }
}

/** The package.json of the package that a module belongs to: the nearest one upwards that has a name. */
export function packageFileOf(moduleUrl: string): PackageFile | undefined {
  if (!moduleUrl.startsWith("file:")) return undefined;
  let folder = dirname(fileURLToPath(moduleUrl));
  for (;;) {
    const file = readPackageFile(folder);
    if (file?.name !== undefined) return file;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/** The manifest as a spec (`device/v1`), or nothing when the package has none. Throws `PLUGIN_FAILED` for a broken one. */
export function manifestSpec(file: PackageFile | undefined): string | undefined {
  if (file?.tillwire === undefined) return undefined;
  const manifest = manifestSchema.safeParse(file.tillwire);
  if (manifest.success) return `${manifest.data.kind}/${manifest.data.spec}`;
  throw refusal(
    "PLUGIN_FAILED",
    `The package ${file.name ?? "without a name"} has a broken manifest: its package.json needs ` +
      `"tillwire": { "kind": "device", "spec": "v1" } or the like. Report it to the package's maintainers.`,
    manifest.error,
  );
}

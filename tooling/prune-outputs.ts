/** Deletes compiled files whose source is gone. The compiler leaves them, and they would be packed and published. */
import { existsSync, globSync, rmSync } from "node:fs";
import { join } from "node:path";
import { listPackages } from "./workspace.ts";

export function pruneOutputs(root: string): void {
  for (const { directory } of listPackages(root)) {
    for (const output of globSync("dist/**/*.{js,d.ts,js.map,d.ts.map}", { cwd: directory })) {
      const source = output.replace(/^dist/, "src").replace(/(\.js|\.d\.ts)(\.map)?$/, ".ts");
      if (!existsSync(join(directory, source))) rmSync(join(directory, output));
    }
  }
}

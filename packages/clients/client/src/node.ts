/**
 * `@tillwire/client/node`: storage for Node, one file a payment. Survives kill -9 and a power cut: each write goes to a
 * file beside, is flushed, and takes the old one's place.
 *
 * @packageDocumentation
 */
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { ClientStorage } from "./storage.ts";

export type { ClientStorage } from "./storage.ts";

const suffix = ".json";

/**
 * Keeps payments in `directory`, which is made when it is missing. One process at a time: give each till its own.
 * @public
 */
export function fileStorage(directory: string): ClientStorage {
  return {
    list: async () => {
      await makeDirectory(directory);
      const names = (await readdir(directory)).filter((name) => name.endsWith(suffix));
      const texts = new Map<string, string>();
      for (const name of names) {
        const text = await readIfThere(join(directory, name));
        if (text !== undefined) texts.set(keyOf(name), text);
      }
      return texts;
    },
    put: async (key, text) => {
      await makeDirectory(directory);
      const path = join(directory, nameOf(key));
      await writeFlushed(`${path}.new`, text);
      await rename(`${path}.new`, path);
      await flushDirectory(directory);
    },
    remove: async (key) => {
      await rm(join(directory, nameOf(key)), { force: true });
    },
  };
}

// Keys are told apart by case and may hold a colon; file names on some systems are not and may not.
function nameOf(key: string): string {
  return Buffer.from(key).toString("hex") + suffix;
}

function keyOf(name: string): string {
  return Buffer.from(name.slice(0, -suffix.length), "hex").toString();
}

/** Undefined when it was removed since the folder was read. */
async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

async function makeDirectory(directory: string): Promise<void> {
  const firstMade = await mkdir(directory, { recursive: true });
  if (firstMade === undefined) return;
  const top = dirname(resolve(firstMade));
  let path = resolve(directory);
  while (path !== top) {
    path = dirname(path);
    await flushDirectory(path);
  }
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name itself durable. Windows cannot open a folder and needs no such step. */
async function flushDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

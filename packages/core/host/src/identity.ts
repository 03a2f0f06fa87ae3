/** The bridge's own signing key: made on the first start, kept in the data folder, named by a digest of its public half. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { TillwireError } from "@tillwire/plugin-api";

const fileName = "bridge-key.pem";

/** The key id: 22 characters, the same for the same key. */
export async function bridgeKeyId(dataFolder: string): Promise<string> {
  const path = join(dataFolder, fileName);
  const publicDer = publicHalf(await readPem(path), path);
  return createHash("sha256").update(publicDer).digest("base64url").slice(0, 22);
}

function publicHalf(pem: string, path: string): Buffer {
  try {
    return createPublicKey(createPrivateKey(pem)).export({ format: "der", type: "spki" });
  } catch (cause) {
    const message = `The bridge's key ${path} is damaged. Put it back from a copy, or delete it: the bridge then makes another, which is new to every POS.`;
    throw new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
  }
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (!missing) throw unusable(path, cause);
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" });
  try {
    await writeFile(path, pem, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    throw unusable(path, cause);
  }
  return pem.toString();
}

function unusable(path: string, cause: unknown): TillwireError {
  const message = `The bridge's key ${path} cannot be read or written. Check the owner of the data folder.`;
  return new TillwireError("STORAGE_UNUSABLE", { message, effect: "none", cause });
}

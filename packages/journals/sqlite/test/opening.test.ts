/** What cannot be opened is refused with what to do, and left as it is. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { startAndOpen } from "./support/child.ts";
import { execute } from "./support/database.ts";
import { saying } from "./support/saying.ts";
import { makePlace, placeIn } from "./support/place.ts";

vi.setConfig({ testTimeout: 60_000 });

test("a data folder that is not there, or is no folder", async () => {
  await using place = makePlace();
  const missing = placeIn(join(place.folder, "missing")).open();
  await expect(missing).rejects.toMatchObject({ code: "STORAGE_UNUSABLE", effect: "none" });
  await expect(missing).rejects.toThrow(/missing does not exist\. Make it/);
  writeFileSync(join(place.folder, "file"), "");
  await expect(placeIn(join(place.folder, "file")).open()).rejects.toThrow(/is not a folder\. Choose another/);
});

test("a folder in the place of the file", async () => {
  await using place = makePlace();
  mkdirSync(place.file);
  await expect(place.open()).rejects.toMatchObject({
    code: "STORAGE_UNUSABLE",
    message: saying(/cannot be opened or made\. Check the owner and permissions/),
  });
});

test("a file that is no database", async () => {
  await using place = makePlace();
  const text = "This is the shop's diary. ".repeat(100);
  writeFileSync(place.file, text);
  await expect(place.open()).rejects.toMatchObject({
    code: "STORAGE_UNUSABLE",
    message: saying(/is no database, or its beginning is damaged/),
  });
  expect(readFileSync(place.file, "utf8")).toBe(text);
});

test("a database of somebody else", async () => {
  await using place = makePlace();
  execute(place.file, "CREATE TABLE customer (name TEXT)");
  const before = readFileSync(place.file);
  await expect(place.open()).rejects.toMatchObject({
    code: "STORAGE_UNUSABLE",
    message: saying(/is a database, but not a journal of Tillwire/),
  });
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test("a journal of a newer version", async () => {
  await using place = makePlace();
  await (await place.open())[Symbol.asyncDispose]();
  execute(place.file, "PRAGMA user_version = 2");
  const before = readFileSync(place.file);
  await expect(place.open()).rejects.toMatchObject({
    code: "PLUGIN_UNSUPPORTED",
    message: saying(/newer version\. Upgrade @tillwire\/journal-sqlite/),
  });
  expect(readFileSync(place.file).equals(before)).toBe(true);
});

test.each([
  ["without its tables", "DROP TABLE entry"],
  ["of a version that never was", "PRAGMA user_version = 0"],
])("a journal %s", async (_what, statement) => {
  await using place = makePlace();
  await (await place.open())[Symbol.asyncDispose]();
  execute(place.file, statement);
  await expect(place.open()).rejects.toMatchObject({
    code: "JOURNAL_CORRUPT",
    message: saying(/is damaged .*Copy the data folder/),
  });
});

test("no permission to write, to whoever is not root", async ({ skip }) => {
  if (process.platform === "win32") skip("not run: permissions of Windows are another matter");
  const user = process.getuid?.() === 0 ? 65_534 : undefined;
  const folder = mkdtempSync(join(tmpdir(), "tillwire-closed-"));
  try {
    chmodSync(folder, 0o555);
    const [child, opened] = await startAndOpen(folder, user === undefined ? {} : { user });
    await child.kill();
    if (opened === undefined) skip("not run: another user cannot read this copy of the sources");
    expect(opened).toMatch(/^failed STORAGE_UNUSABLE .*cannot be opened or made\. Check the owner and permissions/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

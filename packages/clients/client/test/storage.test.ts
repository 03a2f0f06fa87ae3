/** Every storage keeps the same promises; each is shown with a client that crashes in the middle of a sale, too. */
import { IDBFactory } from "fake-indexeddb";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { indexedDbStorage, memoryStorage, webStorage } from "../src/index.ts";
import type { ClientStorage, WebStorageArea } from "../src/index.ts";
import { fileStorage } from "../src/node.ts";
import { approved } from "./support/fake-bridge.ts";
import { clean, connected, sale } from "./support/till.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tillwire-client-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** As a browser's `localStorage`, with somebody else's entries in it. */
function webArea(): WebStorageArea {
  const entries = new Map([["theme", "dark"]]);
  return {
    get length() {
      return entries.size;
    },
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (name) => entries.get(name) ?? null,
    setItem: (name, text) => void entries.set(name, text),
    removeItem: (name) => void entries.delete(name),
  };
}

let count = 0;
/** Each makes a fresh place, and gives how to open it: once more after a reload. */
const places: readonly [string, () => () => ClientStorage][] = [
  [
    "memoryStorage",
    () => {
      const storage = memoryStorage();
      return () => storage;
    },
  ],
  [
    "webStorage",
    () => {
      const area = webArea();
      return () => webStorage(area);
    },
  ],
  [
    "indexedDbStorage",
    () => {
      const factory = new IDBFactory();
      return () => indexedDbStorage("tillwire", factory);
    },
  ],
  [
    "fileStorage",
    () => {
      count += 1;
      const path = join(folder, String(count), "deep", "payments");
      return () => fileStorage(path);
    },
  ],
];

describe.each(places)("%s", (_name, place) => {
  test("keeps texts by key, replaces and removes them, over a reload", async () => {
    const open = place();
    const storage = open();
    expect(await storage.list()).toEqual(new Map());
    await storage.put("order:4711.A", "one");
    await storage.put("order:4711.a", "two");
    await storage.put("order:4711.A", "three");
    await storage.remove("never-there");
    const expected = new Map([
      ["order:4711.A", "three"],
      ["order:4711.a", "two"],
    ]);
    expect(await storage.list()).toEqual(expected);
    expect(await open().list()).toEqual(expected);
    await open().remove("order:4711.A");
    expect(await storage.list()).toEqual(new Map([["order:4711.a", "two"]]));
  });

  test("takes many writes at once", async () => {
    const storage = place()();
    const keys = Array.from({ length: 50 }, (_, index) => `order-${index}`);
    await Promise.all(keys.map((key) => storage.put(key, "ä€😀".repeat(1_000))));
    const texts = await storage.list();
    expect([...texts.keys()].toSorted()).toEqual(keys.toSorted());
    expect(new Set(texts.values())).toEqual(new Set(["ä€😀".repeat(1_000)]));
    await Promise.all(keys.map((key) => storage.remove(key)));
    expect(await storage.list()).toEqual(new Map());
  });

  test("lets a till find its payment again", async () => {
    const open = place();
    const till = await connected({ storage: open() });
    const { key } = till.client.sale(sale);
    // Real files and databases take real time, which the virtual clock does not pass.
    await expect.poll(async () => (await passing(till.clock.advance(100)), till.bridge.salesSeen)).toEqual([key]);
    till.crash();
    const [found] = await till.reopen().resume();
    await expect
      .poll(async () => (await passing(till.clock.advance(500)), till.bridge.acknowledgedKeys))
      .toEqual([key]);
    expect(await found).toMatchObject({ key, outcome: approved });
    await expect.poll(async () => (await open().list()).size).toBe(0);
    await till.client.close(); // in real time, as its storage is
    expect(await till.shutDown()).toEqual(clean);
  });
});

async function passing(time: Promise<void>): Promise<void> {
  await time;
}

describe("webStorage", () => {
  test("leaves other entries alone", async () => {
    const area = webArea();
    const storage = webStorage(area, "till-7:");
    await storage.put("order-1234", "x");
    expect(area.getItem("till-7:order-1234")).toBe("x");
    await storage.remove("order-1234");
    expect(area.getItem("theme")).toBe("dark");
  });
});

describe("indexedDbStorage", () => {
  test("says what failed, and opens the database again", async () => {
    const factory = new IDBFactory();
    let failures = 1;
    const flaky = new Proxy(factory, {
      get: (target, name) =>
        name === "open" && failures-- > 0
          ? () => {
              throw new Error("no disk");
            }
          : (Reflect.get(target, name) as () => unknown).bind(target),
    });
    const storage = indexedDbStorage("tillwire", flaky);
    await expect(storage.put("order-1234", "x")).rejects.toThrow("no disk");
    await storage.put("order-1234", "x");
    expect(await storage.list()).toEqual(new Map([["order-1234", "x"]]));
  });
});

describe("fileStorage", () => {
  test("leaves one whole file a payment, and passes over what a crash left half written", async () => {
    const path = join(folder, "half");
    const storage = fileStorage(path);
    await storage.put("order-1234", "whole");
    await writeFile(join(path, "6f726465.json.new"), "ha");
    expect(await storage.list()).toEqual(new Map([["order-1234", "whole"]]));
    expect((await readdir(path)).toSorted()).toEqual(["6f726465.json.new", "6f726465722d31323334.json"]);
  });

  test("says when the folder cannot be used", async () => {
    const path = join(folder, "a-file");
    await writeFile(path, "");
    await expect(fileStorage(path).put("order-1234", "x")).rejects.toThrow(/EEXIST|ENOTDIR/);
    await expect(fileStorage(path).list()).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

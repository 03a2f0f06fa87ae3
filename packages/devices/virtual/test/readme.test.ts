/** What the README says is so: tables, bytes, versions, examples. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { clientMessageSchema } from "../src/protocol/client-messages.ts";
import { encodeMessage } from "../src/protocol/codec.ts";
import { errorCodeSchema, refusalReasonSchema, terminalMessageSchema } from "../src/protocol/terminal-messages.ts";
import { settingsSchema } from "../src/plugin/settings.ts";
import plugin from "../src/index.ts";
import { behaviorOf, behaviors, behaviorsByDigits, shopperPlans } from "../src/virtual/index.ts";
import { bridgeMessageSchema, readerMessageSchema } from "../src/protocol/reader-messages.ts";
import { readerSettingsSchema } from "../src/reader-plugin/settings.ts";
import { virtualReaderSettingsSchema } from "../src/virtual/reader/settings.ts";
import { terminalSettingsSchema } from "../src/virtual/settings.ts";
import { ledgerEntrySchema } from "../src/virtual/ledger/entry.ts";
import { audit, listen, openInMemory, readCard } from "./example.ts";

const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");

/** The rows of the table under a heading, as cells. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const start = readme.indexOf(`\n## ${heading}\n`);
  const section = readme.slice(start + 1, readme.indexOf("\n## ", start + 1));
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** As {@link rowsUnder}, for a smaller heading. */
function rowsOf(heading: string): readonly (readonly string[])[] {
  const start = readme.indexOf(`\n### ${heading}\n`);
  const section = readme.slice(start + 1, readme.indexOf("\n### ", start + 1));
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The first two cells of each row. */
function namedValues(heading: string): Record<string, string> {
  return Object.fromEntries(rowsUnder(heading).map(([name = "", value = ""]): [string, string] => [name, value]));
}

function flat(value: object, path = ""): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
      typeof inner === "object" && inner !== null
        ? Object.entries(flat(inner, `${path}${name}.`))
        : [[`\`${path}${name}\``, `\`${String(inner)}\``]],
    ),
  );
}

describe("the README", () => {
  test("lists every behavior with its digits", () => {
    const rows = Object.entries(behaviorsByDigits)
      .toSorted(([first], [second]) => first.localeCompare(second))
      .map(([digits, name]) => [digits, `\`${name}\``, behaviors[name].says]);
    expect(rowsUnder("Amounts that make trouble")).toEqual(rows);
    const unlisted = Object.keys(behaviors).filter((name) => !Object.values<string>(behaviorsByDigits).includes(name));
    expect(unlisted).toEqual(["approve"]);
    expect([behaviorOf(1201), behaviorOf(7), behaviorOf(1250)]).toEqual([
      "decline-insufficient-funds",
      "decline-limit-exceeded",
      "approve",
    ]);
  });

  test("lists every setting with its default", () => {
    const given = namedValues("Settings of the plugin");
    expect(given).toEqual({ ...flat(settingsSchema.parse({})), "`level`": "any" });
    const terminal = namedValues("Settings of the terminal");
    expect(terminal).toEqual(flat(terminalSettingsSchema.parse({})));
  });

  test("lists every shopper, and every setting of the reader", () => {
    const rows = Object.entries(shopperPlans).map(([name, { digits = "", meaning }]) => [
      digits,
      `\`${name}\``,
      meaning,
    ]);
    const byName = (left: readonly string[], right: readonly string[]): number =>
      (left[1] ?? "").localeCompare(right[1] ?? "");
    expect(rowsOf("Shoppers").toSorted(byName)).toEqual(rows.toSorted(byName));
    const given = Object.fromEntries(
      rowsOf("Settings of the reader's plugin").map(([name = "", value = ""]) => [name, value]),
    );
    expect(given).toEqual(flat(readerSettingsSchema.parse({})));
    const reader = Object.fromEntries(rowsOf("Settings of the reader").map(([name = "", value = ""]) => [name, value]));
    expect(reader).toEqual(flat(virtualReaderSettingsSchema.parse({})));
  });

  test("names every message of the reader's protocol", () => {
    const types = [bridgeMessageSchema, readerMessageSchema].flatMap((schema) =>
      schema.options.map(({ shape }) => shape.type.value),
    );
    expect(types.length).toBeGreaterThan(20);
    for (const type of types) expect(readme, type).toMatch(new RegExp(`\`${type}[\` {]`));
  });

  test("the digits of terminal and reader are different ones", () => {
    const own = Object.values(shopperPlans).flatMap(({ digits }) => digits ?? []);
    expect(own.filter((digits) => Object.hasOwn(behaviorsByDigits, digits))).toEqual([]);
  });

  test("shows the bytes of a frame as they are", () => {
    const hex = /```hex\n([^`]+)```/.exec(readme)?.[1] ?? "";
    const bytes = Uint8Array.from(hex.trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
    expect(bytes).toEqual(encodeMessage({ type: "commit", reference: "TX01" }));
  });

  test("names every message, reason, code and kind of entry", () => {
    const typesOf = (schema: object): readonly string[] =>
      [...JSON.stringify(schema).matchAll(/"type":\{"type":"string","const":"([a-z-]+)"\}/g)].map(
        ([, type = ""]) => type,
      );
    const names = [
      ...typesOf(clientMessageSchema.toJSONSchema()),
      ...typesOf(terminalMessageSchema.toJSONSchema({ unrepresentable: "any" })),
      ...typesOf(ledgerEntrySchema.toJSONSchema()),
      ...refusalReasonSchema.options,
      ...errorCodeSchema.options,
    ];
    expect(names.length).toBeGreaterThan(40);
    for (const name of names) expect(readme, name).toMatch(new RegExp(`\`${name}[\` {]`));
  });
});

test("the plugin tells the package's version", async () => {
  const manifest = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  expect(plugin.version).toBe(manifest.version);
});

test("its settings come with a JSON Schema for editors", () => {
  const schema = plugin.settings["~standard"].jsonSchema.input({ target: "draft-2020-12" });
  expect(schema).toMatchObject({
    type: "object",
    properties: { port: { default: 7460 } },
    additionalProperties: false,
  });
});

test("the examples run", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const session = await openInMemory();
  expect(session.capabilities.operations.sale).toMatchObject({ support: "native" });
  await session[Symbol.asyncDispose]();
  expect(await readCard()).toMatchObject({ card: { summary: { verification: "pin-offline" } } });
  vi.stubEnv("PORT", "0");
  const folder = await mkdtemp(join(tmpdir(), "virtual-example-"));
  await using listening = await listen(join(folder, "terminal.ledger"));
  expect(listening.port).toBeGreaterThan(0);
  await audit(join(folder, "terminal.ledger"));
  expect(log.mock.calls).toEqual([["ledger: booted (start 1)"], ["booted: VT000001, level B"], [[]]]);
  await rm(folder, { recursive: true });
  vi.unstubAllEnvs();
  log.mockRestore();
});

/** What the guide to the configuration says is what the command does. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { withSettingsTable } from "../scripts/settings-table.ts";
import { parseConfiguration } from "../src/configuration/read.ts";
import { start } from "./processes/processes.ts";

const guide = readFileSync(new URL("../../../docs/guides/configuration.md", import.meta.url), "utf8");
const [example = "", smallest = "", withReader = "", wrong = ""] = blocks("yaml");
const [complaint = "", pluginComplaint = ""] = blocks("");

/** The code blocks of one language. */
function blocks(language: string): readonly string[] {
  return [...guide.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].flatMap(([, of, code]) =>
    of === language ? [code ?? ""] : [],
  );
}

describe("the guide to the configuration", () => {
  test("lists every setting as the schema has it", () => {
    expect(withSettingsTable(guide)).toBe(guide);
    expect(guide).toContain("| `listen.port` | 0 to 65535 | `7455` | Port to listen on; 0 picks a free one. |");
  });

  test("has examples that are accepted", () => {
    expect(parseConfiguration(example, "tillwire.yaml").configuration.lanes).toMatchObject({
      "till-1": { answerWithinMs: 90_000 },
    });
    expect(Object.keys(parseConfiguration(smallest, "tillwire.yaml").configuration.lanes)).toEqual(["till-1"]);
    expect(parseConfiguration(withReader, "tillwire.yaml").configuration.lanes).toMatchObject({
      "till-1": { reader: {}, gateway: { isolation: "worker" }, emvParameters: "./emv-parameters.yaml" },
    });
  });

  test("shows what the command says of a wrong file", () => {
    expect(() => parseConfiguration(wrong, "/srv/till/tillwire.yaml")).toThrow(
      complaint.trim().replace("tillwire: ", ""),
    );
  });
});

/** The event of a line of the log. */
function eventOf(line: unknown): unknown {
  return typeof line === "object" && line !== null && "event" in line ? line.event : undefined;
}

describe("the command with the files of the guide", () => {
  let folder: string;
  const run = (text: string) => {
    writeFileSync(join(folder, "tillwire.yaml"), text);
    return start(["start", "--config", "tillwire.yaml", "--port", "0"], folder);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tillwire-guide-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(["journal-read", "listening"])(
    "starts the example, and stops it with code 0 on a signal at %s",
    async (when) => {
      await using bridge = run(example);
      await bridge.line((line) => (eventOf(line) === when ? true : undefined));
      bridge.signal("SIGTERM");
      expect(await bridge.exited).toBe(0);
      expect(bridge.complaints()).toBe("");
      expect(bridge.lines.map(eventOf).slice(-2)).toEqual(["bridge-stopping", "bridge-stopped"]);
    },
    60_000,
  );

  test.each([
    ["a wrong file", wrong, () => complaint.replaceAll("/srv/till", folder)],
    [
      "a wrong setting of a plugin",
      example.replace("port: 7460", "prot: 7460"),
      () => pluginComplaint.replaceAll("/srv/till", folder),
    ],
  ])(
    "refuses %s as shown, with code 1",
    async (_, text, shown) => {
      await using bridge = run(text);
      expect(await bridge.exited).toBe(1);
      expect(bridge.complaints()).toBe(shown());
    },
    60_000,
  );
});

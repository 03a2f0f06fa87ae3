/**
 * Writes the public interface of the packages that others build on to `etc/`, so that a change of it is seen in review.
 * `npm test` compares only (`--check`).
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { listPackages } from "./workspace.ts";

interface Entry {
  readonly package: string;
  /** Its compiled declarations, relative to the package. */
  readonly declarations: string;
  readonly report: string;
}

/** The packages that others are built on. */
const reported = ["@tillwire/plugin-api", "@tillwire/protocol", "@tillwire/client", "@tillwire/plugin-test"];

/** Every entry of those packages: `.` is reported under the package's name, `./wire` as `protocol-wire`. */
function listEntries(root: string): Entry[] {
  return listPackages(root)
    .filter(({ name }) => reported.includes(name))
    .flatMap(({ name, path, manifest }) =>
      Object.entries(manifest.exports ?? {}).flatMap(([key, target]) => {
        if (typeof target === "string") return [];
        const declarations = target["types"]?.replace("./", "") ?? "";
        const report = `${name.replace("@tillwire/", "")}${key.slice(1).replaceAll("/", "-")}`;
        return [{ package: path, declarations, report }];
      }),
    );
}

export interface ReportDifference {
  readonly report: string;
  readonly message: string;
}

/** The reports that are not as checked in; with `write` they are written. */
export function compareReports(root: string, write: boolean): ReportDifference[] {
  const scratch = mkdtempSync(join(tmpdir(), "tillwire-api-"));
  try {
    const entries = listEntries(root).map((entry) => ({ ...entry, config: configFor(root, entry, scratch) }));
    const [first, ...others] = entries.map(({ config }) => config);
    if (first === undefined) return [];
    // One program for all: most of the work is reading the same libraries.
    const additionalEntryPoints = others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath);
    const compilerState = CompilerState.create(first, { additionalEntryPoints });
    return entries.flatMap((entry) => compare(root, { entry, compilerState, scratch, write }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Comparison {
  readonly entry: Entry & { readonly config: ExtractorConfig };
  readonly compilerState: CompilerState;
  readonly scratch: string;
  readonly write: boolean;
}

function compare(root: string, { entry, compilerState, scratch, write }: Comparison): ReportDifference[] {
  const { report, config } = entry;
  const complaints = extract(root, config, compilerState);
  if (complaints.length > 0) return [{ report, message: complaints.join("\n") }];
  const current = readFileSync(join(scratch, `${report}.api.md`), "utf8").replaceAll("\r\n", "\n");
  const file = join(root, "etc", `${report}.api.md`);
  const recorded = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  if (recorded === current) return [];
  if (write) {
    mkdirSync(join(root, "etc"), { recursive: true });
    writeFileSync(file, current);
  }
  return [
    {
      report,
      message: `etc/${report}.api.md ${write ? "written" : "is not current: run pnpm api:update, and review"}`,
    },
  ];
}

/**
 * Every export says whether it is public, everything public is documented, and what a comment points to exists; all else
 * is for the reader of the report. Documented has to be whatever has a name of its own: exports, and the members of
 * interfaces and classes. The parts of a type that is written in place, or inferred from a schema, belong to the comment
 * of what they are written in, or to the schema's own descriptions.
 */
const fault = { logLevel: ExtractorLogLevel.Error };
const messageLevels = {
  default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
  "ae-missing-release-tag": fault,
  "ae-undocumented": fault,
  "ae-unresolved-link": fault,
};

const whatToWrite =
  "A docstring says what its user has to know: meaning, unit, bounds, who sets it, when it is absent.";

function configFor(root: string, { package: path, declarations, report }: Entry, scratch: string): ExtractorConfig {
  const folder = join(root, path);
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: `<projectFolder>/${declarations}`,
      newlineKind: "lf",
      // It follows types only when these libraries are named.
      compiler: { overrideTsconfig: compilerFor(join(folder, declarations)) },
      apiReport: {
        enabled: true,
        reportFileName: `${report}.api.md`,
        reportFolder: scratch,
        reportTempFolder: join(scratch, "new"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: messageLevels },
    },
  });
}

/** Runs API Extractor; the answer is what it complains about. */
function extract(root: string, config: ExtractorConfig, compilerState: CompilerState): string[] {
  const complaints: string[] = [];
  let undocumented = false;
  Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel !== ExtractorLogLevel.Error) return;
      complaints.push(message.formatMessageWithLocation(root));
      undocumented ||= message.messageId === "ae-undocumented";
    },
  });
  return undocumented ? [...complaints, whatToWrite] : complaints;
}

function compilerFor(declarations: string): object {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.AsyncIterable"],
      types: ["node"],
      module: "NodeNext",
      strict: true,
      skipLibCheck: true,
    },
    files: [declarations],
  };
}

function main(): void {
  const options = { check: { type: "boolean" }, root: { type: "string" } } as const;
  const { check = false, root = fileURLToPath(new URL("..", import.meta.url)) } = parseArgs({ options }).values;
  const differences = compareReports(root, !check);
  for (const { report, message } of differences) console.log(`${report}: ${message}`);
  if (check && differences.length > 0) process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

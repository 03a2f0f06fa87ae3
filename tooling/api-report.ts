/**
 * Writes the public interface of the packages that others build on to `etc/`, so that a change of it is seen in review.
 * `npm test` compares only.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
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
    return listEntries(root).flatMap((entry) => compare(root, { entry, scratch, write }));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Comparison {
  readonly entry: Entry;
  readonly scratch: string;
  readonly write: boolean;
}

function compare(root: string, { entry, scratch, write }: Comparison): ReportDifference[] {
  const { report } = entry;
  const complaints = extract(root, entry, scratch);
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

/** Runs API Extractor; the answer is what it complains about. */
function extract(root: string, { package: path, declarations, report }: Entry, scratch: string): string[] {
  const complaints: string[] = [];
  let undocumented = false;
  const folder = join(root, path);
  const config = ExtractorConfig.prepare({
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
  Extractor.invoke(config, {
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
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const { report, message } of compareReports(root, true)) console.log(`${report}: ${message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

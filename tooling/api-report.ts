/**
 * Writes the public interface of the packages that others build on to `etc/`, so that a change of it is seen in review.
 * `--check` writes nothing and fails on a difference.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, ExtractorLogLevel, type ExtractorMessage } from "@microsoft/api-extractor";

interface Entry {
  readonly package: string;
  /** Name of the compiled entry without its extension. */
  readonly entry: string;
  readonly report: string;
}

const entries: readonly Entry[] = [
  { package: "packages/core/plugin-api", entry: "index", report: "plugin-api" },
  { package: "packages/core/protocol", entry: "index", report: "protocol" },
  { package: "packages/core/protocol", entry: "wire", report: "protocol-wire" },
  { package: "packages/clients/client", entry: "index", report: "client" },
  { package: "packages/kit/plugin-test", entry: "index", report: "plugin-test" },
];

export interface ReportDifference {
  readonly report: string;
  readonly message: string;
}

/** The reports that are not as checked in; with `write` they are written. */
export function compareReports(root: string, write: boolean): ReportDifference[] {
  const scratch = mkdtempSync(join(tmpdir(), "tillwire-api-"));
  try {
    return entries
      .filter((entry) => existsSync(join(root, entry.package, "dist", `${entry.entry}.d.ts`)))
      .flatMap((entry) => compare(root, { entry, scratch, write }));
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

/** Runs API Extractor; the answer is what it complains about. */
function extract(root: string, { package: path, entry, report }: Entry, scratch: string): string[] {
  const complaints: string[] = [];
  const folder = join(root, path);
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: `<projectFolder>/dist/${entry}.d.ts`,
      newlineKind: "lf",
      // It follows types only when these libraries are named.
      compiler: { overrideTsconfig: compilerFor(folder, entry) },
      apiReport: {
        enabled: true,
        reportFileName: `${report}.api.md`,
        reportFolder: scratch,
        reportTempFolder: join(scratch, "new"),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true } },
      },
    },
  });
  Extractor.invoke(config, { localBuild: true, messageCallback: (message) => collect(message, complaints) });
  return complaints;
}

function compilerFor(folder: string, entry: string): object {
  return {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023", "ESNext.Disposable", "DOM", "DOM.AsyncIterable"],
      types: ["node"],
      module: "NodeNext",
      strict: true,
      skipLibCheck: true,
    },
    files: [join(folder, "dist", `${entry}.d.ts`)],
  };
}

function collect(message: ExtractorMessage, complaints: string[]): void {
  message.handled = true;
  if (message.logLevel === ExtractorLogLevel.Error) complaints.push(message.formatMessageWithLocation(undefined));
}

function main(): void {
  const root = fileURLToPath(new URL("..", import.meta.url));
  for (const { report, message } of compareReports(root, true)) console.log(`${report}: ${message}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();

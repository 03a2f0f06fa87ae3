/** Starts runners with the test's own plugins, and records what they tell. Everything started is taken down again. */
import { afterEach } from "vitest";
import { money, TillwireError } from "@tillwire/plugin-api";
import type {
  AttemptId,
  DeviceEvent,
  ErrorData,
  JsonValue,
  Keystore,
  LogFields,
  Question,
  QuestionAnswer,
  SaleRequest,
  SettleRequest,
  SettleVerdict,
} from "@tillwire/plugin-api";
import { systemClock, systemRandom } from "../../src/clock.ts";
import { createLogger } from "../../src/logs/index.ts";
import { inlineRunner } from "../../src/runners/inline.ts";
import type { RunnerLimits } from "../../src/runners/limits.ts";
import { terminalRole } from "../../src/runners/roles/terminal.ts";
import type { TerminalRole } from "../../src/runners/roles/terminal.ts";
import type { HostedSession, PluginRunner, RunnerHandlers } from "../../src/runners/runner.ts";
import { workerRunner } from "../../src/runners/worker.ts";

export const kinds = ["inline", "worker"] as const;
export type Kind = (typeof kinds)[number];

/** For plugins that never end what they are told to end. Those that do get the usual times, on a busy machine too. */
export const impatient: Partial<RunnerLimits> = { abortGraceMs: 200, closeGraceMs: 200 };

export const clock = systemClock();
export const unaborted = new AbortController().signal;

export interface RunnerChoice {
  readonly settings?: JsonValue;
  readonly links?: readonly string[];
  readonly limits?: Partial<RunnerLimits>;
  readonly keystore?: Keystore;
}

const toTakeDown: AsyncDisposable[] = [];

afterEach(async () => {
  await Promise.all(toTakeDown.splice(0).map((one) => one[Symbol.asyncDispose]()));
});

/** URL of one of the modules in `test/plugins`. */
export function moduleUrl(name: string): string {
  return new URL(`../plugins/${name}.ts`, import.meta.url).href;
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly fields: LogFields;
}

/** A logger that keeps its lines. */
export function recordingLog() {
  const text: string[] = [];
  const log = createLogger({ write: (line) => text.push(line), level: "debug", clock });
  const lines = (): LogLine[] => text.map((line) => JSON.parse(line) as LogLine);
  return { log, text, lines };
}

/** A runner of that kind for a plugin of `test/plugins`. */
export async function start(kind: Kind, name: string, choice: RunnerChoice = {}) {
  const recorded = recordingLog();
  const { settings, links = [], limits = {}, keystore } = choice;
  const common = { log: recorded.log, limits, ...(keystore === undefined ? {} : { keystore }) };
  const runner: PluginRunner<TerminalRole> =
    kind === "worker"
      ? await workerRunner(terminalRole, {
          ...common,
          moduleUrl: moduleUrl(name),
          settings,
          linkModules: links.map(moduleUrl),
        })
      : await inlineRunner(terminalRole, {
          ...common,
          plugin: { module: moduleUrl(name), ...(settings === undefined ? {} : { settings }) },
          links: links.map((link) => ({ module: moduleUrl(link) })),
          clock,
          random: systemRandom,
        });
  toTakeDown.push(runner);
  return { runner, ...recorded };
}

/** What a terminal told and asked. */
export function recordingHandlers(answers: Partial<Pick<RunnerHandlers, "ask" | "settle">> = {}) {
  const events: DeviceEvent[] = [];
  const questions: { attemptId: AttemptId; question: Question }[] = [];
  const settlements: SettleRequest[] = [];
  const exits: ErrorData[] = [];
  const exited = Promise.withResolvers<ErrorData>();
  const handlers = {
    emit: (event: DeviceEvent) => void events.push(event),
    ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer> {
      questions.push({ attemptId, question });
      return answers.ask?.(attemptId, question) ?? Promise.resolve({ kind: "signature", matches: true });
    },
    settle(request: SettleRequest): Promise<SettleVerdict> {
      settlements.push(request);
      return answers.settle?.(request) ?? Promise.resolve("keep");
    },
    exited(error: ErrorData) {
      exits.push(error);
      exited.resolve(error);
    },
  };
  return { handlers, events, questions, settlements, exits, exited: exited.promise };
}

/** A runner with its terminal open. */
export async function open(
  kind: Kind,
  name: string,
  choice: RunnerChoice & { readonly answers?: Partial<Pick<RunnerHandlers, "ask" | "settle">> } = {},
) {
  const started = await start(kind, name, choice);
  const recorded = recordingHandlers(choice.answers);
  const terminal: HostedSession<TerminalRole> = await started.runner.open(recorded.handlers, unaborted);
  return { ...started, ...recorded, terminal };
}

let attempts = 0;

/** A sale with references of its own. */
export function sale(amountMinor = 1050): SaleRequest {
  attempts += 1;
  return {
    attemptId: `attempt-${String(attempts).padStart(6, "0")}` as AttemptId, // the form of one
    references: { stan: String(attempts).padStart(6, "0") },
    operation: "sale",
    amount: money(amountMinor, "EUR"),
    partialApproval: false,
  };
}

/** What a promise rejects with, which has to be one of ours. */
export async function rejection(promise: Promise<unknown>): Promise<TillwireError> {
  const thrown: unknown = await promise.then(
    () => new Error("It should have been rejected."),
    (error: unknown) => error,
  );
  if (TillwireError.is(thrown)) return thrown;
  throw thrown;
}

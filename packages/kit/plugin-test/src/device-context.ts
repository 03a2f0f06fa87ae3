/**
 * What the host lends a device plugin, made for tests: virtual time, seeded chance, links in memory, and a record of
 * everything the plugin did with it. All that crosses is cloned, so a live object fails here as it would in a worker.
 */
import { TillwireError, defaultAnswer } from "@tillwire/plugin-api";
import type {
  AttemptId,
  DeviceContext,
  DeviceEvent,
  Keystore,
  Question,
  QuestionAnswer,
  SettleRequest,
  SettleVerdict,
} from "@tillwire/plugin-api";
import { createMemoryLinks } from "./memory-links.ts";
import { bridgeStopping, createPluginContext } from "./plugin-context.ts";
import type { PluginContextOptions, TestPluginContext } from "./plugin-context.ts";

/**
 * What a test lends. All of it may be left out.
 * @public
 */
export interface DeviceContextOptions extends PluginContextOptions {
  /** Where links come from, such as {@link createMemoryLinks}. Nobody listens anywhere when left out. */
  readonly connect?: DeviceContext["connect"];
  /** The engine's verdict on what the terminal is about to commit. `keep` when left out. */
  readonly onSettle?: (request: SettleRequest) => SettleVerdict | Promise<SettleVerdict>;
  /** The POS's answer. The question's default when left out. */
  readonly onAsk?: (question: Question, attemptId: AttemptId) => QuestionAnswer | Promise<QuestionAnswer>;
  /** Without one there is no key, and every use rejects with `SETTINGS_INVALID`. */
  readonly keystore?: Keystore;
}

/**
 * A context and what was done with it.
 * @public
 */
export interface TestDeviceContext extends DeviceContext, TestPluginContext {
  /** Moves only when the test says so. */
  readonly clock: TestPluginContext["clock"];
  /** Everything that was emitted, in order. */
  readonly events: readonly DeviceEvent[];
  /** Everything that was to be settled, in order. */
  readonly settled: readonly SettleRequest[];
  /** Everything that was asked of the POS, in order. */
  readonly asked: readonly { readonly attemptId: AttemptId; readonly question: Question }[];
  /** The bridge stops: aborts `signal`, and rejects `settle` from now on. */
  stop(): void;
}

/**
 * Makes a context.
 * @public
 */
export function createDeviceContext(options: DeviceContextOptions = {}): TestDeviceContext {
  const context = createPluginContext(options);
  const { signal } = context;
  const events: DeviceEvent[] = [];
  const settled: SettleRequest[] = [];
  const asked: { attemptId: AttemptId; question: Question }[] = [];

  async function settle(request: SettleRequest): Promise<SettleVerdict> {
    if (signal.aborted) throw bridgeStopping();
    const copy = structuredClone(request);
    settled.push(copy);
    const verdict = (await options.onSettle?.(copy)) ?? "keep";
    if (signal.aborted) throw bridgeStopping();
    return verdict;
  }

  async function ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer> {
    const copy = structuredClone(question);
    asked.push({ attemptId, question: copy });
    return (await options.onAsk?.(copy, attemptId)) ?? defaultAnswer(copy);
  }

  return {
    ...context,
    keystore: options.keystore ?? emptyKeystore(),
    connect: options.connect ?? createMemoryLinks().connect,
    events,
    emit: (event) => void events.push(structuredClone(event)),
    settled,
    settle,
    asked,
    ask,
  };
}

function emptyKeystore(): Keystore {
  const refuse = async (key: string): Promise<never> => {
    throw new TillwireError("SETTINGS_INVALID", { message: `The keystore has no key ${key}.`, effect: "none" });
  };
  return { hmac: refuse, mac: refuse, encrypt: refuse, decrypt: refuse };
}

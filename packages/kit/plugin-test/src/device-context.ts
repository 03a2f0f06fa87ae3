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
import { createRecordingLogger } from "./recording-logger.ts";
import type { LogLine } from "./recording-logger.ts";
import { createSeededRandom } from "./seeded-random.ts";
import { createVirtualClock } from "./virtual-clock.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/**
 * What a test lends. All of it may be left out.
 * @public
 */
export interface DeviceContextOptions {
  /** One of its own when left out. Share it with the links, so that both are in the same time. */
  readonly clock?: VirtualClock;
  /** Where links come from, such as {@link createMemoryLinks}. Nobody listens anywhere when left out. */
  readonly connect?: DeviceContext["connect"];
  /** The engine's verdict on what the terminal is about to commit. `keep` when left out. */
  readonly onSettle?: (request: SettleRequest) => SettleVerdict | Promise<SettleVerdict>;
  /** The POS's answer. The question's default when left out. */
  readonly onAsk?: (question: Question, attemptId: AttemptId) => QuestionAnswer | Promise<QuestionAnswer>;
  /** For the random bytes; a 32-bit integer. 1 when left out. */
  readonly seed?: number;
  /** Without one there is no key, and every use rejects with `SETTINGS_INVALID`. */
  readonly keystore?: Keystore;
}

/**
 * A context and what was done with it.
 * @public
 */
export interface TestDeviceContext extends DeviceContext {
  /** Moves only when the test says so. */
  readonly clock: VirtualClock;
  /** Everything that was emitted, in order. */
  readonly events: readonly DeviceEvent[];
  /** Everything that was logged, in order. */
  readonly logLines: readonly LogLine[];
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
  const stopping = new AbortController();
  const events: DeviceEvent[] = [];
  const settled: SettleRequest[] = [];
  const asked: { attemptId: AttemptId; question: Question }[] = [];
  const log = createRecordingLogger();

  async function settle(request: SettleRequest): Promise<SettleVerdict> {
    if (stopping.signal.aborted) throw bridgeStopping();
    const copy = structuredClone(request);
    settled.push(copy);
    const verdict = (await options.onSettle?.(copy)) ?? "keep";
    if (stopping.signal.aborted) throw bridgeStopping();
    return verdict;
  }

  async function ask(attemptId: AttemptId, question: Question): Promise<QuestionAnswer> {
    const copy = structuredClone(question);
    asked.push({ attemptId, question: copy });
    return (await options.onAsk?.(copy, attemptId)) ?? defaultAnswer(copy);
  }

  return {
    signal: stopping.signal,
    clock: options.clock ?? createVirtualClock(),
    log,
    logLines: log.lines,
    random: createSeededRandom(options.seed ?? 1),
    keystore: options.keystore ?? emptyKeystore(),
    connect: options.connect ?? createMemoryLinks().connect,
    events,
    emit: (event) => void events.push(structuredClone(event)),
    settled,
    settle,
    asked,
    ask,
    stop: () => stopping.abort(bridgeStopping()),
  };
}

function emptyKeystore(): Keystore {
  const refuse = async (key: string): Promise<never> => {
    throw new TillwireError("SETTINGS_INVALID", { message: `The keystore has no key ${key}.`, effect: "none" });
  };
  return { hmac: refuse, mac: refuse, encrypt: refuse, decrypt: refuse };
}

function bridgeStopping(): TillwireError {
  return new TillwireError("BRIDGE_STOPPING", { message: "The bridge is stopping.", effect: "none" });
}

/** Opens a plugin and makes it ready, each within its time. One that does not get ready is closed again. */
import { errorFromData, TillwireError } from "@tillwire/plugin-api";
import type { Clock, ErrorData } from "@tillwire/plugin-api";
import type { Role } from "../runners/roles/role.ts";
import type { HostedSession, RunnerHandlers } from "../runners/runner.ts";
import type { SupervisorOptions, SupervisorTimes } from "./supervisor.ts";

/** With what it is opened. */
export interface OpenReady {
  readonly handlers: RunnerHandlers;
  /** Resolves when what was opened is lost, or the bridge stops. */
  readonly end: Promise<ErrorData>;
  readonly stop: AbortSignal;
  readonly times: SupervisorTimes;
}

/** Opens and prepares. Rejects with what was in the way. */
export async function openReady<Kind extends Role>(
  { runner, prepare, clock }: SupervisorOptions<Kind>,
  { handlers, end, stop, times }: OpenReady,
): Promise<HostedSession<Kind>> {
  const { noun } = runner.role;
  const session = await within((signal) => runner.open(handlers, signal), {
    ...{ clock, stop, limitMs: times.openMs },
    late: `The ${noun} did not open within ${times.openMs} ms. Check power, cable and address.`,
  });
  if (prepare === undefined) return session;
  const lost = new AbortController();
  let loss: ErrorData | undefined;
  void end.then((error) => {
    loss = error;
    lost.abort();
  });
  try {
    await within((signal) => prepare(session, signal), {
      ...{ clock, stop: AbortSignal.any([stop, lost.signal]), limitMs: times.prepareMs },
      late: `The ${noun} was not ready within ${times.prepareMs} ms. Check it, and start it anew.`,
    });
    return session;
  } catch (thrown) {
    await session[Symbol.asyncDispose]();
    throw loss === undefined ? thrown : errorFromData(loss, thrown);
  }
}

interface Within {
  readonly clock: Clock;
  readonly stop: AbortSignal;
  readonly limitMs: number;
  /** What is said when the time was over first. */
  readonly late: string;
}

async function within<Result>(
  start: (signal: AbortSignal) => Promise<Result>,
  { clock, stop, limitMs, late: message }: Within,
): Promise<Result> {
  const [late, done] = [new AbortController(), new AbortController()];
  clock.sleep(limitMs, done.signal).then(
    () => late.abort(),
    () => undefined, // it was ready, or failed, in time
  );
  try {
    return await start(AbortSignal.any([stop, late.signal]));
  } catch (cause) {
    if (!late.signal.aborted) throw cause;
    throw new TillwireError("DEVICE_UNREACHABLE", { message, effect: "none", cause });
  } finally {
    done.abort();
  }
}

/** Opens a plugin on a connection, and is that plugin for the rest of the host until it is closed or lost. */
import { deviceEventSchema } from "@tillwire/engine/schemas";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Clock, Keystore, Logger } from "@tillwire/plugin-api";
import { fromCrossing } from "../crossing-errors.ts";
import type { RunnerLimits } from "../limits.ts";
import type { PluginMessage } from "../messages.ts";
import type { CapabilitiesOf, ResultOf, Role } from "../roles/role.ts";
import type { HostedSession, RunnerHandlers } from "../runner.ts";
import { settledWithin } from "../within.ts";
import { answerRequest } from "./answer-requests.ts";
import { createCalls } from "./calls.ts";
import type { Calls } from "./calls.ts";
import { pluginFailed } from "./connection.ts";
import type { PluginConnection } from "./connection.ts";
import { withoutCardData } from "./people-text.ts";
import { firstProblem } from "../senseless.ts";

/** What every session of a runner is opened with. */
export interface SessionSurroundings {
  readonly clock: Clock;
  readonly log: Logger;
  readonly keystore: Keystore;
  readonly limits: RunnerLimits;
}

/** What is opened, and for whom. */
export interface Opening<Kind extends Role> {
  readonly role: Kind;
  readonly handlers: RunnerHandlers;
  readonly signal: AbortSignal;
  readonly surroundings: SessionSurroundings;
}

interface Session {
  readonly role: Role;
  readonly connection: PluginConnection;
  readonly surroundings: SessionSurroundings;
  readonly calls: Calls;
  readonly opened: PromiseWithResolvers<unknown>;
  readonly closed: PromiseWithResolvers<void>;
  state: "opening" | "open" | "closing" | "ended";
}

/**
 * Opens. Rejects with what the plugin throws, with `ABORTED` after `signal` was aborted, and with `PLUGIN_FAILED` when
 * the plugin died, hangs, or opened something that is not of its role.
 */
export async function openSession<Kind extends Role>(
  connection: PluginConnection,
  { role, handlers, signal, surroundings }: Opening<Kind>,
): Promise<HostedSession<Kind>> {
  if (signal.aborted) throw notOpened("ABORTED", "Opening was stopped before it began.");
  if (!connection.alive) throw notOpened("PLUGIN_FAILED", "The plugin ended before it was opened.");
  const session = createSession(role, connection, surroundings);
  connection.listen({
    receive: (message) => receive(session, message, handlers),
    lost: (error) => lost(session, error, handlers),
  });
  const onAbort = (): void => void abortOpening(session);
  signal.addEventListener("abort", onAbort, { once: true });
  connection.post({ type: "open" });
  try {
    const capabilities = await session.opened.promise;
    session.state = "open";
    return hostedSession(session, capabilities as CapabilitiesOf<Kind>); // parsed by the role's schema
  } catch (error) {
    end(session);
    throw error;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function createSession(role: Role, connection: PluginConnection, surroundings: SessionSurroundings): Session {
  const { clock, limits } = surroundings;
  const onHung = (method: string): void =>
    connection.fail(pluginFailed(`The plugin hangs in ${method}: it did not end after it was stopped. It was ended.`));
  return {
    role,
    connection,
    surroundings,
    calls: createCalls({ role, post: connection.post, clock, limits, onHung }),
    opened: Promise.withResolvers(),
    closed: Promise.withResolvers(),
    state: "opening",
  };
}

function receive(session: Session, message: PluginMessage, handlers: RunnerHandlers): void {
  const { connection, calls, opened, surroundings } = session;
  let known = true;
  switch (message.type) {
    case "opened":
      acceptCapabilities(session, message.capabilities);
      break;
    case "open-failed":
      opened.reject(fromCrossing(message.error));
      break;
    case "result":
      known = calls.result(message.callId, message.result);
      break;
    case "call-failed":
      known = calls.failed(message.callId, message.error);
      break;
    case "request":
      void answerRequest(message, { handlers, keystore: surroundings.keystore }, connection.post);
      break;
    case "event":
      passEvent(message.event, handlers, surroundings.log);
      break;
    case "closed":
      session.closed.resolve();
      break;
    case "loaded":
    case "load-failed":
    case "failed":
    case "log":
    case "pong":
      known = false; // heard before a session begins, or by the connection itself
      break;
  }
  if (!known) connection.fail(pluginFailed(`The plugin's runner sent "${message.type}" where nobody waits for it.`));
}

function acceptCapabilities({ role, connection, opened }: Session, value: unknown): void {
  const parsed = role.capabilities.safeParse(value);
  if (parsed.success) {
    opened.resolve(parsed.data);
    return;
  }
  const what = firstProblem(parsed.error, { schema: role.capabilities, value, whole: "they" });
  const message = `The plugin's capabilities make no sense: ${what}. The plugin has to be corrected.`;
  opened.reject(notOpened("PLUGIN_FAILED", message, parsed.error));
  void connection.destroy(); // what it opened cannot be used, and it does not know that
}

function passEvent(value: unknown, handlers: RunnerHandlers, log: Logger): void {
  const parsed = deviceEventSchema.safeParse(value);
  if (parsed.success) {
    handlers.emit(withoutCardData(parsed.data));
    return;
  }
  const [issue] = parsed.error.issues;
  log.warn("event-invalid", { path: issue?.path.join(".") ?? "", reason: issue?.message ?? "" });
}

function lost(session: Session, error: TillwireError, handlers: RunnerHandlers): void {
  const before = session.state;
  const effect = session.calls.count > 0 ? "possible" : "none";
  session.state = "ended";
  session.calls.end(error);
  session.opened.reject(notOpened("PLUGIN_FAILED", error.message, error));
  session.closed.resolve();
  if (before === "open") handlers.exited({ ...errorData(error), effect });
}

async function abortOpening({ connection, opened, surroundings }: Session): Promise<void> {
  connection.post({ type: "abort-open" });
  if (await settledWithin(opened.promise, surroundings.limits.abortGraceMs, surroundings.clock)) return;
  connection.fail(pluginFailed("The plugin hangs while it opens: it did not end after it was stopped. It was ended."));
}

function end(session: Session): void {
  session.state = "ended";
  session.connection.listen(undefined);
}

function hostedSession<Kind extends Role>(session: Session, capabilities: CapabilitiesOf<Kind>): HostedSession<Kind> {
  const { role, calls } = session;
  let closing: Promise<void> | undefined;
  return {
    capabilities,
    async call(method, request, signal) {
      if (session.state !== "open") {
        throw notOpened("DEVICE_UNREACHABLE", `The ${role.noun} is closed. Nothing was sent.`);
      }
      if (role.lacks?.(capabilities, method) === true) {
        throw notOpened("OPERATION_UNSUPPORTED", `This ${role.noun} has no ${method}. Nothing was sent.`);
      }
      // Parsed by the schema of the method.
      return (await calls.start(method, request, signal)) as ResultOf<Kind, typeof method>;
    },
    [Symbol.asyncDispose]() {
      closing ??= close(session);
      return closing;
    },
  };
}

async function close(session: Session): Promise<void> {
  if (session.state !== "open") return;
  session.state = "closing";
  const { role, connection, calls, closed, surroundings } = session;
  connection.post({ type: "close" });
  const { abortGraceMs, closeGraceMs } = surroundings.limits;
  const inTime = await settledWithin(closed.promise, abortGraceMs + closeGraceMs, surroundings.clock);
  calls.end(
    new TillwireError("ABORTED", {
      message: `The ${role.noun} was closed while the call was running.`,
      effect: "possible",
    }),
  );
  end(session);
  if (!inTime) await connection.destroy();
}

function notOpened(
  code: "ABORTED" | "PLUGIN_FAILED" | "DEVICE_UNREACHABLE" | "OPERATION_UNSUPPORTED",
  message: string,
  cause?: unknown,
): TillwireError {
  return new TillwireError(code, { message, effect: "none", cause });
}

/**
 * The way to the terminal: one connection at a time, made when it is needed, and made again when it was lost. It says
 * when the terminal is lost and when it is back.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, DeviceContext } from "@tillwire/plugin-api";
import type { Level } from "../protocol/vocabulary.ts";
import type { TerminalMessage } from "../protocol/terminal-messages.ts";
import { openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { Settings } from "./settings.ts";
import { orAborted, within } from "./within.ts";

/** What a line needs. */
export interface LineOptions {
  readonly context: DeviceContext;
  readonly settings: Settings;
  readonly onUnasked: (message: TerminalMessage, connection: Connection) => void;
}

/** The way to the terminal. */
export interface Line extends AsyncDisposable {
  /** The connection that stands, if one does. */
  readonly current: Connection | undefined;
  /** That connection, or a new one. Rejects with `effect: "none"`: nothing was sent. */
  connection(signal: AbortSignal): Promise<Connection>;
}

/** Makes the way, without going it yet. The first terminal that answers decides which level all later ones must have. */
export function createLine({ context, settings, onUnasked }: LineOptions): Line {
  const { clock, log } = context;
  const { timeouts } = settings;
  const stopping = new AbortController();
  const stop = AbortSignal.any([context.signal, stopping.signal]);
  let current: Connection | undefined;
  let connecting: Promise<Connection> | undefined;
  let level = settings.level;
  let lost = false;

  async function connect(): Promise<Connection> {
    const link = await openLink(context, settings, stop);
    const connection = await openConnection(link, { clock, timeouts, onUnasked }, stop);
    if (stop.aborted || (level !== undefined && connection.welcome.level !== level)) {
      await connection[Symbol.asyncDispose]();
      throw stop.aborted ? stopped() : otherLevel(level, connection.welcome.level);
    }
    ({ level } = connection.welcome);
    current = connection;
    void connection.ended.then((error) => onEnded(connection, error));
    if (lost) context.emit({ type: "device-ready" });
    lost = false;
    return connection;
  }
  function connectOnce(): Promise<Connection> {
    connecting ??= connect().finally(() => (connecting = undefined));
    return connecting;
  }
  function onEnded(connection: Connection, { code, message }: TillwireError): void {
    if (current !== connection) return;
    current = undefined;
    if (stop.aborted) return;
    lost = true;
    log.warn("link-lost", { code, message });
    context.emit({ type: "device-lost", code, message });
    void keepConnecting();
  }
  async function keepConnecting(): Promise<void> {
    for (let waitMs = timeouts.reconnectFirstMs; ; waitMs = Math.min(waitMs * 2, timeouts.reconnectLongestMs)) {
      await clock.sleep(jittered(waitMs, context), stop).catch(() => undefined); // stopped: the next line sees it
      if (stop.aborted || current !== undefined) return;
      try {
        await connectOnce();
        return;
      } catch (thrown) {
        const { code, message } = errorData(thrown);
        log.debug("connecting-failed", { code, message });
      }
    }
  }
  return {
    get current() {
      return current;
    },
    async connection(signal) {
      if (current !== undefined) return current;
      try {
        return await orAborted(connectOnce(), AbortSignal.any([signal, stop]));
      } catch (thrown) {
        throw notConnected(thrown, settings);
      }
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await current?.[Symbol.asyncDispose]();
      await connecting?.catch(() => undefined); // stopped
    },
  };
}

/** Connects in time, or not at all: a link that comes later is closed. */
async function openLink(
  context: DeviceContext,
  { host, port, timeouts }: Settings,
  stop: AbortSignal,
): Promise<ByteLink> {
  const late = new AbortController();
  const opening = context.connect({ transport: "tcp", host, port }, AbortSignal.any([stop, late.signal]));
  const wait = { clock: context.clock, timeoutMs: timeouts.connectMs, what: "A connection", signal: stop };
  try {
    return await within(opening, wait);
  } catch (thrown) {
    late.abort();
    opening.then(
      (link) => link[Symbol.asyncDispose](),
      () => undefined, // it never came
    );
    throw thrown;
  }
}

/** Half of it fixed, half of it by chance, so that many bridges do not come at once. */
function jittered(waitMs: number, { random }: DeviceContext): number {
  const [byte = 0] = random(1);
  return Math.round(waitMs / 2 + (waitMs / 2) * (byte / 256));
}

/** Without a connection nothing was sent, whatever stood in the way. */
function notConnected(thrown: unknown, { host, port }: Settings): TillwireError {
  const { code, message } = errorData(thrown);
  const known = code === "SETTINGS_INVALID" || code === "ABORTED" || code === "DEVICE_UNREACHABLE";
  if (known) return new TillwireError(code, { message, effect: "none", cause: thrown });
  return new TillwireError("DEVICE_UNREACHABLE", {
    message: `The terminal at ${host}:${port} cannot be reached: ${message} Check that it runs, and its address.`,
    effect: "none",
    cause: thrown,
  });
}

function stopped(): TillwireError {
  return new TillwireError("ABORTED", { message: "The session was closed.", effect: "none" });
}

function otherLevel(wanted: Level | undefined, found: Level): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `The terminal is set to level ${found}, not ${wanted}. Set both to the same level.`,
    effect: "none",
  });
}

/**
 * The way to the terminal: one connection at a time, made when it is needed, and made again when it was lost. It says
 * when the terminal is lost and when it is back.
 */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { ByteLink, DeviceContext } from "@tillwire/plugin-api";
import type { ClientMessage } from "../protocol/client-messages.ts";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { openConnection } from "./connection.ts";
import type { Connection } from "./connection.ts";
import type { Language, Typed } from "./language.ts";
import type { ConnectionTimeouts } from "./settings.ts";
import { orAborted, within } from "./within.ts";

/** Where the other end is, and how long to wait for it. */
export interface LineSettings {
  readonly host: string;
  readonly port: number;
  readonly timeouts: ConnectionTimeouts;
}

/** What a line needs. */
export interface LineOptions<Incoming extends Typed, Outgoing extends Typed, Welcome> {
  readonly context: DeviceContext;
  readonly settings: LineSettings;
  readonly language: Language<Incoming, Outgoing, Welcome>;
  /** Throws when this is not the one that is wanted. */
  readonly accept: (welcome: Welcome) => void;
  readonly onUnasked: (message: Incoming, connection: Connection<Incoming, Outgoing, Welcome>) => void;
}

/** The way to the terminal, where nothing else is said. */
export interface Line<
  Incoming = TerminalMessage,
  Outgoing = ClientMessage,
  Welcome = TerminalMessageOf<"welcome">,
> extends AsyncDisposable {
  /** The connection that stands, if one does. */
  readonly current: Connection<Incoming, Outgoing, Welcome> | undefined;
  /** That connection, or a new one. Rejects with `effect: "none"`: nothing was sent. */
  connection(signal: AbortSignal): Promise<Connection<Incoming, Outgoing, Welcome>>;
}

/** Makes the way, without going it yet. */
export function createLine<Incoming extends Typed, Outgoing extends Typed, Welcome>(
  options: LineOptions<Incoming, Outgoing, Welcome>,
): Line<Incoming, Outgoing, Welcome> {
  type Opened = Connection<Incoming, Outgoing, Welcome>;
  const { context, settings, language } = options;
  const { clock, log } = context;
  const { timeouts } = settings;
  const stopping = new AbortController();
  const stop = AbortSignal.any([context.signal, stopping.signal]);
  let current: Opened | undefined;
  let connecting: Promise<Opened> | undefined;
  let lost = false;

  async function connect(): Promise<Opened> {
    const connection = await openAccepted(options, stop);
    current = connection;
    connection.listen(); // only now: what it settles goes out over the connection that stands
    void connection.ended.then((error) => onEnded(connection, error));
    if (lost) context.emit({ type: "device-ready" });
    lost = false;
    return connection;
  }
  function connectOnce(): Promise<Opened> {
    connecting ??= connect().finally(() => (connecting = undefined));
    return connecting;
  }
  function onEnded(connection: Opened, { code, message }: TillwireError): void {
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
        throw notConnected(thrown, settings, language.peer);
      }
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await current?.[Symbol.asyncDispose]();
      await connecting?.catch(() => undefined); // stopped
    },
  };
}

/** Connects, greets, and looks whether it is the right one. */
async function openAccepted<Incoming extends Typed, Outgoing extends Typed, Welcome>(
  { context, settings, onUnasked, language, accept }: LineOptions<Incoming, Outgoing, Welcome>,
  stop: AbortSignal,
): Promise<Connection<Incoming, Outgoing, Welcome>> {
  const link = await openLink(context, settings, stop);
  const { clock } = context;
  const connection = await openConnection(link, { clock, timeouts: settings.timeouts, onUnasked, language }, stop);
  try {
    if (stop.aborted) throw stopped();
    accept(connection.welcome);
    return connection;
  } catch (thrown) {
    await connection[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** Connects in time, or not at all: a link that comes later is closed. */
async function openLink(
  context: DeviceContext,
  { host, port, timeouts }: LineSettings,
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
function notConnected(thrown: unknown, { host, port }: LineSettings, peer: string): TillwireError {
  const { code, message } = errorData(thrown);
  const known = code === "SETTINGS_INVALID" || code === "ABORTED" || code === "DEVICE_UNREACHABLE";
  if (known) return new TillwireError(code, { message, effect: "none", cause: thrown });
  return new TillwireError("DEVICE_UNREACHABLE", {
    message: `The ${peer} at ${host}:${port} cannot be reached: ${message} Check that it runs, and its address.`,
    effect: "none",
    cause: thrown,
  });
}

function stopped(): TillwireError {
  return new TillwireError("ABORTED", { message: "The session was closed.", effect: "none" });
}

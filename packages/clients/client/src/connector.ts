/** Keeps one connection open, without end: back-off with jitter between tries. Knows nothing of payments. */
import type { Hello } from "@tillwire/protocol/wire";
import { childAbort } from "./abort.ts";
import { createAnnouncement } from "./announcement.ts";
import { backoffMs } from "./backoff.ts";
import { ClientError, toClientError } from "./client-error.ts";
import type { Connection } from "./connection.ts";
import { clientLimits } from "./limits.ts";
import type { ClientClock } from "./system.ts";

/**
 * How the connection to the bridge is. `open` says who answers there; `lost` and `unreachable` are followed by another try, without end.
 * @public
 */
export type ConnectionState =
  | { readonly type: "connection"; readonly state: "open"; readonly bridge: Hello["bridge"] }
  | { readonly type: "connection"; readonly state: "lost" | "unreachable"; readonly error: ClientError };

export interface ConnectorOptions {
  /** One try. Rejects with why it did not work. */
  open(stop: AbortSignal): Promise<Connection>;
  readonly clock: ClientClock;
  readonly chance: () => number;
  /** Ends it all. */
  readonly ended: AbortSignal;
  tell(state: ConnectionState): void;
}

export interface Connector {
  readonly current: Connection | undefined;
  /** Cuts a pause short: somebody wants the connection now. */
  hurry(): void;
  /** The open connection, or what comes of the next try. Rejects only when aborted. */
  next(stop: AbortSignal): Promise<Connection | ClientError>;
  /** Waits until there is a connection, however long that takes. Rejects only when aborted. */
  ready(stop: AbortSignal): Promise<Connection>;
}

export function createConnector(options: ConnectorOptions): Connector {
  const { clock, chance, ended, tell } = options;
  const results = createAnnouncement<Connection | ClientError>();
  let current: Connection | undefined;
  let pause: AbortController | undefined;

  async function keepConnected(): Promise<void> {
    for (let failures = 0; !ended.aborted; failures += 1) {
      const result = await options.open(ended).catch(toClientError);
      if (ended.aborted) break;
      if (result instanceof ClientError) {
        tell({ type: "connection", state: "unreachable", error: result });
        results.announce(result);
      } else if (await lasted(result)) failures = -1;
      await rest(failures);
    }
  }

  /** True for a connection that did not break right away. */
  async function lasted(connection: Connection): Promise<boolean> {
    const openedMs = clock.monotonicMs();
    current = connection;
    tell({ type: "connection", state: "open", bridge: connection.bridge });
    results.announce(connection);
    const error = await connection.closed;
    current = undefined;
    if (!ended.aborted) tell({ type: "connection", state: "lost", error });
    return clock.monotonicMs() - openedMs >= clientLimits.stableMs;
  }

  async function rest(failures: number): Promise<void> {
    pause = childAbort(ended);
    try {
      await clock.sleep(backoffMs(Math.max(0, failures), chance()), pause.signal);
    } catch {
      // Cut short: somebody wants the connection now, or it is the end.
    }
    pause.abort();
  }

  async function next(stop: AbortSignal): Promise<Connection | ClientError> {
    return current?.isOpen === true ? current : results.next(stop);
  }

  async function ready(stop: AbortSignal): Promise<Connection> {
    for (;;) {
      const result = await next(stop);
      if (!(result instanceof ClientError)) return result;
    }
  }

  void keepConnected();
  return {
    get current() {
      return current?.isOpen === true ? current : undefined;
    },
    hurry: () => pause?.abort(),
    next,
    ready,
  };
}

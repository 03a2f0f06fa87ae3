/** What one session of a plugin is lent: everything that {@link DeviceContext} promises, until the session ends. */
import { TillwireError } from "@tillwire/plugin-api";
import type {
  Clock,
  DeviceContext,
  DeviceEvent,
  Keystore,
  LinkFor,
  LinkProvider,
  Logger,
  RandomBytes,
} from "@tillwire/plugin-api";
import type { RunnerLimits } from "../limits.ts";
import type { PluginMessage, PluginRequest } from "../messages.ts";
import { plainCopy } from "../plain.ts";
import { rateLimit } from "../rate.ts";
import { createSessionLinks } from "./links.ts";
import { createRequests } from "./requests.ts";
import type { Requests } from "./requests.ts";

/** What the host lends to all sessions of one plugin. */
export interface LentToPlugin {
  readonly links: readonly LinkProvider[];
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly limits: RunnerLimits;
}

/** What a session needs to talk to the host. */
export interface SessionLines {
  readonly post: (message: PluginMessage) => void;
  readonly nextId: () => number;
  readonly log: Logger;
  /** The plugin does what no honest one does: the host will stop it. */
  readonly fail: (error: TillwireError) => void;
}

/** The context of one session, with its end. */
export interface SessionContext {
  readonly context: DeviceContext;
  readonly requests: Requests;
  /** Begins to watch; the result says whether anything may have left for the device since. */
  watchDepartures(): () => boolean;
  /** Tells the plugin to stop. */
  stop(): void;
  /** Nothing is lent any more: events are dropped, requests rejected, links closed. */
  end(): Promise<void>;
}

/** Makes the context of one session. */
export function createSessionContext(lent: LentToPlugin, lines: SessionLines): SessionContext {
  const stopping = new AbortController();
  const allowed = createGuard(lent, lines);
  const requests = createRequests({ post: lines.post, nextId: lines.nextId, allowed }, lent.limits.requestsMax);
  const links = createSessionLinks(lent.links);
  const { emit, endEvents } = createEmitter(lines, allowed);

  const context: DeviceContext = {
    signal: stopping.signal,
    clock: lent.clock,
    random: lent.random,
    log: lines.log,
    keystore: remoteKeystore(requests),
    async connect<Address extends Parameters<DeviceContext["connect"]>[0]>(address: Address, signal?: AbortSignal) {
      const either = signal === undefined ? stopping.signal : AbortSignal.any([stopping.signal, signal]);
      const link = await links.open(address, either);
      return link as LinkFor<Address>; // the provider of a transport gives the kind of link of that transport
    },
    emit,
    ask: (attemptId, question) => requests.ask({ kind: "ask", attemptId, question }, "ask"),
    settle: (request) => requests.ask({ kind: "settle", request }, "settle"),
  };
  return {
    context,
    requests,
    watchDepartures: links.watchDepartures,
    stop: () => stopping.abort(ended()),
    async end() {
      stopping.abort(ended());
      endEvents();
      requests.end(ended());
      await links.end();
    },
  };
}

/** Says whether the plugin may send one more message; the first that is too many is its last. */
function createGuard({ limits, clock }: LentToPlugin, { fail }: SessionLines): () => boolean {
  const { eventsPerSecondMax, eventsBurstMax } = limits;
  const takeToken = rateLimit({ perSecond: eventsPerSecondMax, burst: eventsBurstMax }, clock);
  let flooded = false;
  return () => {
    if (flooded || takeToken()) return !flooded;
    flooded = true;
    const message = `The plugin sent more than ${eventsBurstMax} messages at once, ${eventsPerSecondMax} a second. It was stopped.`;
    fail(new TillwireError("PLUGIN_FAILED", { message, effect: "possible" }));
    return false;
  };
}

function createEmitter({ post, log }: SessionLines, allowed: () => boolean) {
  let open = true;
  return {
    endEvents: () => {
      open = false;
    },
    emit(event: DeviceEvent): void {
      if (!open || !allowed()) return;
      try {
        post({ type: "event", event: plainCopy(event) });
      } catch (thrown) {
        log.warn("event-dropped", { reason: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    },
  };
}

function remoteKeystore(requests: Requests): Keystore {
  type Operation = Extract<PluginRequest, { readonly kind: "keystore" }>["operation"];
  const computed =
    (operation: Operation): Keystore["hmac"] & Keystore["mac"] & Keystore["encrypt"] =>
    (key, algorithm, data) =>
      requests.ask({ kind: "keystore", operation, key, algorithm, data }, "keystore");
  return { hmac: computed("hmac"), mac: computed("mac"), encrypt: computed("encrypt"), decrypt: computed("decrypt") };
}

function ended(): TillwireError {
  return new TillwireError("ABORTED", {
    message: "The session has ended: acknowledge nothing any more.",
    effect: "possible",
  });
}

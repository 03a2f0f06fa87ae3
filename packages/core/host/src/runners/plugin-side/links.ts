/** Opens links for one session and closes those that the plugin leaves open. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Link, LinkAddress, LinkProvider } from "@tillwire/plugin-api";
import { createDepartures } from "./departures.ts";
import type { Departures } from "./departures.ts";

/** The links of one session. */
export interface SessionLinks {
  open(address: LinkAddress, signal: AbortSignal): Promise<Link>;
  /** Begins to watch; the result says whether anything may have left over these links since. */
  watchDepartures(): () => boolean;
  /** Closes all, and refuses more. */
  end(): Promise<void>;
}

/** Makes the links of one session from the providers that the configuration names. */
export function createSessionLinks(providers: readonly LinkProvider[]): SessionLinks {
  const opened = new Set<Link>();
  const departures = createDepartures();
  let ended = false;
  return {
    async open(address, signal) {
      const provider = providers.find(({ transport }) => transport === address.transport);
      if (provider === undefined) throw noProvider(address.transport);
      if (ended || signal.aborted) throw aborted();
      const link = await connected(provider.open(address, signal));
      if (ended) {
        await link[Symbol.asyncDispose]();
        throw aborted();
      }
      opened.add(link);
      return tracked(link, departures, () => opened.delete(link));
    },
    watchDepartures: departures.watch,
    async end() {
      ended = true;
      await Promise.allSettled([...opened].map((link) => link[Symbol.asyncDispose]())); // they are going either way
      opened.clear();
    },
  };
}

/** Nothing has been sent when a connection fails, whatever the provider throws. */
async function connected(opening: Promise<Link>): Promise<Link> {
  try {
    return await opening;
  } catch (cause) {
    if (TillwireError.is(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TillwireError("DEVICE_UNREACHABLE", { message: `Connecting failed: ${reason}`, effect: "none", cause });
  }
}

/** The link as the plugin gets it: one that tells when something leaves, and when it is closed. */
function tracked(link: Link, { count }: Departures, onClosed: () => void): Link {
  const dispose = async (): Promise<void> => {
    onClosed();
    await link[Symbol.asyncDispose]();
  };
  switch (link.kind) {
    case "byte":
      return {
        kind: "byte",
        incoming: link.incoming,
        send: (bytes, signal) => count(() => link.send(bytes, signal)),
        [Symbol.asyncDispose]: dispose,
      };
    case "message":
      return {
        kind: "message",
        incoming: link.incoming,
        send: (message, signal) => count(() => link.send(message, signal)),
        [Symbol.asyncDispose]: dispose,
      };
    case "exchange":
      return {
        kind: "exchange",
        exchange: (request, signal) => count(() => link.exchange(request, signal)),
        [Symbol.asyncDispose]: dispose,
      };
  }
}

function noProvider(transport: string): TillwireError {
  return new TillwireError("SETTINGS_INVALID", {
    message: `No link for "${transport}" is configured. Install @tillwire/link-${transport} and name it under links.`,
    effect: "none",
  });
}

function aborted(): TillwireError {
  return new TillwireError("ABORTED", {
    message: "The session has ended; no link is opened any more.",
    effect: "none",
  });
}

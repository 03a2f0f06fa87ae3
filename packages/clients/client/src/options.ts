/** What a client is made of: what the POS says of itself, and what tests and other platforms put in the machine's place. */
import { defaultUrl } from "@tillwire/protocol/wire";
import type { SessionOpenParams } from "@tillwire/protocol/wire";
import { complain } from "./complain.ts";
import { clientError } from "./client-error.ts";
import type { ClientEvent } from "./notifications.ts";
import type { FinalResult } from "./payment.ts";
import type { PermissionSource } from "./permission.ts";
import { memoryStorage } from "./storage.ts";
import type { ClientStorage } from "./storage.ts";
import { systemClock, systemRandomBytes } from "./system.ts";
import type { ClientClock } from "./system.ts";
import type { WebSocketConstructor } from "./web-socket.ts";

/**
 * What a client is made of. Only `pos` is needed.
 * @public
 */
export interface ClientOptions {
  /** How the POS introduces itself: its name and version, the questions it can put to a person, what it can show. */
  readonly pos: SessionOpenParams["pos"];
  /** Where the bridge listens. `ws://127.0.0.1:7455/` when left out. */
  readonly url?: string;
  /**
   * Where unfinished payments are kept. In memory when left out: then a reload forgets them, and only the bridge knows.
   */
  readonly storage?: ClientStorage;
  /**
   * Called with each outcome before it is acknowledged: store it in your own books here. When it throws, the bridge is
   * not told, and it is called again. It may be called twice for one payment (after a crash): go by `result.key`.
   */
  readonly onOutcome?: (result: FinalResult) => void | Promise<void>;
  /** Hears of everything: connection, lanes, bridge, every payment, trouble. Must not throw. */
  readonly onEvent?: (event: ClientEvent) => void;
  /** In place of the global `WebSocket`. */
  readonly webSocket?: WebSocketConstructor;
  /** In place of `navigator.permissions`. */
  readonly permissions?: PermissionSource;
  /** In place of the machine's clock. */
  readonly clock?: ClientClock;
  /** In place of the machine's random source. Keys are made from it. */
  readonly randomBytes?: (lengthBytes: number) => Uint8Array;
}

/** The options with everything that was left out filled in. */
export interface ResolvedOptions extends Required<Omit<ClientOptions, "permissions">> {
  readonly permissions: PermissionSource | undefined;
}

/** Throws `OPTIONS_INVALID` for an address that is none, or where there is no WebSocket. */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  const platform: {
    readonly WebSocket?: WebSocketConstructor;
    readonly navigator?: { permissions?: PermissionSource };
  } = globalThis;
  const { url = defaultUrl, webSocket = platform.WebSocket } = options;
  if (!/^wss?:$/.test(protocolOf(url))) {
    throw clientError("OPTIONS_INVALID", `The bridge's address is ws://… or wss://…, not ${url}.`);
  }
  if (webSocket === undefined) {
    throw clientError("OPTIONS_INVALID", "There is no WebSocket here. Use Node 22 or newer, or pass `webSocket`.");
  }
  return {
    storage: memoryStorage(),
    onOutcome: () => undefined,
    onEvent: (event) => {
      if (event.type === "trouble") complain(event.error);
    },
    clock: systemClock,
    randomBytes: systemRandomBytes,
    permissions: platform.navigator?.permissions,
    ...options,
    url,
    webSocket,
  };
}

function protocolOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return ""; // No address at all is as wrong as one of another kind.
  }
}

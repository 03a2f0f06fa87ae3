/** A platform without network: a channel in memory, and a bridge that answers as the contract says. */
import { createVirtualClock } from "@tillwire/plugin-test";
import { laneId } from "@tillwire/plugin-api";
import type {
  BridgeEvent,
  BridgePort,
  Channel,
  LaneView,
  PlatformContext,
  PosCommand,
  PosDescription,
  PosReply,
  ServedEndpoint,
} from "@tillwire/plugin-api";
import plugin from "../src/index.ts";

export const lane: LaneView = {
  lane: laneId("till-1"),
  state: "ready",
  currencies: ["EUR"],
  operations: [],
  cancel: true,
  partialApproval: false,
  answerWithinMs: 1_000,
};

/** What a POS sees of a connection. */
export interface PosSide {
  say(message: unknown): Promise<void>;
  sayText(text: string): Promise<void>;
  /** Everything that the bridge has said, oldest first. */
  readonly heard: Record<string, unknown>[];
  closed(): { readonly code: number; readonly reason: string } | undefined;
  hangUp(): Promise<void>;
}

/** What the bridge sees. */
export interface BridgeSide {
  readonly port: BridgePort;
  readonly sessions: { pos: PosDescription; notify: (event: BridgeEvent) => void; open: boolean }[];
  readonly commands: PosCommand[];
  /** Answers commands; held commands stay without an answer. */
  answer: (command: PosCommand) => PosReply | Promise<PosReply>;
}

export const limits = {
  messageBytes: 2_000,
  requestsInFlight: 2,
  connections: 4,
  handshakeMs: 5_000,
  idleMs: 30_000,
  queuedBytes: 10_000,
};

export function createBridgeSide(): BridgeSide {
  const side: BridgeSide = {
    sessions: [],
    commands: [],
    answer: () => ({ kind: "result", result: { lanes: [lane] } }),
    port: {
      describe: () => ({ version: "0.0.0", mode: "demo", keyId: "key", limits }),
      openSession(pos, notify) {
        const session = { pos, notify, open: true };
        side.sessions.push(session);
        return {
          sessionId: `session-${side.sessions.length}`,
          openPayments: [],
          request: async (command) => {
            side.commands.push(command);
            return (await side.answer(command)) as PosReply<(typeof command)["type"]>; // tests answer what fits
          },
          [Symbol.asyncDispose]: async () => {
            session.open = false;
          },
        };
      },
    },
  };
  return side;
}

/** Starts the plugin and connects to it. */
export async function connect(
  side: BridgeSide,
): Promise<{ pos: PosSide; clock: ReturnType<typeof createVirtualClock> }> {
  const clock = createVirtualClock();
  const endpoints: ServedEndpoint[] = [];
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const context: PlatformContext = {
    clock,
    log: silent,
    random: (length) => new Uint8Array(length),
    signal: new AbortController().signal,
    bridge: side.port,
    serve: (endpoint) => {
      endpoints.push(endpoint);
      return { [Symbol.asyncDispose]: async () => undefined };
    },
  };
  await plugin.start(context, { path: "/" });
  const pos = createPosSide();
  void endpoints[0]?.webSocket?.accept(pos.channel);
  await settle();
  return { pos, clock };
}

/** Lets everything that is due happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function createPosSide(): PosSide & { readonly channel: Channel } {
  const said: string[] = [];
  const heard: Record<string, unknown>[] = [];
  let wake: (() => void) | undefined;
  let gone = false;
  let closed: { code: number; reason: string } | undefined;
  const end = async (): Promise<void> => {
    gone = true;
    wake?.();
    await settle();
  };
  const sayText = async (text: string): Promise<void> => {
    said.push(text);
    wake?.();
    await settle();
  };
  async function* incoming(): AsyncGenerator<string> {
    for (;;) {
      const next = said.shift();
      if (next !== undefined) yield next;
      else if (gone) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    heard,
    sayText,
    say: (message) => sayText(JSON.stringify(message)),
    closed: () => closed,
    hangUp: end,
    channel: {
      peer: { address: "127.0.0.1", secure: true },
      subprotocol: "tillwire.v1",
      incoming: incoming(),
      send(text) {
        if (gone) return false;
        heard.push(JSON.parse(text) as Record<string, unknown>);
        return true;
      },
      close(code, reason) {
        closed ??= { code, reason };
        void end();
      },
    },
  };
}

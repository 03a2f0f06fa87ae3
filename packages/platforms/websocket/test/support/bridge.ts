/** A bridge behind the platform: it keeps what it is asked, and answers as the contract says. */
import { laneId } from "@tillwire/plugin-api";
import type {
  BridgeDescription,
  BridgeEvent,
  BridgePort,
  LaneView,
  PaymentView,
  PosCommand,
  PosDescription,
  PosReply,
} from "@tillwire/plugin-api";

export const lane: LaneView = {
  lane: laneId("till-1"),
  state: "ready",
  currencies: ["EUR"],
  operations: [],
  cancel: true,
  partialApproval: false,
  answerWithinMs: 1_000,
};

export const limits = {
  messageBytes: 2_000,
  requestsInFlight: 3,
  connections: 4,
  handshakeMs: 5_000,
  idleMs: 30_000,
  queuedBytes: 10_000,
};

export const lanes: PosReply = { kind: "result", result: { lanes: [lane] } };

interface Session {
  readonly pos: PosDescription;
  readonly notify: (event: BridgeEvent) => void;
  open: boolean;
}

/** The bridge's side of a test. */
export interface FakeBridge {
  readonly port: BridgePort;
  readonly sessions: Session[];
  /** Every command, but for the lanes that each session asks for when it opens. */
  readonly commands: PosCommand[];
  mode: BridgeDescription["mode"];
  openPayments: readonly PaymentView[];
  /** Answers a command; one that never resolves leaves it without. */
  answer: (command: PosCommand) => PosReply | Promise<PosReply>;
}

export function createBridge(): FakeBridge {
  const bridge: FakeBridge = {
    sessions: [],
    commands: [],
    mode: "demo",
    openPayments: [],
    answer: () => lanes,
    port: {
      describe: () => ({ name: "Front counter", version: "0.0.0", mode: bridge.mode, keyId: "key", limits }),
      openSession(pos, notify) {
        const session = { pos, notify, open: true };
        bridge.sessions.push(session);
        return {
          sessionId: `session-${bridge.sessions.length}`,
          openPayments: bridge.openPayments,
          request: async (command) => {
            bridge.commands.push(command);
            return (await bridge.answer(command)) as PosReply<(typeof command)["type"]>; // tests answer what fits
          },
          [Symbol.asyncDispose]: async () => {
            session.open = false;
          },
        };
      },
    },
  };
  return bridge;
}

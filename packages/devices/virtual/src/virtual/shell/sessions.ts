/** The terminal's connections: all are read, one is spoken to. */
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import { encodeMessage, parseClientMessage } from "../../protocol/codec.ts";
import { FRAME_BYTES_MAX } from "../../protocol/limits.ts";
import type { TerminalMessage } from "../../protocol/terminal-messages.ts";
import type { Input } from "../core/inputs.ts";
import { createClientSide } from "./client-side.ts";
import type { ClientSide } from "./client-side.ts";
import { describeMessage } from "./events.ts";
import type { Tell } from "./events.ts";

/** What sessions need. */
export interface SessionsOptions {
  readonly clock: Clock;
  /** Resolves once the input has been dealt with, outputs included. */
  readonly post: (input: Input) => Promise<void>;
  readonly tell: Tell;
}

/** The connections of one terminal. */
export interface Sessions {
  /** A client connected: tells the core, which will make it the one that is spoken to. */
  attach(link: ByteLink): void;
  /** From now on this is the one that is spoken to. */
  select(session: number): void;
  send(message: TerminalMessage): void;
  sendGarbage(bytes: Uint8Array): void;
  /** Ends the session that is spoken to. */
  hangUp(): void;
  /** Ends all. */
  endAll(): void;
}

/** Makes the connections of one terminal: none yet. */
export function createSessions({ clock, post, tell }: SessionsOptions): Sessions {
  const sides = new Map<number, ClientSide>();
  let current: ClientSide | undefined;
  let lastSession = 0;

  function attach(link: ByteLink): void {
    const session = ++lastSession;
    tell("connected", `session ${session}`);
    const side = createClientSide(link, clock, {
      frameBytesMax: FRAME_BYTES_MAX,
      parse: parseClientMessage,
      message(message) {
        tell("received", describeMessage(message), message);
        return post({ type: "message", session, message });
      },
      badInput(code, problem) {
        tell("bad-input", problem);
        return post({ type: "bad-input", session, code, problem });
      },
      async ended() {
        await post({ type: "disconnected", session });
        sides.delete(session);
        tell("disconnected", `session ${session}`);
        await side.close();
      },
    });
    sides.set(session, side);
    void post({ type: "connected", session });
  }

  return {
    attach,
    select(session) {
      current = sides.get(session);
    },
    send(message) {
      tell("sent", describeMessage(message), message);
      current?.send(encodeMessage(message));
    },
    sendGarbage(bytes) {
      tell("sent", "garbage");
      current?.send(bytes);
    },
    hangUp() {
      void current?.close();
      current = undefined;
    },
    endAll() {
      current = undefined;
      for (const side of sides.values()) void side.close();
    },
  };
}

/** Plays a POS: asks, and keeps a log of all that it was told. The log survives a reload, as a good POS's does. */
import type { BridgeEvent, PaymentEvent, PosCommand, PosReply, QuestionKind } from "@tillwire/plugin-api";
import type { Input, PosRef } from "../../src/index.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** A request with the answers that came: one, if all is well. */
export interface AskedRequest {
  readonly stamp: number;
  readonly requestId: string;
  readonly sessionId: string;
  readonly command: PosCommand;
  readonly replies: { readonly stamp: number; readonly reply: PosReply }[];
  /** The session ended, by the POS or because the bridge died, before an answer came. */
  vanished: boolean;
}

/** An event that arrived. */
export interface HeardEvent {
  readonly stamp: number;
  readonly event: PaymentEvent;
}

/** A POS. */
export interface Till {
  readonly name: string;
  readonly requests: readonly AskedRequest[];
  readonly events: readonly HeardEvent[];
  readonly connected: () => boolean;
  open(): void;
  /** Reload, or pulled plug: who waited does not any more. `hostGone`: the bridge died, nobody is told. */
  leave(hostGone?: boolean): void;
  ask(command: PosCommand): AskedRequest;
  hearReply(requestId: string, reply: PosReply): void;
  hearEvent(event: BridgeEvent): void;
}

/** What a till is made of. */
export interface TillOptions {
  readonly name: string;
  readonly asks: readonly QuestionKind[];
  readonly clock: VirtualClock;
  readonly dispatch: (input: Input) => void;
  /** Called with whatever arrives: a POS that acts on what it hears. */
  readonly onEvent?: (event: PaymentEvent) => void;
  readonly onReply?: (request: AskedRequest, reply: PosReply) => void;
}

/** Makes a till that is not connected yet. */
export function createTill({ name, asks, clock, dispatch, onEvent, onReply }: TillOptions): Till {
  const requests: AskedRequest[] = [];
  const events: HeardEvent[] = [];
  let followed = new Set<string>();
  let session: PosRef | undefined;
  let count = 0;

  return {
    name,
    requests,
    events,
    connected: () => session !== undefined,
    open() {
      session ??= { sessionId: `ps_${name}_${(count += 1)}`, name, asks };
    },
    leave(hostGone = false) {
      if (!session) return;
      const { sessionId } = session;
      for (const request of requests) {
        if (request.sessionId === sessionId && request.replies.length === 0) request.vanished = true;
      }
      session = undefined;
      followed = new Set();
      if (!hostGone) dispatch({ type: "session-closed", sessionId });
    },
    ask(command) {
      const pos = session ?? { sessionId: "nobody", name, asks };
      const requestId = `rq_${name}_${(count += 1)}`;
      const stamp = clock.stamp();
      const request = {
        stamp,
        requestId,
        sessionId: pos.sessionId,
        command,
        replies: [],
        vanished: session === undefined,
      };
      requests.push(request);
      if ("key" in command) followed.add(command.key);
      if (session) dispatch({ type: "command", requestId, pos, command });
      return request;
    },
    hearReply(requestId, reply) {
      const request = requests.find((asked) => asked.requestId === requestId);
      if (!request || request.sessionId !== session?.sessionId) return;
      request.replies.push({ stamp: clock.stamp(), reply });
      onReply?.(request, reply);
    },
    hearEvent(event) {
      if (!session || event.type !== "payment.event" || !followed.has(event.event.key)) return;
      events.push({ stamp: clock.stamp(), event: event.event });
      onEvent?.(event.event);
    },
  };
}

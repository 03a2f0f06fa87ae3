/**
 * Requests of an open session: each is passed on once and answered once, and no more are under way than the limit says.
 * An answer never stands under the id of another request: an error that was meant for the second would tell the POS that
 * the first was not carried out.
 */
import { errorData } from "@tillwire/plugin-api";
import type { ErrorData, PosCommand, PosReply, PosSession } from "@tillwire/plugin-api";
import { closeCodes, encodeError } from "@tillwire/protocol";
import type { RequestId } from "@tillwire/protocol";
import type { OpenSession } from "./handshake.ts";
import type { Line } from "./line.ts";
import { problem } from "./problem.ts";

/** Refusals in a row for too many requests; a POS that never waits for answers is cut off. */
const refusalsInRowMax = 100;

/** Takes the requests of one session. */
export interface Desk {
  take(id: string | number, command: PosCommand): void;
  /** Answers something that cannot be taken. */
  refuse(id: RequestId, error: ErrorData, number?: number): void;
}

/** What a desk needs. */
export interface DeskOptions extends OpenSession {
  readonly line: Line;
  readonly requestsInFlightMax: number;
}

/** Makes a desk. */
export function createDesk({ codec, session, line, requestsInFlightMax }: DeskOptions): Desk {
  const inFlight = new Set<string | number>();
  let refusalsInRow = 0;

  function refuse(id: RequestId, error: ErrorData, number?: number): void {
    const free = id !== null && !inFlight.has(id);
    line.send(encodeError(free ? id : null, error, number));
  }

  function refuseOverLimit(id: string | number): void {
    const message = `At most ${requestsInFlightMax} requests may be under way at once; wait for answers.`;
    refuse(id, problem("LIMIT_REACHED", message));
    refusalsInRow += 1;
    if (refusalsInRow >= refusalsInRowMax) line.close(closeCodes.tooManyRequests, "too many requests at once");
  }

  async function pass(id: string | number, command: PosCommand): Promise<void> {
    inFlight.add(id);
    const reply = await replyTo(session, command);
    inFlight.delete(id);
    line.send(codec.encodeReply({ id, method: command.type }, reply));
  }

  return {
    refuse,
    take(id, command) {
      if (inFlight.has(id)) {
        const message = "A request with this id is still being answered; every request needs an id of its own.";
        refuse(id, problem("REQUEST_INVALID", message));
        return;
      }
      if (inFlight.size >= requestsInFlightMax) {
        refuseOverLimit(id);
        return;
      }
      refusalsInRow = 0;
      void pass(id, command);
    },
  };
}

/** The bridge's word is that it never rejects; should it, the POS gets its one answer all the same. */
async function replyTo(session: PosSession, command: PosCommand): Promise<PosReply> {
  try {
    return await session.request(command);
  } catch (thrown) {
    return { kind: "error", error: errorData(thrown) };
  }
}

/**
 * Requests and answers over one WebSocket: numbers, slots, deadlines. Knows JSON-RPC and limits, nothing of what the
 * requests mean. Once it has failed it stays failed.
 */
import type { PosLimits } from "@tillwire/protocol/wire";
import { clientError, ClientError } from "./client-error.ts";
import { deferred } from "./deferred.ts";
import type { Deferred } from "./deferred.ts";
import { readFrame, writeRequest } from "./frames.ts";
import type { IncomingFrame } from "./frames.ts";
import { clientLimits } from "./limits.ts";
import { connectionLost } from "./refusals.ts";
import type { ClientClock } from "./system.ts";
import type { WebSocketLike } from "./web-socket.ts";

/** How a socket ended, as far as it says. */
export interface SocketEnd {
  readonly wasOpen: boolean;
  readonly hadSession: boolean;
  readonly code: number | undefined;
  readonly reason: string;
}

export interface ChannelOptions {
  readonly socket: WebSocketLike;
  readonly clock: ClientClock;
  onNotification(frame: Extract<IncomingFrame, { kind: "notification" }>): void;
  /** A frame that makes no sense and answers nothing. It is passed over. */
  onOddity(error: ClientError): void;
  /** Names the error for a socket that ended by itself. */
  explain(end: SocketEnd): ClientError;
}

type Result = Readonly<Record<string, unknown>>;

interface Request {
  readonly id: number;
  readonly text: string;
  /** Answered when a payment has ended: no deadline, never waits for a slot, and never takes the last one. */
  readonly isLong: boolean;
  readonly answer: Deferred<Result>;
  readonly done: AbortController;
}

export class Channel {
  readonly #options: ChannelOptions;
  readonly #closed = deferred<ClientError>();
  readonly #ended = new AbortController();
  readonly #waiting: Request[] = [];
  readonly #sent = new Map<number, Request>();
  // One request, the introduction, until the bridge has stated its limits.
  #limits: Pick<PosLimits, "messageBytes" | "requestsInFlight"> = { messageBytes: Infinity, requestsInFlight: 1 };
  #lastId = 0;
  #wasOpen = false;
  #hadSession = false;
  #failure: ClientError | undefined;

  constructor(options: ChannelOptions) {
    const { socket } = options;
    this.#options = options;
    socket.addEventListener("open", () => {
      this.#wasOpen = true;
    });
    socket.addEventListener("message", ({ data }) => {
      if (this.isOpen) this.#onFrame(readFrame(data));
    });
    socket.addEventListener("error", () => undefined); // `close` follows, and says more.
    socket.addEventListener("close", ({ code, reason = "" }) => {
      const end = { wasOpen: this.#wasOpen, hadSession: this.#hadSession, code, reason };
      this.fail(options.explain(end));
    });
  }

  get isOpen(): boolean {
    return this.#failure === undefined;
  }

  /** True once the socket was open, whatever came then. */
  get wasOpen(): boolean {
    return this.#wasOpen;
  }

  /** Resolves with the reason when it has ended. */
  get closed(): Promise<ClientError> {
    return this.#closed.promise;
  }

  /** Aborted when it has ended, with the error that this means for whoever relied on it. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  applyLimits(limits: Pick<PosLimits, "messageBytes" | "requestsInFlight">): void {
    this.#limits = limits;
    this.#sendWhatFits();
  }

  /** From now on a closing is the end of a session, not the refusal of one. */
  noteSession(): void {
    this.#hadSession = true;
  }

  async request(method: string, params: object, isLong: boolean): Promise<Result> {
    this.#lastId += 1;
    const id = this.#lastId;
    const text = writeRequest(id, method, params);
    const { messageBytes, requestsInFlight } = this.#limits;
    if (this.#failure !== undefined) throw connectionLost(this.#failure, "none");
    if (byteLength(text) > messageBytes) throw tooLarge(messageBytes);
    const isCrowded = this.#waiting.length >= clientLimits.requestsWaiting;
    if (isLong ? this.#sent.size + 1 >= requestsInFlight : isCrowded) throw tooMany();
    const request = { id, text, isLong, answer: deferred<Result>(), done: new AbortController() };
    this.#waiting.push(request);
    this.#sendWhatFits();
    return request.answer.promise;
  }

  /** Ends it: every request that waits is rejected, those that were sent with the effect they may have had. */
  fail(error: ClientError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    for (const request of this.#waiting.splice(0)) request.answer.reject(connectionLost(error, "none"));
    for (const request of this.#sent.values()) {
      request.done.abort();
      request.answer.reject(connectionLost(error, request.isLong ? "possible" : "none"));
    }
    this.#sent.clear();
    this.#closed.resolve(error);
    this.#ended.abort(connectionLost(error, "possible"));
    this.#options.socket.close();
  }

  #sendWhatFits(): void {
    while (this.isOpen && this.#sent.size < this.#limits.requestsInFlight) {
      const request = this.#waiting.shift();
      if (request === undefined) return;
      this.#sent.set(request.id, request);
      this.#options.socket.send(request.text);
      if (!request.isLong) void this.#expectAnswer(request);
    }
  }

  async #expectAnswer(request: Request): Promise<void> {
    try {
      await this.#options.clock.sleep(clientLimits.requestMs, request.done.signal);
    } catch {
      return; // Answered in time, or the connection is gone already.
    }
    this.fail(clientError("CONNECTION_LOST", `The bridge did not answer within ${clientLimits.requestMs} ms.`));
  }

  #onFrame(frame: IncomingFrame): void {
    switch (frame.kind) {
      case "result":
        return this.#settle(frame.id, frame.result);
      case "error": {
        const error = new ClientError(frame.error.code, frame.error);
        return frame.id === null ? this.#options.onOddity(error) : this.#settle(frame.id, error);
      }
      case "notification":
        return this.#options.onNotification(frame);
      case "malformed": {
        const request = frame.id === undefined ? undefined : this.#sent.get(frame.id);
        const effect = request?.isLong === true ? "possible" : "none";
        const error = clientError("PROTOCOL_VIOLATION", `The bridge sent ${frame.reason}.`, { effect });
        return request ? this.#settle(request.id, error) : this.#options.onOddity(error);
      }
    }
  }

  #settle(id: number, outcome: Result | ClientError): void {
    const request = this.#sent.get(id);
    if (request === undefined) return; // An answer that came twice.
    this.#sent.delete(id);
    request.done.abort();
    if (outcome instanceof ClientError) request.answer.reject(outcome);
    else request.answer.resolve(outcome);
    this.#sendWhatFits();
  }
}

function tooLarge(messageBytes: number): ClientError {
  const message = `The request is larger than the ${messageBytes} bytes that the bridge takes. Make it shorter.`;
  return new ClientError("REQUEST_TOO_LARGE", { message, effect: "none", retry: false });
}

function tooMany(): ClientError {
  const message = "There are more requests under way than one connection takes. Await some of them first.";
  return new ClientError("LIMIT_REACHED", { message, effect: "none", retry: true });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * The terminal's end of one connection: cuts and parses what arrives, one message at a time, and sends without ever
 * holding up the terminal. A client that does not read is dropped.
 */
import { errorData } from "@tillwire/plugin-api";
import type { ByteLink, Clock } from "@tillwire/plugin-api";
import { createFrameReader } from "../../protocol/framing.ts";
import type { WireErrorCode } from "../../protocol/terminal-messages.ts";

/** What waits for a client that reads slowly: more than a whole sale says. */
const OUTGOING_BYTES_MAX = 256 * 1024;
/** How long the last messages of a session may take to leave. */
const FLUSH_MS = 1_000;

/** Told in order; reading waits until each has been dealt with. */
export interface ClientSideHandlers<Message> {
  readonly frameBytesMax: number;
  /** Throws for bytes that are no message. */
  parse(body: Uint8Array): Message;
  message(message: Message): Promise<void>;
  badInput(code: WireErrorCode, problem: string): Promise<void>;
  /** Nothing will come any more. */
  ended(): Promise<void>;
}

/** One connection. */
export interface ClientSide {
  send(bytes: Uint8Array): void;
  /** Stops reading, lets what was sent leave, and closes. */
  close(): Promise<void>;
}

/** Takes over a link and starts to read. */
export function createClientSide<Message>(
  link: ByteLink,
  clock: Clock,
  handlers: ClientSideHandlers<Message>,
): ClientSide {
  let closed = false;
  let waitingBytes = 0;
  let sending: Promise<void> = Promise.resolve();

  async function read(): Promise<void> {
    const reader = createFrameReader(handlers.frameBytesMax);
    for await (const piece of link.incoming) {
      for (const body of reader.push(piece)) {
        if (closed) return;
        await handlers.message(handlers.parse(body));
      }
      if (closed) return;
    }
  }
  async function serve(): Promise<void> {
    try {
      await read();
    } catch (thrown) {
      const { code, message } = errorData(thrown);
      if (code === "FRAME_INVALID") await handlers.badInput("frame-invalid", message);
      else if (code === "ANSWER_INVALID") await handlers.badInput("message-invalid", message);
    }
    await handlers.ended();
  }
  async function leave(bytes: Uint8Array): Promise<void> {
    try {
      await link.send(bytes);
    } catch {
      void cut(); // the client has gone, and reading ends too
    } finally {
      waitingBytes -= bytes.length;
    }
  }
  async function cut(): Promise<void> {
    closed = true;
    await link[Symbol.asyncDispose]();
  }
  async function flushed(): Promise<void> {
    const done = new AbortController();
    const late = clock.sleep(FLUSH_MS, done.signal).catch(() => undefined); // it all left in time
    await Promise.race([sending, late]);
    done.abort();
  }

  void serve();
  return {
    send(bytes) {
      if (closed) return;
      waitingBytes += bytes.length;
      if (waitingBytes > OUTGOING_BYTES_MAX) void cut();
      else sending = sending.then(() => leave(bytes));
    },
    async close() {
      if (closed) return;
      closed = true;
      await flushed();
      await link[Symbol.asyncDispose]();
    },
  };
}

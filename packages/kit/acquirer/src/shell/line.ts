/**
 * One line: reads messages, has each decided, and delivers the answer. One message of a line after the other, so that a
 * client which does not wait is slowed down, not buffered. What cannot be read ends the line, and only the line.
 */
import type { Socket } from "node:net";
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { Decision, Delivery } from "../core/decision.ts";
import { createFrameReader, frame } from "./frames.ts";

/** Answers that a client does not read: more than a few, and it is gone. */
const unreadBytesMax = 65_536;
/** Answers that are late on purpose, at the same time, on one line. */
const lateMax = 100;
/** Twice as long as a gateway is idle before it sends an echo, and some: a line that says nothing any more. */
const idleMs = 300_000;

/** What a line needs of the host. */
export interface LineHost {
  /** Decides a message; resolves when its facts are durable. `undefined`: it cannot be answered. */
  answer(message: Uint8Array): Promise<Decision | undefined>;
  log(text: string): void;
}

/** Serves a line until it ends. Never rejects. */
export async function serveLine(socket: Socket, host: LineHost): Promise<void> {
  const late = new Set<NodeJS.Timeout>();
  const name = `${socket.remoteAddress ?? "gone"}:${socket.remotePort ?? 0}`;
  socket.on("error", () => undefined); // the loop below throws it
  socket.setTimeout(idleMs, () => socket.destroy());
  try {
    const reader = createFrameReader();
    for await (const chunk of socket) {
      // A socket without an encoding gives bytes.
      for (const message of reader.push(chunk as Uint8Array)) {
        const decision = await host.answer(message);
        if (!decision) throw unanswerable();
        host.log(`${name}: ${decision.log}`);
        for (const delivery of decision.deliveries) deliver(socket, delivery, late);
      }
    }
  } catch (error) {
    host.log(`${name}: line closed. ${isBrokenLine(error) ? "It broke." : errorData(error).message}`);
  } finally {
    for (const timer of late) clearTimeout(timer);
    socket.destroy();
  }
}

function deliver(socket: Socket, delivery: Delivery, late: Set<NodeJS.Timeout>): void {
  if (delivery.kind === "close") {
    socket.destroy();
    return;
  }
  if (socket.writableLength > unreadBytesMax || late.size >= lateMax) throw overrun();
  const bytes = frame(delivery.bytes);
  if (delivery.afterMs === 0) {
    socket.write(bytes);
    return;
  }
  const timer = setTimeout(() => {
    late.delete(timer);
    if (socket.writable) socket.write(bytes);
  }, delivery.afterMs);
  late.add(timer);
}

/** What a socket throws has a code of Node's own; everything else is said in full. */
function isBrokenLine(error: unknown): boolean {
  return error instanceof Error && !TillwireError.is(error) && "code" in error;
}

function unanswerable(): TillwireError {
  const message = "What came is no request of this dialect, or does not say who sent it. Nothing was decided.";
  return new TillwireError("FRAME_INVALID", { message, effect: "none" });
}

function overrun(): TillwireError {
  const message = "The client does not read its answers. What was decided is in the ledger.";
  return new TillwireError("LIMIT_REACHED", { message, effect: "possible" });
}

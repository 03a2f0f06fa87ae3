/**
 * Finds out whether a WebSocket's other side is still there: pings it, and cuts it when it leaves several in a row
 * unanswered. Pings are counted, not time: when this machine wakes from sleep, everybody gets a chance to answer.
 */
import type { WebSocket } from "ws";

/** Pings in the time that a silence may last, so that one lost on the way does not cut anybody. */
const PINGS_PER_SILENCE = 3;

export function cutWhenSilent(socket: WebSocket, idleMs: number): void {
  let unanswered = 0;
  const hear = (): void => {
    unanswered = 0;
  };
  socket.on("message", hear).on("ping", hear).on("pong", hear);
  const timer = setInterval(() => {
    if (socket.isPaused) hear(); // nobody listens here; that is not the other side's fault
    if (unanswered >= PINGS_PER_SILENCE) {
      socket.terminate();
      return;
    }
    unanswered += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, idleMs / PINGS_PER_SILENCE);
  socket.on("close", () => clearInterval(timer));
}

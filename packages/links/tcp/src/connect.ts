/** Connects a socket, with a bound on the time, and can be told to give up. */
import { connect as connectTcp } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { TcpAddress } from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";

/** A device on the same network answers in milliseconds; a host far away within a few seconds, or not at all. */
const connectWithinMs = 10_000;
/** A peer that vanished without a word is noticed after about this time without traffic. */
const keepAliveAfterMs = 15_000;

/** Rejects with `DEVICE_UNREACHABLE` (nothing was sent) or `ABORTED`. */
export async function connect(address: TcpAddress, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) throw aborted(signal.reason);
  const socket = openSocket(address);
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveAfterMs);
  try {
    await connected(socket, address, signal);
    return socket;
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
}

/** The names in the certificate are checked by Node, under the system's trust or the authorities that are given. */
function openSocket({ host, port, tls }: TcpAddress): Socket {
  if (!tls) return connectTcp({ host, port, allowHalfOpen: false });
  const { serverName, authoritiesPem } = tls;
  return connectTls({
    host,
    port,
    servername: serverName ?? host,
    minVersion: "TLSv1.2",
    ...(authoritiesPem && { ca: [...authoritiesPem] }),
  });
}

function connected(socket: Socket, { host, port, tls }: TcpAddress, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(unreachable(`no answer within ${connectWithinMs / 1_000} s`)), connectWithinMs);
    const onAbort = (): void => end(aborted(signal.reason));
    const onError = (cause: Error): void => end(unreachable(cause.message, cause));
    const onClose = (): void => end(unreachable("the connection was closed at once"));
    const onConnect = (): void => end();

    function unreachable(reason: string, cause?: unknown): TillwireError {
      const message = `Nothing answers at ${host}:${port} (${reason}). Check power, cable, address and port.`;
      return new TillwireError("DEVICE_UNREACHABLE", { message, effect: "none", cause });
    }

    function end(error?: TillwireError): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("close", onClose).off("connect", onConnect).off("secureConnect", onConnect);
      if (error) socket.on("error", () => undefined); // it is destroyed; what it still says is no news
      if (error) reject(error);
      else resolve();
    }

    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("error", onError).once("close", onClose);
    socket.once(tls ? "secureConnect" : "connect", onConnect);
  });
}

function aborted(cause: unknown): TillwireError {
  return new TillwireError("ABORTED", { message: "Connecting was stopped on request.", effect: "none", cause });
}

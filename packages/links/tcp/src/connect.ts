/** Connects, by TCP or TLS, within the time limit and until it is aborted. Sends nothing of the plugin's. */
import { connect as connectTcp, isIP } from "node:net";
import type { Socket } from "node:net";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import type { ByteLink, TcpAddress } from "@tillwire/plugin-api";
import { nameOf } from "./address.ts";
import { aborted, connectTimeout, unreachable } from "./failures.ts";
import type { TcpLimits } from "./limits.ts";
import { createSocketLink } from "./socket-link.ts";

export function openLink(address: TcpAddress, limits: TcpLimits, signal: AbortSignal): Promise<ByteLink> {
  const peer = nameOf(address);
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(aborted(peer, "none", signal));
      return;
    }
    const socket = address.tls === undefined ? connectTcp(place(address)) : openTls(address);

    const fail = (error: Error): void => {
      stopWaiting();
      socket.on("error", ignore); // a socket that is destroyed may still complain
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error): void => fail(unreachable(peer, error));
    const onAbort = (): void => fail(aborted(peer, "none", signal));
    const timer = setTimeout(() => fail(connectTimeout(peer, limits.connectMs)), limits.connectMs);
    const ready = address.tls === undefined ? "connect" : "secureConnect";
    const onReady = (): void => {
      stopWaiting();
      socket.setNoDelay(true); // messages are small and wait for an answer
      socket.setKeepAlive(true, limits.keepAliveMs);
      resolve(createSocketLink(socket, peer, limits)); // in this turn, so that no event of the socket is missed
    };
    const stopWaiting = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError);
      socket.off(ready, onReady);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", onError);
    socket.on(ready, onReady);
  });
}

function openTls(address: TcpAddress): Socket {
  const { authoritiesPem } = address.tls ?? {};
  const expected = address.tls?.serverName ?? address.host;
  return connectTls({
    ...place(address),
    servername: isIP(expected) === 0 ? expected : "", // RFC 6066, section 3: addresses are not sent as names
    checkServerIdentity: (_host, certificate) => checkServerIdentity(expected, certificate),
    rejectUnauthorized: true, // said aloud: else an environment variable could turn it off
    minVersion: "TLSv1.2",
    ...(authoritiesPem === undefined ? {} : { ca: [...authoritiesPem] }),
  });
}

function place({ host, port }: TcpAddress): { host: string; port: number } {
  return { host, port };
}

function ignore(): void {
  // The failure has been told already.
}

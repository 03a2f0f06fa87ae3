/** Refuses: with a status and nothing else, and with a log line that cannot be filled from outside. */
import { STATUS_CODES } from "node:http";
import type { ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "@tillwire/plugin-api";

/** What a client needs to do better. RFC 9110, sections 15.5.6 and 15.5.22; RFC 6455, section 4.2.2. */
const hints: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  405: { Allow: "GET" },
  426: { Upgrade: "websocket", "Sec-WebSocket-Version": "13" },
  503: { "Retry-After": "1" },
};

/** Ends a request that has a response. */
export function refuseRequest(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...hints[status], "Content-Length": "0", Connection: "close" }).end();
}

/** Ends a connection that has none: one that asked for an upgrade, or never sent a request that could be read. */
export function refuseSocket(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const headers = Object.entries({ ...hints[status], "Content-Length": "0", Connection: "close" });
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.once("finish", () => socket.destroy()); // the other side does not decide how long it stays
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${lines}\r\n`);
}

export interface RefusalLog {
  /** `reason`: our own words. Nothing that the other side sent but its origin, cut short. */
  note(status: number, reason: string, from: { readonly address: string; readonly origin?: string | undefined }): void;
}

const MINUTE_MS = 60_000;
const ORIGIN_LENGTH_MAX = 100;

/** Logs so many a minute, and how many there were besides. */
export function createRefusalLog(log: Logger, loggedMax: number, nowMs = (): number => performance.now()): RefusalLog {
  let minuteEndsMs = nowMs() + MINUTE_MS;
  let count = 0;

  function startMinute(): void {
    if (count > loggedMax) log.warn("refusals-not-logged", { count: count - loggedMax });
    minuteEndsMs = nowMs() + MINUTE_MS;
    count = 0;
  }

  return {
    note: (status, reason, { address, origin = "" }) => {
      if (nowMs() >= minuteEndsMs) startMinute();
      count += 1;
      if (count > loggedMax) return;
      log.warn("refused-at-the-door", { status, reason, address, origin: origin.slice(0, ORIGIN_LENGTH_MAX) });
    },
  };
}

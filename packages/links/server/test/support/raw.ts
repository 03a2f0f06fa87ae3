/** A client that sends bytes as they are told, valid or not. */
import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface RawConnection {
  readonly socket: Socket;
  /** What has come so far, byte for byte as latin1. */
  received(): string;
  /** Resolves when as much has come that it matches. */
  until(pattern: RegExp): Promise<string>;
  /** Everything until the other side closed or cut the connection. */
  readonly closed: Promise<string>;
}

export async function connectRaw(port: number): Promise<RawConnection> {
  const socket = connect({ port, host: "127.0.0.1" });
  onTestFinished(() => void socket.destroy());
  let text = "";
  socket.on("data", (data: Buffer) => (text += data.toString("latin1")));
  socket.on("error", () => undefined); // a reset is a way of closing here
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await once(socket, "connect");
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) {
      if (socket.destroyed) throw new Error(`closed after ${JSON.stringify(text)}, without ${pattern.source}`);
      await Promise.race([new Promise((resolve) => socket.once("data", resolve)), closed]);
    }
    return text;
  };
  return { socket, received: () => text, until, closed };
}

/** Sends and gives all that came back until the other side closed. */
export async function exchangeRaw(port: number, text: string): Promise<string> {
  const connection = await connectRaw(port);
  connection.socket.write(text, "latin1");
  return await connection.closed;
}

export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1] ?? 0);
}

const key = "dGhlIHNhbXBsZSBub25jZQ==";

/** A good handshake, with changes: a text replaces a header, `undefined` leaves it out. */
export function handshake(
  port: number,
  changes: Readonly<Record<string, string | undefined>> = {},
  requestLine = "GET / HTTP/1.1",
): string {
  const headers: Record<string, string | undefined> = {
    Host: `127.0.0.1:${port}`,
    Upgrade: "websocket",
    Connection: "Upgrade",
    "Sec-WebSocket-Key": key,
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Protocol": "tillwire.v1",
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [requestLine, ...lines, "", ""].join("\r\n");
}

export interface Frame {
  readonly opcode: number;
  readonly final?: boolean;
  readonly payload?: Uint8Array;
  /** Says that the payload is so long, whatever it is. */
  readonly claimedBytes?: number;
}

/** A frame as a client sends it, masked with zeros. RFC 6455, section 5.2. */
export function frame({
  opcode,
  final = true,
  payload = new Uint8Array(),
  claimedBytes = payload.length,
}: Frame): Buffer {
  const extended = claimedBytes < 126 ? 0 : claimedBytes < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended + 4);
  head[0] = (final ? 0x80 : 0) | opcode;
  head[1] = 0x80 | (extended === 0 ? claimedBytes : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(claimedBytes, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(claimedBytes), 2);
  return Buffer.concat([head, payload]);
}

/** The code in the close frame that stands at the end of what came. */
export function closeCodeOf(answer: string): number {
  const bytes = Buffer.from(answer.slice(answer.indexOf("\r\n\r\n") + 4), "latin1");
  for (let at = 0; at + 4 <= bytes.length; at++) if (bytes[at] === 0x88) return bytes.readUInt16BE(at + 2);
  return 0;
}

/** Every limit of the listener, with its reason. Those that a POS can meet are the host's (`PosLimits`). */
import type { PosLimits } from "@tillwire/plugin-api";

/**
 * Limits that no POS ever meets: they are for whoever is not one.
 * @public
 */
export interface ListenerLimits {
  /** All headers of a request together. */
  readonly headerBytes: number;
  readonly headerCount: number;
  /** The head of a request has to be there within this time, on a new connection too. */
  readonly headersTimeoutMs: number;
  /** A whole request, body included. */
  readonly requestTimeoutMs: number;
  /** How often both are looked at: they may be over by so much. */
  readonly timeoutCheckMs: number;
  /** An idle kept-alive HTTP connection. */
  readonly keepAliveTimeoutMs: number;
  readonly requestsPerSocket: number;
  /** Sockets beyond `PosLimits.connections`: whoever comes when it is full still gets an answer. */
  readonly spareSockets: number;
  /** Pieces that one WebSocket message may come in. */
  readonly fragments: number;
  /** Pieces that the unread bytes of a WebSocket frame may come in. */
  readonly bufferedChunks: number;
  /** Pings that wait for their answer to be taken. */
  readonly unansweredPings: number;
  /** Messages that a platform has not read yet; beyond it the socket is not read. */
  readonly unreadMessages: number;
  /** How long closing may take, of a channel or of all, before what is left is cut. */
  readonly closeMs: number;
  /** Refusals that are logged one by one in a minute; the others are counted. */
  readonly refusalsLogged: number;
}

/**
 * What holds when nothing else is said.
 * @public
 */
export const listenerLimits: ListenerLimits = {
  headerBytes: 8_192, // browsers send under 2 KiB here
  headerCount: 60, // browsers send about twenty
  headersTimeoutMs: 5_000, // on this machine it takes milliseconds
  requestTimeoutMs: 10_000, // the largest body is messageBytes
  timeoutCheckMs: 1_000,
  keepAliveTimeoutMs: 5_000, // Node's own default, said aloud
  requestsPerSocket: 1_000, // so that no connection lives for ever
  spareSockets: 32, // and idle kept-alive connections find a place
  fragments: 64, // browsers and libraries send one
  bufferedChunks: 1_024, // a message one byte at a time costs more than its bytes
  unansweredPings: 16, // more is a flood by somebody who does not read
  unreadMessages: 64, // twice the requests that a POS may have in flight
  closeMs: 2_000, // a POS that is there answers a close at once
  refusalsLogged: 20, // enough to see who knocks, too few to fill a disk
};

/** All of them. */
export type Limits = PosLimits & ListenerLimits;

/** Limits of the listener that no POS ever meets: they are for whoever is not one. */

/** Bytes of all headers together; browsers send under 2 KiB here. */
export const headerBytesMax = 8_192;
/** Header lines; browsers send about twenty. */
export const headerCountMax = 60;
/** The head of a request has to be there within this time. */
export const headersTimeoutMs = 5_000;
/** A whole request, body included. */
export const requestTimeoutMs = 10_000;
/** An idle kept-alive HTTP connection. */
export const keepAliveTimeoutMs = 5_000;
/** Pieces that one WebSocket message may come in. */
export const fragmentsMax = 64;
/** Messages that a platform has not read yet; beyond it the socket is not read from. */
export const unreadMessagesMax = 64;
/** How long closing may take before what is left is cut. */
export const closeWithinMs = 2_000;

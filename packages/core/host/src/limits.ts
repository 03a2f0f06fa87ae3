/** Every limit that a POS can meet, with its reason. They are told in `bridge.hello`. */
import type { PosLimits } from "@tillwire/plugin-api";

export const posLimits: PosLimits = {
  messageBytes: 65_536, // the largest request is under 4 KiB; a signature image fits
  requestsInFlight: 32, // a till has one payment and a few questions open
  connections: 64, // tills, reloads and back offices of one shop
  handshakeMs: 5_000, // a local connection introduces itself at once
  idleMs: 30_000, // a browser that sleeps does not answer pings; it connects again when it wakes
  queuedBytes: 1_048_576, // minutes of events for a POS that does not read
};

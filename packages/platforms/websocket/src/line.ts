/** A channel that remembers that it is being closed, so that what still arrives is not looked at. */
import type { Channel } from "@tillwire/plugin-api";

/** The bridge's end of a connection. */
export interface Line {
  readonly closing: boolean;
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** Takes a channel. What cannot be sent is dropped: the POS is gone, and asks again when it is back. */
export function createLine(channel: Channel): Line {
  let closing = false;
  return {
    get closing() {
      return closing;
    },
    send(text) {
      channel.send(text);
    },
    close(code, reason) {
      if (closing) return;
      closing = true;
      channel.close(code, reason);
    },
  };
}

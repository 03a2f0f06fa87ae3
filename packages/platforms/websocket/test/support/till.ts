/** A POS at the far end of a channel in memory. It keeps whatever it hears. */
import type { Channel } from "@tillwire/plugin-api";

/** What a POS hears, by its kind. */
export interface Heard {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data: Record<string, unknown> };
}

/** The POS, and the bridge's end of its connection. */
export interface Till {
  readonly channel: Channel;
  /** Everything that the bridge has said, oldest first. */
  readonly heard: readonly Heard[];
  /** The answers among it. */
  readonly answers: readonly Heard[];
  /** How the bridge closed, if it did. */
  readonly closed: { readonly code: number; readonly reason: string } | undefined;
  say(message: unknown): Promise<void>;
  sayText(text: string): Promise<void>;
  /** Several messages that arrive at once. */
  sayAll(messages: readonly unknown[]): Promise<void>;
  hangUp(): Promise<void>;
}

/** Lets everything that is due happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

/** Messages that came before the bridge closed are still handed over, as a socket may do. */
export function createTill(): Till {
  const said: string[] = [];
  const heard: Heard[] = [];
  let wake: (() => void) | undefined;
  let gone = false;
  let closed: { code: number; reason: string } | undefined;

  async function* incoming(): AsyncGenerator<string> {
    for (;;) {
      const next = said.shift();
      if (next !== undefined) yield next;
      else if (gone) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  async function arrive(texts: readonly string[]): Promise<void> {
    said.push(...texts);
    wake?.();
    await settle();
  }

  async function end(): Promise<void> {
    gone = true;
    wake?.();
    await settle();
  }

  return {
    heard,
    get answers() {
      return heard.filter(({ method }) => method === undefined);
    },
    get closed() {
      return closed;
    },
    say: (message) => arrive([JSON.stringify(message)]),
    sayText: (text) => arrive([text]),
    sayAll: (messages) => arrive(messages.map((message) => JSON.stringify(message))),
    hangUp: end,
    channel: {
      peer: { address: "127.0.0.1", secure: true },
      subprotocol: "tillwire.v1",
      incoming: incoming(),
      send(text) {
        if (gone) return false;
        heard.push(JSON.parse(text) as Heard);
        return true;
      },
      close(code, reason) {
        closed ??= { code, reason };
        void end();
      },
    },
  };
}

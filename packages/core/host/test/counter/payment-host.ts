/** The far end of a line: a payment host that keeps a ledger and answers as the test plans. It frames by code of its own. */
import { decode, encode } from "../plugins/plain-gateway.ts";
import type { Message } from "../plugins/plain-gateway.ts";

/** One line, as the host sees it. */
export interface Wire {
  readonly incoming: AsyncIterable<Uint8Array>;
  send(bytes: Uint8Array): void;
}

/** What the host says to a message: nothing, or some answers. */
export type Answering = (message: Message, host: PaymentHost) => readonly Message[];

export interface PaymentHost {
  /** Set by the test. */
  answering: Answering;
  /** New lines are taken and not read. */
  deaf: boolean;
  readonly received: Message[];
  /** State of each transaction by its trace. */
  readonly ledger: Map<string, "approved" | "declined" | "reversed">;
  /** Serves a line until it ends. */
  serve(wire: Wire): Promise<void>;
  /** Sends on every line that is open. */
  say(message: Message): void;
  /** Sends bytes as they are. */
  sayBytes(bytes: Uint8Array): void;
}

/** Does what a host does, and gives its answer. */
export const answerPlainly: Answering = (message, { ledger }) => {
  const { kind, trace, originalTrace, amountMinor } = message;
  const name = String(trace);
  const answer = (result: string): Message[] => [
    { kind: `${String(kind)}-answer`, trace: name, result, hostReference: `H${name}` },
  ];
  switch (String(kind)) {
    case "authorize": {
      const state = amountMinor === 51 ? "declined" : "approved";
      ledger.set(name, state);
      return answer(state);
    }
    case "reverse": {
      const known = ledger.get(String(originalTrace));
      ledger.set(String(originalTrace), "reversed");
      return answer(known === undefined ? "not-found" : "done");
    }
    case "lookup":
      return answer(ledger.get(String(originalTrace)) ?? "not-found");
    default:
      return answer("approved");
  }
};

export function framed(message: Message): Uint8Array {
  const body = encode(message);
  return Uint8Array.from([body.length >> 8, body.length & 255, ...body]);
}

export function createPaymentHost(): PaymentHost {
  const wires = new Set<Wire>();
  const host: PaymentHost = {
    answering: answerPlainly,
    deaf: false,
    received: [],
    ledger: new Map(),
    async serve(wire) {
      wires.add(wire);
      let rest: number[] = [];
      try {
        for await (const piece of wire.incoming) {
          rest.push(...piece);
          for (let length = lengthOf(rest); rest.length >= length; length = lengthOf(rest)) {
            const message = decode(Uint8Array.from(rest.slice(2, length)));
            rest = rest.slice(length);
            host.received.push(message);
            for (const answer of host.answering(message, host)) wire.send(framed(answer));
          }
        }
      } catch {
        // The line broke: the bridge connects a new one.
      }
      wires.delete(wire);
    },
    say: (message) => host.sayBytes(framed(message)),
    sayBytes(bytes) {
      for (const wire of wires) wire.send(bytes);
    },
  };
  return host;
}

function lengthOf([high, low]: readonly number[]): number {
  return high === undefined || low === undefined ? Number.POSITIVE_INFINITY : 2 + high * 256 + low;
}

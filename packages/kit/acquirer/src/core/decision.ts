/** What a message leads to, as data: facts for the ledger, then, once they are durable, deliveries on the line. */
import { responseMti, swapTpdu, type Fields, type Message } from "@tillwire/iso8583";
import { codec } from "../dialect.ts";
import type { LedgerFact } from "../ledger/entry.ts";

/** Something for the line that the message came on. */
export type Delivery =
  | { readonly kind: "send"; readonly bytes: Uint8Array; readonly afterMs: number }
  | { readonly kind: "close" };

export interface Decision {
  /** In order; durable before the first delivery. */
  readonly facts: readonly LedgerFact[];
  readonly deliveries: readonly Delivery[];
  /** What was decided, for the log: no card data. */
  readonly log: string;
}

const echoed = [3, 4, 7, 11, 12, 13, 37, 41, 42, 49];

/** The answer to a request: the fields that it echoes, and these. */
export function answerTo({ mti, header, fields }: Message, own: Fields): Message {
  const kept = Object.fromEntries(
    echoed.flatMap((number) => {
      const value = fields[number];
      return value === undefined ? [] : [[number, value] as const];
    }),
  );
  const answer = { mti: responseMti(mti), fields: { ...kept, ...own } };
  return header ? { ...answer, header: swapTpdu(header) } : answer;
}

/** One answer, at once. */
export function send(message: Message): readonly Delivery[] {
  return [{ kind: "send", bytes: codec.encode(message), afterMs: 0 }];
}

/** Nothing was decided: this response code, and nothing in the ledger. */
export function refuse(message: Message, responseCode: string, why: string): Decision {
  return { facts: [], deliveries: send(answerTo(message, { 39: responseCode })), log: `${responseCode}: ${why}` };
}

/** How an answer goes out: as it is, or with the trouble that the amount asked for. */
import type { Message } from "@tillwire/iso8583";
import { codec } from "../dialect.ts";
import type { Behavior } from "./behaviors.ts";
import { send, type Delivery } from "./decision.ts";

/** Bytes that are a whole frame and no message. */
const garbage = new TextEncoder().encode("\u0000\u0001not a message at all");
/** 1.00 more than was approved. */
const tooMuchMinor = 100;

/** What to do on the line with the answer to an approved request. */
export function deliver(answer: Message, behavior: Behavior | undefined, lateMs: number): readonly Delivery[] {
  if (behavior?.kind !== "line") return send(answer);
  switch (behavior.trouble) {
    case "silent":
      return [];
    case "late":
      return [{ kind: "send", bytes: codec.encode(answer), afterMs: lateMs }];
    case "twice":
      return [...send(answer), ...send(answer)];
    case "garbage":
      return [{ kind: "send", bytes: garbage, afterMs: 0 }];
    case "other-trace-number":
      return send(withField(answer, 11, (stan) => String((Number(stan) + 1) % 1_000_000).padStart(6, "0")));
    case "other-amount":
      return send(withField(answer, 4, (amount) => String(Number(amount) + tooMuchMinor).padStart(12, "0")));
    case "close":
      return [{ kind: "close" }];
  }
}

function withField(answer: Message, number: number, change: (value: string) => string): Message {
  const value = answer.fields[number];
  return typeof value === "string" ? { ...answer, fields: { ...answer.fields, [number]: change(value) } } : answer;
}

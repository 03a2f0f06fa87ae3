/**
 * The whole host as one pure function: a message and the books in, a decision out. What cannot be answered at all, because
 * it does not say whose answer it would be, is `undefined`: the line is closed.
 */
import type { Message } from "@tillwire/iso8583";
import { TillwireError } from "@tillwire/plugin-api";
import { findProblems } from "../dialect.ts";
import type { Books } from "../ledger/books.ts";
import { decideAuthorization, type Asked } from "./authorize.ts";
import type { Host } from "./check-card.ts";
import { answerTo, refuse, send, type Decision } from "./decision.ts";
import { decideReversal } from "./reverse.ts";

/** Without these nobody can match an answer. */
const matched = [7, 11, 41];
/** Requests that have an answer: any class, request or repeat, from the acquirer's side. */
const request = /^0[1-8][024][01]$/;

const functions: ReadonlyMap<string, string> = new Map([
  ["001", "sign-on"],
  ["002", "sign-off"],
  ["301", "echo"],
]);

/** Decides one message. Never throws for anything that may stand in one. */
export function decide(host: Host, books: Books, asked: Asked): Decision | undefined {
  const { message } = asked;
  const { mti, fields } = message;
  if (!request.test(mti) || matched.some((number) => fields[number] === undefined)) return undefined;
  const problems = findProblems(message);
  if (matched.some((number) => problems.some(({ field }) => field === number))) return undefined;
  const [problem] = problems;
  if (problem) return refuse(message, "30", `field ${problem.field}: ${problem.problem}`);
  try {
    return decideKnown(host, books, asked);
  } catch (error) {
    if (TillwireError.is(error) && error.code === "FRAME_INVALID") return refuse(message, "30", error.message);
    throw error;
  }
}

function decideKnown(host: Host, books: Books, asked: Asked): Decision {
  switch (asked.message.mti) {
    case "0100":
    case "0101":
    case "0200":
    case "0201":
      return decideAuthorization(host, books, asked);
    case "0400":
    case "0401":
      return decideReversal(books, asked);
    case "0800":
      return decideNetwork(asked.message);
    default:
      return refuse(asked.message, "12", "a message of a type that this host does not take");
  }
}

function decideNetwork(message: Message): Decision {
  const code = message.fields[70];
  const name = typeof code === "string" ? functions.get(code) : undefined;
  if (name === undefined) return refuse(message, "12", "a function in field 70 that this host does not have");
  const own = code === undefined ? { 39: "00" } : { 39: "00", 70: code };
  return { facts: [], deliveries: send(answerTo(message, own)), log: `00: ${name}` };
}

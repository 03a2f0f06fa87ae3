/**
 * The kernel is a stepper: a generator that asks for one thing at a time (a command to the card, a PIN, a choice) and is
 * told what came of it. It does nothing by itself, so that it runs the same against a card, a recording and a test.
 */
import { encodeCommand, parseResponse } from "../../apdu/command.ts";
import type { Command, Response } from "../../apdu/command.ts";

/** What the kernel asks for. */
export type Step =
  | { readonly kind: "command"; readonly bytes: Uint8Array }
  | { readonly kind: "pin"; readonly prompt: "enter-pin" | "enter-pin-again" | "enter-pin-last-try" }
  | { readonly kind: "application"; readonly labels: readonly string[] };

/** What came of it. */
export type Answer =
  /** Empty when the card said nothing. */
  | { readonly kind: "response"; readonly bytes: Uint8Array }
  /** `undefined`: the cardholder went past it. */
  | { readonly kind: "pin"; readonly pin: string | undefined }
  | { readonly kind: "application"; readonly index: number };

/** A piece of the kernel that comes to a result. */
export type Dialogue<Result> = Generator<Step, Result, Answer>;

/** Why a transaction cannot go on. */
export type EndReason = "card-error" | "card-blocked" | "no-common-application" | "not-accepted" | "card-silent";

/** Ends a transaction from anywhere inside the kernel. {@link runKernel} of `session.ts` catches it: nobody else sees it. */
export class KernelEnd extends Error {
  readonly reason: EndReason;

  constructor(reason: EndReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Ends the transaction because of what the card said. */
export function cardError(message: string): KernelEnd {
  return new KernelEnd("card-error", message);
}

const getResponse = { cla: 0x00, ins: 0xc0, p1: 0, p2: 0, answers: true } as const;
const moreBytes = 0x61;
const wrongLength = 0x6c;
const warnings: ReadonlySet<number> = new Set([0x62, 0x63]);
/** A card that keeps asking for one more exchange is broken. */
const maxExchanges = 8;

/**
 * Sends a command and gives its response, with what T=0 needs around it: GET RESPONSE after 61xx and after a warning that
 * has data, and the same command again after 6Cxx (EMV Book 1, annex A).
 */
export function* send(command: Command): Dialogue<Response> {
  let current = command;
  let warning: number | undefined;
  for (let exchange = 0; exchange < maxExchanges; exchange += 1) {
    const response = yield* exchangeOnce(current);
    const [high, low] = [response.status >> 8, response.status & 0xff];
    const fetching = current.ins === getResponse.ins;
    if (high === wrongLength) current = { ...current, expectedBytes: low };
    else if (high === moreBytes) current = { ...getResponse, expectedBytes: low };
    else if (warnings.has(high) && !fetching && isWithoutData(command, response)) {
      warning = response.status;
      current = getResponse;
    } else return warning === undefined ? response : { data: response.data, status: warning };
  }
  throw cardError("The card never comes to an end of its response.");
}

/** A response with data to a command that had data: with T=0 it has to be fetched. */
function isWithoutData({ data, answers }: Command, response: Response): boolean {
  return data !== undefined && answers && response.data.length === 0;
}

function* exchangeOnce(command: Command): Dialogue<Response> {
  const answer = yield { kind: "command", bytes: encodeCommand(command) };
  if (answer.kind !== "response") throw cardError("A command was answered by something else.");
  const response = parseResponse(answer.bytes);
  if (response !== undefined) return response;
  if (answer.bytes.length === 0) throw new KernelEnd("card-silent", "The card does not answer.");
  throw cardError("The card's response has no status.");
}

/** Asks for a PIN. `undefined`: the cardholder went past it. */
export function* askPin(prompt: Extract<Step, { kind: "pin" }>["prompt"]): Dialogue<string | undefined> {
  const answer = yield { kind: "pin", prompt };
  return answer.kind === "pin" ? answer.pin : undefined;
}

/** Asks which application. */
export function* askApplication(labels: readonly string[]): Dialogue<number> {
  const answer = yield { kind: "application", labels };
  return answer.kind === "application" ? answer.index : 0;
}

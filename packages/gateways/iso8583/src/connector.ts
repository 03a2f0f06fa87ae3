/** The connector: one message and its answer for each operation. Pure; the host sends. */
import { matchKey, type Message } from "@tillwire/iso8583";
import type {
  CardData,
  GatewayConnector,
  GatewayInput,
  GatewayOutcome,
  GatewayStep,
  GatewayStepResult,
  Recovery,
} from "@tillwire/plugin-api";
import { TillwireError } from "@tillwire/plugin-api";
import { buildAuthorization, originalFrom } from "./authorize.ts";
import { codec, framing } from "./dialect.ts";
import { readAnswer } from "./read-answer.ts";
import { buildReversal, readReversal } from "./reverse.ts";
import { createSession } from "./session.ts";
import type { Settings } from "./settings.ts";
import { parseState, type State } from "./state.ts";

/** Fields that a request and its answer have in common: time, trace number and terminal. */
const matchFields = [7, 11, 41];

/** The host keeps a reversal whose original it does not know, and refuses that one should it arrive after all. */
const recovery: Recovery = { level: "B", horizonMs: 0, refusesLateArrival: true };
const native = { support: "native", recovery } as const;

/** Makes the connector of one set of settings. */
export function createConnector(settings: Settings): GatewayConnector {
  const { host, port, tls, answerTimeoutMs } = settings;
  const send = (message: Message, state: State): GatewayStep => ({
    type: "send",
    effect: "moves-money",
    message: { shape: "stream", bytes: codec.encode(message) },
    timeoutMs: answerTimeoutMs,
    state,
  });
  return {
    capabilities: {
      operations: { authorize: native, reverse: native },
      currencies: "any",
      partialApproval: true,
      reversalOrder: "strict",
    },
    shape: {
      kind: "stream",
      address: { transport: "tcp", host, port, ...(tls && { tls }) },
      framing,
      matchKey: keyOf,
      session: createSession(settings),
    },
    references: [
      { name: "stan", alphabet: "digits", length: 6, scope: "gateway", uniqueForMs: 86_400_000 },
      { name: "retrieval-reference", alphabet: "digits", length: 12, scope: "gateway", uniqueForMs: 3_024_000_000 },
    ],
    begin(input) {
      if (input.operation === "reverse") {
        const message = buildReversal(settings, input);
        return send(message, { step: "reverse", stan: input.references["stan"] ?? "" });
      }
      if (input.operation !== "authorize") throw unsupported(input.operation);
      const card = cardOf(input);
      const original = originalFrom(input, card);
      return send(buildAuthorization(settings, input, card), { step: "authorize", original });
    },
    next: (state, result) => ({ type: "done", outcome: outcomeOf(parseState(state), result) }),
  };
}

/** Names the request that bytes are, or answer. Bytes that are no message answer none. */
function keyOf(bytes: Uint8Array): string | null {
  try {
    return matchKey(codec.decode(bytes), matchFields);
  } catch (error) {
    if (TillwireError.is(error)) return null;
    throw error;
  }
}

function cardOf({ card }: Extract<GatewayInput, { readonly finality: unknown }>): CardData {
  if (card) return card;
  throw new TillwireError("REQUEST_INVALID", {
    message: "An authorization needs a card from the reader.",
    effect: "none",
  });
}

function outcomeOf(state: State, result: GatewayStepResult): GatewayOutcome {
  if (result.type === "answer" && result.answer instanceof Uint8Array) {
    const message = codec.decode(result.answer);
    if (state.step === "reverse") return { kind: "reverse", result: readReversal(message) };
    return readAnswer(message, state.original);
  }
  return state.step === "reverse" ? reversalUnanswered : unanswered(result);
}

const reversalUnanswered: GatewayOutcome = {
  kind: "reverse",
  result: { kind: "unknown", code: "LINK_TIMEOUT", message: "The payment host did not answer the reversal." },
};

/** Nothing left: certainly nothing happened. Anything may have left: nobody knows. */
function unanswered(result: GatewayStepResult): GatewayOutcome {
  if (result.type === "no-answer" && result.left === "no") {
    const message = "The payment host could not be reached; nothing was sent. Check the line and try again.";
    return { kind: "attempt", outcome: { kind: "failed", code: "LINK_LOST", message } };
  }
  const timedOut = result.type === "no-answer" && result.cause === "timeout";
  const message = timedOut ? "The payment host did not answer in time." : "The line broke before an answer came.";
  return { kind: "attempt", outcome: { kind: "unknown", code: timedOut ? "LINK_TIMEOUT" : "LINK_LOST", message } };
}

function unsupported(operation: string): TillwireError {
  const message = `This gateway cannot do ${operation}. It authorizes and reverses.`;
  return new TillwireError("OPERATION_UNSUPPORTED", { message, effect: "none" });
}

/** What the terminal says without being asked, or after nobody waits for it any more. */
import { errorData, TillwireError } from "@tillwire/plugin-api";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import type { Ended } from "../protocol/vocabulary.ts";
import type { Connection } from "./connection.ts";
import { answersSale } from "./outcomes.ts";
import type { Parts } from "./parts.ts";

/** Deals with a message that nobody waits for. */
export function onUnasked(parts: Parts, message: TerminalMessage, connection: Connection): void {
  switch (message.type) {
    case "prompt":
    case "text":
    case "card":
    case "card-removed":
      return parts.running.show(message);
    case "pending":
      return settle(parts, message);
    case "result":
      return onStrayResult(parts, message, connection);
    case "committed":
    case "undone":
    case "canceling":
    case "status":
    case "last":
    case "reversed":
    case "refused":
    case "pong":
      return parts.context.log.debug("late-answer", { type: message.type }); // it was not waited for long enough
    case "welcome":
    case "error":
      return connection.fail(senseless(`It said ${message.type} in the middle of a session.`));
  }
}

/** A result that comes late, or twice. One for a sale that was never asked for means that nothing it says can be trusted. */
function onStrayResult(parts: Parts, message: TerminalMessageOf<"result">, connection: Connection): void {
  const { reference } = message;
  const sale = parts.sales.get(reference);
  if (sale === undefined) {
    connection.fail(senseless("It answered for a reference that was not asked for."));
  } else if (!answersSale(sale, message)) {
    parts.context.log.warn("answer-mismatch", { reference });
  } else if (parts.settlements.isSettled(reference)) {
    parts.context.log.debug("repeated-answer", { reference });
  } else settle(parts, message);
}

function settle({ context, settlements }: Parts, ended: Ended): void {
  const { outcome, reference } = ended;
  if (outcome.kind !== "approved" || outcome.state === "committed") return;
  settlements.settle(ended, outcome).catch((thrown: unknown) => {
    const { code, message } = errorData(thrown);
    context.log.warn("settling-failed", { reference, code, message }); // a lookup, or the next session, takes it up
  });
}

function senseless(what: string): TillwireError {
  return new TillwireError("ANSWER_MISMATCH", {
    message: `The terminal's answer makes no sense here. ${what}`,
    effect: "possible",
  });
}

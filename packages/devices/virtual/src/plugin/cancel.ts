/** The wish that the running sale stops. What came of it, the sale itself says. */
import { TillwireError } from "@tillwire/plugin-api";
import type { AttemptRequest } from "@tillwire/plugin-api";
import type { TerminalMessage } from "../protocol/terminal-messages.ts";
import { referenceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

/** Passes the wish on. Resolves once the terminal has heard of it, also when it is too late. */
export async function cancelAttempt(parts: Parts, { references }: AttemptRequest, signal: AbortSignal): Promise<void> {
  const reference = referenceOf(references);
  const { line, running, timeouts, sales } = parts;
  const runs = running.wantCancel(reference);
  if (runs && sales.get(reference) === undefined) return; // not sent yet: it will not be
  const connection = line.current;
  if (connection === undefined) {
    const message = "The terminal is not connected, so it cannot be asked to stop.";
    throw new TillwireError("LINK_LOST", { message, effect: "none" });
  }
  const match = (message: TerminalMessage): true | undefined => (hasHeard(message, reference) ? true : undefined);
  await connection.ask({ type: "cancel", reference }, match, { timeoutMs: timeouts.inquiryMs, signal });
}

function hasHeard(message: TerminalMessage, reference: string): boolean {
  if (message.type === "canceling") return message.reference === reference;
  return message.type === "refused" && message.request === "cancel" && message.reference === reference;
}

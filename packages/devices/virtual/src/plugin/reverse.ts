/** Undoing an attempt by its reference: at level B, whatever became of it. */
import type { ReverseRequest, ReverseResult } from "@tillwire/plugin-api";
import { errorData } from "@tillwire/plugin-api";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import { referenceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

/** Reverses. What did not get through is `unknown`, to be repeated. */
export async function reverseAttempt(
  parts: Parts,
  { references }: ReverseRequest,
  signal: AbortSignal,
): Promise<ReverseResult> {
  const reference = referenceOf(references);
  const match = (message: TerminalMessage): TerminalMessageOf<"reversed" | "refused"> | undefined => {
    if (message.type === "reversed") return message.reference === reference ? message : undefined;
    return message.type === "refused" && message.request === "reverse" ? message : undefined;
  };
  try {
    const connection = await parts.line.connection(signal);
    const patience = { timeoutMs: parts.timeouts.inquiryMs, signal };
    const answer = await connection.ask({ type: "reverse", reference }, match, patience);
    return answer.type === "refused" ? { kind: "refused", reason: answer.message } : { kind: answer.state };
  } catch (thrown) {
    const { code, message } = errorData(thrown);
    return { kind: "unknown", code, message };
  }
}

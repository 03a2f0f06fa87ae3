/** Sends a sale and waits for its answer: not for ever, not in silence, and not much longer than the bridge wants to. */
import { TillwireError } from "@tillwire/plugin-api";
import type { SaleMessage } from "../protocol/client-messages.ts";
import type { TerminalMessage, TerminalMessageOf } from "../protocol/terminal-messages.ts";
import type { Connection } from "./connection.ts";
import type { Parts } from "./parts.ts";

/** How a sale is answered. */
export type SaleAnswer = TerminalMessageOf<"result" | "refused">;

/** When to stop waiting. */
export interface SalePatience {
  /** The bridge does not want to wait any more: the terminal is asked to stop. */
  readonly signal: AbortSignal;
  /** A little later: what is not known by now is not known. */
  readonly giveUp: AbortSignal;
}

/** Rejects with `effect: "none"` when the sale certainly did not leave, else with `effect: "possible"`. */
export async function askSale(
  parts: Parts,
  { connection, sale }: { readonly connection: Connection; readonly sale: SaleMessage },
  { signal, giveUp }: SalePatience,
): Promise<SaleAnswer> {
  const { reference } = sale;
  if (signal.aborted) {
    throw new TillwireError("ABORTED", { message: "It was stopped before it was sent.", effect: "none" });
  }
  const stop = (): void => {
    // A wish: the sale's own answer says what came of it, or that none came.
    connection.tell({ type: "cancel", reference }).catch(() => undefined);
  };
  signal.addEventListener("abort", stop, { once: true });
  const answered = new AbortController();
  const silence = silenceSignal(parts, answered.signal);
  const patience = { timeoutMs: parts.timeouts.answerMs, signal: AbortSignal.any([giveUp, silence]) };
  try {
    return await connection.ask(sale, (message) => answerTo(reference, message), patience);
  } finally {
    answered.abort();
    signal.removeEventListener("abort", stop);
  }
}

function answerTo(reference: string, message: TerminalMessage): SaleAnswer | undefined {
  if (message.type === "result") return message.reference === reference ? message : undefined;
  const refusal = message.type === "refused" && message.request === "sale" && message.reference === reference;
  return refusal ? message : undefined;
}

/** Aborted once the terminal has shown nothing of the sale for too long. */
function silenceSignal(
  { context: { clock }, timeouts: { silenceMs }, running }: Parts,
  done: AbortSignal,
): AbortSignal {
  const silent = new AbortController();
  const sinceMs = clock.monotonicMs();
  async function watch(): Promise<void> {
    for (let leftMs = silenceMs; leftMs > 0;) {
      await clock.sleep(leftMs, done);
      leftMs = Math.max(sinceMs, running.heardMs) + silenceMs - clock.monotonicMs();
    }
    const message = `The terminal showed nothing of the sale for ${silenceMs} ms.`;
    silent.abort(new TillwireError("LINK_TIMEOUT", { message, effect: "possible" }));
  }
  watch().catch(() => undefined); // answered
  return silent.signal;
}

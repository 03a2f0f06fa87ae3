/** One read at a time: what the reader shows meanwhile goes to the bridge, what it asks goes to the POS. */
import { errorData } from "@tillwire/plugin-api";
import type { AttemptId, DeviceContext, ReadRequest, ReadResult } from "@tillwire/plugin-api";
import { delayed } from "../plugin/within.ts";
import type { ReaderMessage } from "../protocol/reader-messages.ts";
import { askOver, harmless } from "./asking.ts";
import type { ReaderConnection, ReaderLine } from "./language.ts";
import type { ReaderPluginSettings } from "./settings.ts";

/** The read that is under way. */
export interface Reads {
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResult>;
  /** Takes what the reader says without being asked. */
  onUnasked(message: ReaderMessage, connection: ReaderConnection): void;
}

/** What reads need. */
export interface ReadsOptions {
  readonly context: DeviceContext;
  readonly line: () => ReaderLine;
  readonly timeouts: ReaderPluginSettings["timeouts"];
}

/** Makes it: nothing is read yet. */
export function createReads({ context, line, timeouts }: ReadsOptions): Reads {
  let attemptId: AttemptId | undefined;
  return {
    async read(request, signal) {
      const { attemptId: wanted, ...order } = request;
      attemptId = wanted;
      return await harmless(async () => {
        const connection = await line().connection(signal);
        const cancel = (): void => {
          // A wish: the read's own result says what came of it, or that none came.
          connection.tell({ type: "cancel" }).catch(() => undefined);
        };
        if (signal.aborted) return { kind: "canceled", by: "pos" } as const;
        signal.addEventListener("abort", cancel, { once: true });
        using giveUp = delayed(signal, timeouts.abortGraceMs, context.clock);
        try {
          const match = (message: ReaderMessage): ReadResult | undefined =>
            message.type === "read-result" ? message.result : undefined;
          const patience = { timeoutMs: order.timeoutMs + timeouts.readMs, signal: giveUp.signal };
          return await askOver(connection, { message: { type: "read", order: writable(order) }, match }, patience);
        } finally {
          signal.removeEventListener("abort", cancel);
        }
      });
    },
    onUnasked(message, connection) {
      if (attemptId === undefined) return;
      if (message.type === "prompt") context.emit({ type: "prompt", attemptId, promptId: message.prompt });
      if (message.type === "card") context.emit({ type: "card-presented", attemptId, card: message.card });
      if (message.type === "question") void choose(attemptId, message.labels, connection);
    },
  };

  async function choose(attempt: AttemptId, labels: readonly string[], connection: ReaderConnection): Promise<void> {
    try {
      const answer = await context.ask(attempt, { kind: "application", labels });
      await connection.tell({ type: "choose", index: answer.kind === "application" ? answer.index : 0 });
    } catch (thrown) {
      const { code, message } = errorData(thrown);
      context.log.warn("choice-not-passed-on", { code, message }); // the read ends by its time, or with the connection
    }
  }
}

type Order = Omit<ReadRequest, "attemptId">;

/** The order without members that are there and `undefined`. */
function writable({ again, ...order }: Order): Order {
  return again === undefined ? order : { ...order, again };
}

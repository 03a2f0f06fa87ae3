/** Answers what a hosted plugin asks: key operations by the keystore, all else by the engine, where the role allows it. */
import { TillwireError } from "@tillwire/plugin-api";
import type { Keystore } from "@tillwire/plugin-api";
import { toCrossing } from "../crossing-errors.ts";
import { pluginRequestSchema } from "../messages.ts";
import type { HostMessage, PluginRequest } from "../messages.ts";
import type { RunnerHandlers } from "../runner.ts";
import { withoutCardData } from "./people-text.ts";

/** Who answers. */
export interface Answerers {
  readonly handlers: Pick<RunnerHandlers, "ask" | "settle" | "permitSend">;
  readonly keystore: Keystore;
}

/** Answers one request; never rejects. */
export async function answerRequest(
  { requestId, request }: { readonly requestId: number; readonly request: unknown },
  answerers: Answerers,
  post: (message: HostMessage) => void,
): Promise<void> {
  try {
    const parsed = pluginRequestSchema.safeParse(request);
    if (!parsed.success) throw senseless(parsed.error);
    const answer = answerTo(parsed.data, answerers);
    if (answer === undefined) throw notOfItsRole(parsed.data.kind);
    post({ type: "answer", requestId, answer: await answer });
  } catch (thrown) {
    post({ type: "refuse", requestId, error: toCrossing(thrown) });
  }
}

function answerTo(request: PluginRequest, { handlers, keystore }: Answerers): Promise<unknown> | undefined {
  switch (request.kind) {
    case "ask":
      return handlers.ask?.(request.attemptId, withoutCardData(request.question));
    case "settle":
      return handlers.settle?.(withoutCardData(request.request));
    case "permit-send":
      return handlers.permitSend?.(request);
    case "keystore":
      return compute(request, keystore);
  }
}

function compute(
  request: Extract<PluginRequest, { readonly kind: "keystore" }>,
  keystore: Keystore,
): Promise<Uint8Array> {
  const { operation, key, algorithm, data } = request;
  // The keystore itself refuses an algorithm that it does not know: the names stand in one place only.
  const operate = keystore[operation] as (key: string, algorithm: string, data: Uint8Array) => Promise<Uint8Array>;
  return operate.call(keystore, key, algorithm, data);
}

function notOfItsRole(kind: PluginRequest["kind"]): TillwireError {
  const message = `The plugin asked for what plugins of its kind have no use for (${kind}). It has to be corrected.`;
  return new TillwireError("REQUEST_INVALID", { message, effect: "possible" });
}

function senseless(cause: unknown): TillwireError {
  return new TillwireError("REQUEST_INVALID", {
    message: "The plugin asked for something that makes no sense. It has to be corrected.",
    effect: "possible",
    cause,
  });
}

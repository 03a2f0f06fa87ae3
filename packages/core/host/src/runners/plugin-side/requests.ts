/**
 * What a plugin asks of the host, while it waits for the answers: questions, settlements, key operations. Bounded; and
 * whoever still waits when the session ends is rejected. A rejection never claims that no money moved.
 */
import { TillwireError } from "@tillwire/plugin-api";
import { fromCrossing } from "../crossing-errors.ts";
import type { CrossingError } from "../crossing-errors.ts";
import { requestAnswerSchemas } from "../messages.ts";
import type { PluginMessage, PluginRequest, RequestAnswer, RequestKind } from "../messages.ts";
import { plainCopy } from "../plain.ts";

/** The open requests of one session. */
export interface Requests {
  ask<Kind extends RequestKind>(
    request: Extract<PluginRequest, { readonly kind: Kind }>,
    kind: Kind,
  ): Promise<RequestAnswer<Kind>>;
  /** The host's answer. One that nobody waits for any more is dropped. */
  answer(requestId: number, answer: unknown): void;
  refuse(requestId: number, error: CrossingError): void;
  /** Rejects everybody, now and from now on. */
  end(error: TillwireError): void;
}

interface Waiting {
  readonly kind: RequestKind;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: TillwireError) => void;
}

/** How requests leave. */
export interface RequestLines {
  readonly post: (message: PluginMessage) => void;
  /** Counts for the whole connection, so that late answers find nobody. */
  readonly nextId: () => number;
  /** May the plugin send one more message? */
  readonly allowed: () => boolean;
}

/** Makes the requests of one session. */
export function createRequests({ post, nextId, allowed }: RequestLines, requestsMax: number): Requests {
  const waiting = new Map<number, Waiting>();
  let ended: TillwireError | undefined;

  function take(requestId: number): Waiting | undefined {
    const found = waiting.get(requestId);
    waiting.delete(requestId);
    return found;
  }
  return {
    async ask(request, kind) {
      if (ended !== undefined) throw ended;
      if (!allowed() || waiting.size >= requestsMax)
        throw failure("LIMIT_REACHED", "The plugin asks too much at once.");
      const requestId = nextId();
      post({ type: "request", requestId, request: plainCopy(request) });
      const answer = await new Promise<unknown>((resolve, reject) => waiting.set(requestId, { kind, resolve, reject }));
      return answer as RequestAnswer<typeof kind>; // parsed below, by the schema of its kind
    },
    answer(requestId, answer) {
      const found = take(requestId);
      if (found === undefined) return;
      const parsed = requestAnswerSchemas[found.kind].safeParse(answer);
      if (parsed.success) found.resolve(parsed.data);
      else found.reject(failure("INTERNAL", "The host's answer makes no sense.", parsed.error));
    },
    refuse(requestId, error) {
      take(requestId)?.reject(fromCrossing(error));
    },
    end(error) {
      ended ??= error;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    },
  };
}

function failure(code: "LIMIT_REACHED" | "INTERNAL", message: string, cause?: unknown): TillwireError {
  return new TillwireError(code, { message, effect: "possible", cause });
}

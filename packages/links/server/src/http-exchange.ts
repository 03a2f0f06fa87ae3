/** One HTTP request that has passed the door: read, handed to its platform, answered. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { TillwireError } from "@tillwire/plugin-api";
import type { Logger, ServedRequest } from "@tillwire/plugin-api";
import { targetBelow, track } from "./endpoints.ts";
import type { OpenEndpoint } from "./endpoints.ts";
import { headersOf, peerOf } from "./head.ts";
import type { Limits } from "./limits.ts";
import { refuseRequest } from "./refusals.ts";
import { readBody } from "./request-body.ts";
import { writeAnswer } from "./response-body.ts";

/** What a platform throws may say anything; a log line does not hold much of it. */
const MESSAGE_LENGTH_MAX = 200;

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly to: OpenEndpoint;
}

/** Never rejects. */
export async function exchange(one: Exchange, limits: Limits, log: Logger): Promise<void> {
  const { response, to } = one;
  track(to, {
    // A stream ends; an answer that is still being made is still given.
    end: () => void (response.headersSent && response.end()),
    cut: () => void response.destroy(),
    ended: new Promise((resolve) => response.once("close", () => resolve())),
  });
  try {
    await answer(one, limits);
  } catch (thrown) {
    log.error("request-failed", { path: to.endpoint.path, message: textOf(thrown) });
    if (response.headersSent) response.destroy();
    else refuseRequest(response, 500);
  }
}

async function answer({ request, response, to }: Exchange, limits: Limits): Promise<void> {
  const { path, http } = to.endpoint;
  if (http === undefined) throw new TillwireError("INTERNAL", { message: "No HTTP is served here.", effect: "none" });
  const result = await readBody(request, limits.messageBytes);
  if (result.kind === "gone") return;
  if (result.kind === "too-large") {
    refuseRequest(response, 413);
    return;
  }
  const served: ServedRequest = {
    peer: peerOf(request),
    method: request.method ?? "",
    target: targetBelow(request.url ?? "", path),
    headers: headersOf(request),
    body: result.body,
  };
  const answered = await http(served);
  if (!response.destroyed) await writeAnswer(response, answered, limits.idleMs);
}

export function textOf(thrown: unknown): string {
  return String(thrown).slice(0, MESSAGE_LENGTH_MAX);
}

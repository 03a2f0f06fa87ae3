/** Asks the door about a request, for what is served now, and notes whom it turned away. */
import type { IncomingMessage } from "node:http";
import { judge } from "./door.ts";
import type { DoorRules, Refusal } from "./door.ts";
import type { Endpoints, OpenEndpoint, ServedWebSocket } from "./endpoints.ts";
import { headOf, peerOf } from "./head.ts";
import type { RefusalLog } from "./refusals.ts";

export type Admission =
  | { readonly kind: "http"; readonly to: OpenEndpoint }
  | {
      readonly kind: "web-socket";
      readonly to: OpenEndpoint;
      readonly webSocket: ServedWebSocket;
      readonly subprotocol: string;
    }
  | Refusal;

export interface Doorkeeper {
  readonly rules: DoorRules;
  readonly endpoints: Endpoints;
  readonly refusals: RefusalLog;
  readonly isFull: () => boolean;
}

export function admit(request: IncomingMessage, upgrade: boolean, keeper: Doorkeeper): Admission {
  const to = keeper.endpoints.find(request.url ?? "", upgrade);
  const { http, webSocket } = to?.endpoint ?? {};
  const served = { http: http !== undefined, subprotocols: webSocket?.subprotocols ?? [], full: keeper.isFull() };
  const verdict = judge(headOf(request, upgrade), keeper.rules, to === undefined ? undefined : served);
  if (verdict.kind === "http" && to !== undefined) return { ...verdict, to };
  if (verdict.kind === "web-socket" && to !== undefined && webSocket !== undefined)
    return { ...verdict, to, webSocket };
  const refusal: Refusal = verdict.kind === "refused" ? verdict : { kind: "refused", status: 404, reason: "path" };
  keeper.refusals.note(refusal.status, refusal.reason, peerOf(request));
  return refusal;
}

/** What a POS can ask beside its payments. Each is one request and one answer, on the connection there is now. */
import type { MethodName, Methods } from "@tillwire/protocol/wire";
import { ClientError } from "./client-error.ts";
import type { Client } from "./client-api.ts";
import type { Connector } from "./connector.ts";
import { asKey, asLane, asPaymentId } from "./names.ts";

/** Sends a request, or rejects when the bridge cannot be reached now. */
export type Call = <Method extends MethodName>(
  method: Method,
  params: Methods[Method]["params"],
) => Promise<Methods[Method]["result"]>;

export function createCall(connector: Connector, stopping: AbortSignal): Call {
  return async (method, params) => {
    connector.hurry();
    const connection = await connector.next(stopping);
    if (connection instanceof ClientError) throw connection;
    return connection.request(method, params);
  };
}

export type PlainCalls = Pick<Client, "lanes" | "laneStatus" | "status" | "get" | "watch" | "acknowledge">;

export function plainCalls(call: Call): PlainCalls {
  return {
    lanes: async () => (await call("lane.list", {})).lanes,
    laneStatus: async (lane) => (await call("lane.status", { lane: asLane(lane) })).lane,
    status: () => call("bridge.status", {}),
    get: async (name) => {
      const selector = typeof name === "string" ? { key: asKey(name) } : { id: asPaymentId(name.id) };
      return (await call("payment.get", selector)).payment;
    },
    watch: (key, afterSeq = 0) => call("payment.watch", { key: asKey(key), afterSeq }),
    acknowledge: async (key) => (await call("payment.acknowledge", { key: asKey(key) })).payment,
  };
}

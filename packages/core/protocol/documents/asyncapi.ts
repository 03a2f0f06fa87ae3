/** The protocol as an AsyncAPI 3.0 document. */
import { z } from "zod";
import type { JsonValue } from "@tillwire/plugin-api";
import { defaultUrl, protocolVersion, subprotocol } from "../src/wire.ts";
import type { MethodName, Notifications } from "../src/wire.ts";
import { definitions } from "./json-schema.ts";
import { methodTexts, notificationTexts } from "./method-texts.ts";

const rpc = { type: "string", const: "2.0" };
const id = { oneOf: [{ type: "string", minLength: 1, maxLength: 64 }, { type: "integer" }] };

/** The document, as JSON. */
export function asyncApiDocument(): Readonly<Record<string, unknown>> {
  const defs = parsed(JSON.stringify(definitions()).replaceAll("#/$defs/", "#/components/schemas/"));
  const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const { host } = new URL(defaultUrl);
  const methods = Object.keys(methodTexts) as MethodName[]; // the keys of a record that names every method
  const notifications = Object.keys(notificationTexts) as (keyof Notifications)[]; // as above
  const messages = {
    ...Object.fromEntries<unknown>(
      methods.flatMap((name) => [requestMessage(name, schema), resultMessage(name, schema)]),
    ),
    ...Object.fromEntries<unknown>(notifications.map((name) => notificationMessage(name, schema))),
    error: {
      title: "error",
      payload: object({ jsonrpc: rpc, id: { oneOf: [...id.oneOf, { type: "null" }] }, error: schema("error") }),
    },
  };
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Tillwire",
      version: String(protocolVersion),
      description: `JSON-RPC 2.0 over a WebSocket, subprotocol ${subprotocol}.`,
    },
    servers: { local: { host, protocol: "ws", description: "A bridge on this machine." } },
    channels: { bridge: { address: "/", messages } },
    components: { schemas: defs },
    operations: {
      send: operation(
        "send",
        methods.map((name) => `${name}.request`),
      ),
      receive: operation("receive", [...methods.map((name) => `${name}.result`), ...notifications, "error"]),
    },
  };
}

function parsed(text: string): JsonValue {
  return z.json().parse(JSON.parse(text));
}

type SchemaReference = (name: string) => { readonly $ref: string };

function requestMessage(name: MethodName, schema: SchemaReference) {
  const payload = object({ jsonrpc: rpc, id, method: { const: name }, params: schema(`${name}.params`) });
  return [`${name}.request`, { title: name, summary: methodTexts[name], payload }] as const;
}

function resultMessage(name: MethodName, schema: SchemaReference) {
  const payload = object({ jsonrpc: rpc, id, result: schema(`${name}.result`) });
  return [`${name}.result`, { title: `answer to ${name}`, payload }] as const;
}

function notificationMessage(name: keyof Notifications, schema: SchemaReference) {
  const payload = object({ jsonrpc: rpc, method: { const: name }, params: schema(`${name}.notification`) });
  return [name, { title: name, summary: notificationTexts[name], payload }] as const;
}

function object(properties: Readonly<Record<string, unknown>>) {
  return { type: "object", properties, required: Object.keys(properties) };
}

function operation(action: "send" | "receive", names: readonly string[]) {
  const messages = names.map((name) => ({ $ref: `#/channels/bridge/messages/${name.replaceAll("/", "~1")}` }));
  return { action, channel: { $ref: "#/channels/bridge" }, messages };
}

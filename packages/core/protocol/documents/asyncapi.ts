/** The protocol as an AsyncAPI 3.0 document, as the bridge sees it: it receives requests and sends the rest. */
import { defaultUrl, protocolVersion, subprotocol } from "../src/wire.ts";
import { methodExamples } from "./examples/methods.ts";
import { errorExample, notificationExamples } from "./examples/notifications.ts";
import { definitions } from "./json-schema.ts";
import { methodNames, methodTexts, notificationNames, notificationTexts } from "./texts.ts";

type Json = Readonly<Record<string, unknown>>;

const channel = { $ref: "#/channels/bridge" };
const correlationId = { location: "$message.payload#/id" };
const messageRef = (name: string): Json => ({ $ref: `#/channels/bridge/messages/${name}` });
const schemaRef = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

/** The document. */
export function asyncApiDocument(): Json {
  const schemas: unknown = JSON.parse(JSON.stringify(definitions()).replaceAll("#/$defs/", "#/components/schemas/"));
  const { host, pathname } = new URL(defaultUrl);
  return {
    asyncapi: "3.0.0",
    info: {
      title: "Tillwire",
      version: `${protocolVersion}.0.0`,
      description: `JSON-RPC 2.0 over a WebSocket: text messages, subprotocol ${subprotocol}.`,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    defaultContentType: "application/json",
    servers: { local: { host, protocol: "ws", description: "A bridge on this machine." } },
    channels: { bridge: { address: pathname, messages: messages() } },
    operations: operations(),
    components: { schemas },
  };
}

function messages(): Json {
  const requests = methodNames.map((name) => {
    const examples = methodExamples[name].map(({ params }) => example({ id: 1, method: name, params }));
    return [`${name}.request`, { summary: methodTexts[name], correlationId, examples }] as const;
  });
  const answers = methodNames.map((name) => {
    const examples = methodExamples[name].map(({ result }) => example({ id: 1, result }));
    return [`${name}.answer`, { summary: `The answer to ${name}.`, correlationId, examples }] as const;
  });
  const notifications = notificationNames.map((name) => {
    const examples = [example({ method: name, params: notificationExamples[name] })];
    return [`${name}.notification`, { summary: notificationTexts[name], examples }] as const;
  });
  const error = {
    summary: "The request could not be taken.",
    correlationId,
    examples: [example({ id: 1, error: errorExample })],
  };
  return Object.fromEntries(
    [...requests, ...answers, ...notifications, ["error.answer", error] as const].map(([name, message]) => [
      name,
      { name, title: name, ...message, payload: schemaRef(name) },
    ]),
  );
}

function example(rest: Json): Json {
  return { payload: { jsonrpc: "2.0", ...rest } };
}

function operations(): Json {
  const requests = methodNames.map((name) => {
    const reply = { channel, messages: [messageRef(`${name}.answer`), messageRef("error.answer")] };
    const messagesOf = [messageRef(`${name}.request`)];
    return [name, { action: "receive", channel, summary: methodTexts[name], messages: messagesOf, reply }] as const;
  });
  const notifications = notificationNames.map((name) => {
    const messagesOf = [messageRef(`${name}.notification`)];
    return [name, { action: "send", channel, summary: notificationTexts[name], messages: messagesOf }] as const;
  });
  return Object.fromEntries<Json>([...requests, ...notifications]);
}

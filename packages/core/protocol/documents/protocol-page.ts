/** The protocol reference as a page: methods, notifications, limits, close codes, with examples that are tested. */
import { closeCodes, defaultUrl, errorNumbers, protocolVersion, subprotocol } from "../src/wire.ts";
import type { MethodName, Notifications } from "../src/wire.ts";
import { errorExample, notificationExamples, paramExamples, resultExamples } from "./examples.ts";
import { definitions } from "./json-schema.ts";
import { methodTexts, notificationTexts } from "./method-texts.ts";

/** The page, as Markdown. */
export function protocolPage(): string {
  const methods = Object.keys(methodTexts) as MethodName[]; // the keys of a record that names every method
  const notifications = Object.keys(notificationTexts) as (keyof Notifications)[]; // as above
  return `# The POS protocol, version ${protocolVersion}

JSON-RPC 2.0 over a WebSocket: text messages, subprotocol \`${subprotocol}\`, by default at \`${defaultUrl}\`. One request, exactly one
answer: \`result\` or \`error\`. This page, the [JSON Schema](../../packages/core/protocol/schema/tillwire.v1.schema.json) and the
[AsyncAPI document](../../packages/core/protocol/schema/tillwire.v1.asyncapi.json) are generated from the schemas in
\`@tillwire/protocol\`; unknown fields from a POS are refused by name, and a POS ignores fields that it does not know.

A connection goes like this: the bridge says \`bridge.hello\`; the POS opens its session; requests and notifications follow.

## When the POS does not know

1. Connect again and ask \`payment.get\` with the key: the payment, or \`NOT_FOUND\`, which is a fact about now only.
2. The same \`payment.sale\` with the same key is always safe: it is the same payment.
3. To start over with a new key, first \`payment.close\` the old one.

## Methods

${methods.map(methodSection).join("\n")}
## Notifications

${notifications.map(notificationSection).join("\n")}
## Errors

${json(errorExample)}

The number is for JSON-RPC (${Object.entries(errorNumbers)
    .map(([name, number]) => `${number} ${name}`)
    .join(", ")}). The code in \`data\` is what a
program looks at: [all codes](errors.md).

## Limits

\`bridge.hello\` states them; over a limit comes a clear error, then, where it goes on, the connection is closed.

| close code | why |
|---|---|
| 1001 | the bridge is stopping |
| 1003 | a binary message |
| 1009 | a message larger than \`limits.messageBytes\` |
${Object.entries(closeCodes)
  .map(([name, code]) => `| ${code} | ${closeTexts[name as keyof typeof closeCodes]} |`)
  .join("\n")}
`;
}

const closeTexts: Readonly<Record<keyof typeof closeCodes, string>> = {
  handshakeTimeout: "no session was opened within `limits.handshakeMs`",
  handshakeRefused: "the session could not be opened; the error before it says why",
  tooManyRequests: "again and again more than `limits.requestsInFlight` requests at once",
  tooSlow: "notifications were not read, beyond `limits.queuedBytes`",
};

function methodSection(name: MethodName): string {
  const [params, result] = [paramExamples[name], resultExamples[name]];
  const answer = result === undefined ? "" : `\n${json({ jsonrpc: "2.0", id: 1, result })}\n`;
  return `### ${name}

${methodTexts[name]}

${fields(`${name}.params`)}
${json({ jsonrpc: "2.0", id: 1, method: name, params })}
${answer}`;
}

function notificationSection(name: keyof Notifications): string {
  const params = notificationExamples[name];
  const example = params === undefined ? "" : `\n${json({ jsonrpc: "2.0", method: name, params })}\n`;
  return `### ${name}\n\n${notificationTexts[name]}\n${example}`;
}

interface Described {
  readonly properties?: Readonly<Record<string, { readonly description?: string; readonly type?: string }>>;
  readonly required?: readonly string[];
}

/** A table of the fields; empty for methods that take none, or one of several forms. */
function fields(definition: string): string {
  const { properties = {}, required = [] } = definitions()[definition] as Described; // as the generator writes it
  const rows = Object.entries(properties).map(([name, { description = "", type = "" }]) => {
    return `| \`${name}\` | ${type} | ${required.includes(name) ? "yes" : "no"} | ${description} |`;
  });
  return rows.length === 0 ? "" : `| field | type | required | |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
}

/** The protocol reference as a page: everything that travels, with examples that are tested. */
import { closeCodes, defaultUrl, errorNumbers, protocolVersion, subprotocol } from "../src/wire.ts";
import type { MethodName, Notifications } from "../src/wire.ts";
import { methodExamples } from "./examples/methods.ts";
import { errorExample, eventExamples, notificationExamples } from "./examples/notifications.ts";
import { fieldTables, shapeNames } from "./fields.ts";
import { eventTexts, methodNames, methodTexts, notificationNames, notificationTexts } from "./texts.ts";

/** The page, as Markdown. */
export function protocolPage(): string {
  const sections = [
    introduction,
    ...["## Methods", ...methodNames.map(methodSection)],
    ...["## Notifications", ...notificationNames.map(notificationSection)],
    ...["## Shapes", ...shapeNames().map(shapeSection)],
    errors(),
    limits(),
  ];
  return `${sections.join("\n\n")}\n`;
}

const introduction = `# The POS protocol, version ${protocolVersion}

JSON-RPC 2.0 over a WebSocket: text messages, subprotocol \`${subprotocol}\`, by default at \`${defaultUrl}\`. A POS in any language
with a WebSocket and a JSON parser can use it. This page, the
[JSON Schema](../../packages/core/protocol/schema/tillwire.v1.schema.json) and the
[AsyncAPI document](../../packages/core/protocol/schema/tillwire.v1.asyncapi.json) are generated from the schemas in
[@tillwire/protocol](../../packages/core/protocol).

## A connection

1. The bridge says [bridge.hello](#bridgehello).
2. The POS picks a version from it and sends [session.open](#sessionopen), within \`limits.handshakeMs\`. The answer tells what is
   still open, before any notification.
3. Requests, each with exactly one answer: \`result\`, or \`error\` when the bridge cannot take it. Notifications come in between.
4. A connection that breaks changes no payment. The POS connects again and asks.

## Messages

* One request a message, with an \`id\` of its own: a string of 1 to 64 characters or a whole number. Batches and requests without
  an id are refused. \`params\` is an object.
* An error with \`"id": null\` is about a message whose id could not be read, or is the id of a request that is still being
  answered: that one gets its own answer.
* Fields that the bridge does not know are refused by name. A POS ignores fields and types of events that it does not know, and
  takes an unknown error code for \`INTERNAL\`: a newer bridge may have more of them within the same version.
* A text that looks like a card number or track data, or holds a verification value or PIN behind its name (\`cvv: 123\`), is
  refused (\`CARD_DATA_REFUSED\`), wherever it stands, in base64 too, and neither stored nor repeated. UUIDs and times pass, and
  so does random hexadecimal of 20 characters and more with four letters among them. About one in twenty other numbers of 16
  digits is taken for a card number, so do not make keys of digits alone.
* Amounts are whole numbers in the currency's smallest unit. Times are UTC, ISO 8601. Bytes are base64, under a name that ends in
  \`Base64\`.

## When the POS does not know

Choose a \`key\` for each payment, store it with its time before sending it, and use it again on every retry.

1. Connect again and ask [payment.get](#paymentget) with the key: the payment, or \`NOT_FOUND\`, which is a fact about now only.
2. The same [payment.sale](#paymentsale) with the same key is always safe: it is the same payment.
3. To start over with a new key, first [payment.close](#paymentclose) the old one.

[@tillwire/client](../../packages/clients/client) does this by itself.`;

function methodSection(name: MethodName): string {
  const [first] = methodExamples[name];
  const request = json({ jsonrpc: "2.0", id: 1, method: name, params: first?.params });
  const answer = json({ jsonrpc: "2.0", id: 1, result: first?.result });
  return [
    `### ${name}`,
    methodTexts[name],
    fieldTables(`${name}.params`),
    request,
    `Result:`,
    fieldTables(`${name}.result`),
    answer,
  ].join("\n\n");
}

function notificationSection(name: keyof Notifications): string {
  const example = json({ jsonrpc: "2.0", method: name, params: notificationExamples[name] });
  const events = name === "payment.event" ? [eventTable()] : [];
  return [`### ${name}`, notificationTexts[name], fieldTables(`${name}.content`), ...events, example].join("\n\n");
}

function shapeSection(name: string): string {
  const content = name === "ErrorCode" ? "See [all codes](errors.md)." : fieldTables(name);
  return `### ${name}\n\n${content}`;
}

/** The types of an event, each with an example of its body. */
function eventTable(): string {
  const rows = Object.entries(eventTexts).map(([type, [kind, text]]) => {
    const { type: _, ...rest } = eventExamples[type as keyof typeof eventExamples]; // the records have the same keys
    return `| \`${type}\` | ${kind} | ${text} | ${Object.keys(rest)
      .map((name) => `\`${name}\``)
      .join(", ")} |`;
  });
  return `Facts come from the journal and are told again when the POS asks for them; progress may be lost in a crash.

| \`body.type\` | | what it says | with |
|---|---|---|---|
${rows.join("\n")}`;
}

function errors(): string {
  const rows = numberTexts.map(([name, text]) => `| ${errorNumbers[name]} | ${text} |`);
  return `## Errors

${json({ jsonrpc: "2.0", id: 1, error: errorExample })}

The code in \`data\` is what a program looks at: [all codes](errors.md). \`effect\` says whether money may have moved all the same,
\`retry\` whether the very same request may be sent again. The number is for JSON-RPC:

| number | |
|---|---|
${rows.join("\n")}`;
}

const numberTexts: readonly (readonly [keyof typeof errorNumbers, string])[] = [
  ["parse", "the text is not JSON"],
  ["request", "the JSON is not a request that can be read: a batch, no id, too large, too deep"],
  ["method", "there is no such method"],
  ["params", "the parameters are wrong, or look like card data"],
  ["internal", "something went wrong inside the bridge"],
  ["refused", "everything else that the bridge refuses"],
];

function limits(): string {
  const rows = closeTexts.map(([name, text]) => `| ${closeCodes[name]} | ${text} |`);
  return `## Limits

[bridge.hello](#bridgehello) states them all. Over a limit comes a clear error; where the POS goes on, or a limit of the connection
itself is passed, the connection is closed:

| close code | why |
|---|---|
| 1001 | the bridge is stopping |
| 1002 | a broken frame |
| 1003 | a binary message |
| 1006, no close frame | three pings unanswered within \`limits.idleMs\`, or the bridge was killed |
| 1007 | a text that is no UTF-8 |
| 1008 | a message in very many fragments |
| 1009 | a message larger than \`limits.messageBytes\`. The bridge's own listener does not read it, so no error comes before |
| 1011 | something unforeseen went wrong in the bridge |
| 1013 | the bridge has too much to do to open a session |
${rows.join("\n")}

Who is not let in at all gets an HTTP status in place of a connection, and the bridge's log says why (\`refused-at-the-door\`):

| status | why | what to do |
|---|---|---|
| 400 | the subprotocol is not named, or this is no WebSocket handshake | name \`${subprotocol}\` |
| 403 | the page's origin, or the host name, is not in the bridge's list | add it to \`listen.origins\` or \`listen.hostNames\` in the [configuration](../guides/configuration.md) |
| 404 | another path | use the platform's \`path\`, \`/\` unless it is configured |
| 426 | plain HTTP | open a WebSocket |
| 503 | as many connections as \`limits.connections\` | close others, then try again |`;
}

const closeTexts: readonly (readonly [keyof typeof closeCodes, string])[] = [
  ["handshakeTimeout", "no session was opened within `limits.handshakeMs`"],
  ["handshakeRefused", "the session could not be opened; the error before it says why"],
  ["tooManyRequests", "again and again more than `limits.requestsInFlight` requests at once"],
  ["tooSlow", "notifications were not read, beyond `limits.queuedBytes`"],
];

function json(value: unknown): string {
  return `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;
}

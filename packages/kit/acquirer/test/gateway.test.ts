/** The gateway connector and this host, each with its own idea of the dialect: what one builds the other understands. */
import { fromHex } from "@tillwire/bytes";
import { decodeTlv, findAllTags } from "@tillwire/emv";
import gateway from "@tillwire/gateway-iso8583";
import { attemptId } from "@tillwire/plugin-api";
import type { CardData, GatewayInput, GatewayStep, JsonValue, Keystore } from "@tillwire/plugin-api";
import { expect, test } from "vitest";
import { start } from "./support/acquirer.ts";
import { createCard, synthetic, type TestCard } from "./support/card.ts";
import { createReader } from "./support/reader.ts";
import type { Line } from "./support/terminal.ts";

const connector = gateway.create({
  host: "127.0.0.1",
  port: 8583,
  terminalId: "TERM0001",
  merchantId: "MERCHANT1",
  merchantCategoryCode: "5812",
  networkAddress: "0001",
  answerTimeoutMs: 30_000,
  idleMs: 60_000,
});
const none = (): never => {
  throw new Error("This connector has no keys.");
};
const keystore: Keystore = { hmac: none, mac: none, encrypt: none, decrypt: none };
const reader = createReader();

/** What a reader gives the bridge for a chip with online PIN. */
function read(card: TestCard, amountMinor: number, pin: string): CardData {
  const fields = reader.read({ elements: [["track-2-equivalent", card.track2()]], pin: { pin, pan: card.pan } });
  const objects = decodeTlv(fields[62]);
  const value = (tag: string) => findAllTags(objects, tag)[0]?.value ?? new Uint8Array(0);
  const key = { scheme: "dukpt-tdes", keySerialNumber: value("C1") } as const;
  return {
    summary: { entry: "chip" },
    emv: { ...card.generate({ amountMinor, tvr: "0000048000" }), "5F34": card.sequenceNumber, "84": "AFFFFFFFFF1234" },
    encrypted: [{ element: "track-2-equivalent", key: { ...key, usage: "data-request" }, ciphertext: value("C2") }],
    pin: { format: 0, key: { ...key, usage: "pin" }, block: fields[52] ?? new Uint8Array(0) },
  };
}

let count = 0;
function occasion() {
  count += 1;
  const stan = String(count).padStart(6, "0");
  const references = { stan, "retrieval-reference": stan.padStart(12, "0") };
  return { attemptId: attemptId("at_1234567890"), references, atMs: Date.UTC(2026, 10, 24, 14, 5, 9) };
}

function authorization(card: CardData, amountMinor: number): GatewayInput {
  const amount = { amountMinor, currency: "EUR" };
  return { ...occasion(), operation: "authorize", amount, card, finality: "final", partialApproval: false };
}

/** One exchange over the line; the outcome, and the state that a reversal needs. */
async function exchange(line: Line, step: GatewayStep | Promise<GatewayStep>) {
  const sent = await step;
  if (sent.type !== "send" || sent.message.shape !== "stream") throw new Error("It did not send.");
  const { bytes } = sent.message;
  line.socket.write(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff, ...bytes));
  const answer = await line.next();
  if (!answer || connector.shape.kind !== "stream") throw new Error("There is no answer.");
  expect(connector.shape.matchKey(answer)).toBe(connector.shape.matchKey(bytes));
  return { state: sent.state, answer };
}

async function pay(line: Line, input: GatewayInput) {
  const { state, answer } = await exchange(line, connector.begin(input, keystore));
  const step = await connector.next(state, { type: "answer", answer }, keystore);
  if (step.type !== "done") throw new Error("It is not done.");
  return { state, outcome: step.outcome };
}

function reversal(originalState: JsonValue, original: GatewayInput, repeat: number): GatewayInput {
  const { attemptId: id, references, atMs } = original;
  const amount = { amountMinor: 1_250, currency: "EUR" };
  const said = { attemptId: id, references, atMs, amount };
  return { ...occasion(), operation: "reverse", original: said, reason: "card-refused", originalState, repeat };
}

test("wrong PIN, right PIN, card refuses: the connector reads each answer, the card accepts the approval", async () => {
  await using running = await start();
  const card = createCard({ ...synthetic, sequenceNumber: "01" });
  const wrong = await pay(running.line, authorization(read(card, 1_250, "9999"), 1_250));
  expect(wrong.outcome).toMatchObject({ outcome: { kind: "declined", reason: "wrong-pin", hostCode: "55" } });

  const data = read(card, 1_250, "1234");
  const input = authorization(data, 1_250);
  const right = await pay(running.line, input);
  expect(right.outcome).toMatchObject({
    outcome: { kind: "approved", authorizationCode: "000001", breakdown: { authorizedMinor: 1_250, currency: "EUR" } },
    hostAnswer: { verdict: "approved", responseCode: "00" },
  });
  const answer = right.outcome.kind === "attempt" ? right.outcome.hostAnswer : undefined;
  expect(card.accepts(data.emv ?? {}, answer?.issuerAuthenticationData ?? fromHex(""))).toBe(true);

  for (const repeat of [0, 1]) {
    expect((await pay(running.line, reversal(right.state, input, repeat))).outcome).toMatchObject({
      kind: "reverse",
      result: { kind: "done" },
    });
  }
  expect(running.acquirer.audit()).toMatchObject({
    liveMinor: {},
    authorizations: [{ state: "declined" }, { state: "reversed" }],
  });
});

test("sign-on and echo are taken", async () => {
  await using running = await start();
  const session = connector.shape.kind === "stream" ? connector.shape.session : undefined;
  if (!session) throw new Error("There is no session.");
  for (const open of [session.open, session.idle]) {
    if (!open) throw new Error("There is no such message.");
    const { state, answer } = await exchange(running.line, open(occasion()));
    expect(session.next(state, { type: "answer", answer })).toMatchObject({ type: "done" });
  }
});

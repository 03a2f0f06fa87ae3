/** A connector with the settings of the tests, and a host that answers as the dialect says. */
import { compileDialect, responseMti, swapTpdu, type Fields, type Message } from "@tillwire/iso8583";
import { attemptId, truncatePan } from "@tillwire/plugin-api";
import type {
  CardData,
  GatewayConnector,
  GatewayInput,
  GatewayOutcome,
  GatewayStep,
  JsonValue,
  Keystore,
} from "@tillwire/plugin-api";
import gateway, { p2peDialect } from "../src/index.ts";

export const codec = compileDialect(p2peDialect);

export const settings = {
  host: "127.0.0.1",
  port: 8583,
  terminalId: "TERM0001",
  merchantId: "MERCHANT1",
  merchantCategoryCode: "5812",
};

export const connector: GatewayConnector = gateway.create({
  ...settings,
  networkAddress: "0003",
  answerTimeoutMs: 30_000,
  idleMs: 60_000,
});

const noKeys = (): never => {
  throw new Error("This connector has no keys.");
};
const keystore: Keystore = { hmac: noKeys, mac: noKeys, encrypt: noKeys, decrypt: noKeys };

const key = {
  scheme: "dukpt-tdes",
  keySerialNumber: Uint8Array.from({ length: 10 }, () => 0xff),
  usage: "data-request",
} as const;

/** A chip card as a reader gives it. The ciphertext is arbitrary: the connector cannot open it. */
export const card: CardData = {
  summary: { entry: "chip", brand: "Visa", pan: truncatePan("4761739001010010") },
  emv: {
    "9F26": "C20039270FE384D5",
    "9F27": "80",
    "9F36": "3456",
    "9F37": "01020304",
    "95": "0000008000",
    "5F34": "01",
  },
  encrypted: [{ element: "track-2-equivalent", key, ciphertext: new Uint8Array(24).fill(0xab) }],
  pin: { format: 0, key: { ...key, usage: "pin" }, block: new Uint8Array(8).fill(0xcd) },
};

const base = {
  attemptId: attemptId("at_1234567890"),
  references: { stan: "000123", "retrieval-reference": "000000000123" },
  atMs: Date.UTC(2026, 10, 24, 14, 5, 9),
};

export type AuthorizeInput = Extract<GatewayInput, { readonly finality: unknown }>;

export const authorization: AuthorizeInput = {
  ...base,
  operation: "authorize",
  amount: { amountMinor: 1_050, currency: "EUR" },
  card,
  finality: "final",
  partialApproval: true,
};

/** The send of a first step. */
export async function begin(input: GatewayInput) {
  const step = await connector.begin(input, keystore);
  if (step.type !== "send" || step.message.shape !== "stream") throw new Error(`${step.type} instead of a send.`);
  return { ...step, bytes: step.message.bytes, sent: codec.decode(step.message.bytes) };
}

/** The reversal of an authorization that was sent. */
export function reversalOf(originalState: JsonValue, repeat = 0): Extract<GatewayInput, { operation: "reverse" }> {
  return {
    ...base,
    operation: "reverse",
    references: { stan: "000124", "retrieval-reference": "000000000124" },
    original: { ...base, amount: authorization.amount, authorizationCode: "A12345" },
    reason: "no-answer",
    originalState,
    repeat,
  };
}

/** The host's answer to a message. */
export function answerTo({ mti, header, fields }: Message, changes: Fields): Uint8Array {
  const echoed = Object.fromEntries(
    [3, 4, 7, 11, 12, 13, 37, 41, 42, 49].flatMap((number) => {
      const value = fields[number];
      return value === undefined ? [] : [[number, value]];
    }),
  );
  const reply = { mti: responseMti(mti), fields: { ...echoed, ...changes } };
  return codec.encode(header ? { ...reply, header: swapTpdu(header) } : reply);
}

export async function next(state: JsonValue, answer: Uint8Array): Promise<GatewayOutcome> {
  return done(await connector.next(state, { type: "answer", answer }, keystore));
}

export async function noAnswer(state: JsonValue, left: "no" | "maybe", cause: "timeout" | "unreachable") {
  return done(await connector.next(state, { type: "no-answer", left, cause }, keystore));
}

function done(step: GatewayStep): GatewayOutcome {
  if (step.type !== "done") throw new Error(`${step.type} instead of done.`);
  return step.outcome;
}

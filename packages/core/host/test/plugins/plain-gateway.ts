/**
 * A gateway for these tests: one JSON text a message, behind two bytes of length. It does nothing that its settings do
 * not say, and can be told to go wrong in each of its functions.
 */
import { defineGateway, plainBreakdown, TillwireError } from "@tillwire/plugin-api";
import type {
  EmvParameterSet,
  GatewayConnector,
  GatewayInput,
  GatewayOutcome,
  GatewayStep,
  GatewayStepResult,
  JsonValue,
  SessionOccasion,
  Money,
} from "@tillwire/plugin-api";
import { z } from "zod";

/** What can go wrong, and where. */
const faults = [
  "throws",
  "throws ours",
  "hangs",
  "nonsense",
  "leaks",
  "tells",
  "endless",
  "doubts",
  "crashes",
  "spins",
] as const;
const places = ["begin", "next", "matchKey"] as const;

const settingsSchema = z.strictObject({
  host: z.string().default("127.0.0.1"),
  port: z.number().default(9_000),
  /** Can the host be asked what became of an attempt? */
  looksUp: z.boolean().default(false),
  /** Does a line begin with a sign-on, and is it kept alive by an echo? */
  session: z.boolean().default(false),
  /** What goes wrong on a fresh line. */
  sessionFault: z.enum(["throw", "make no sense", "want to move money", "end as something else"]).optional(),
  /** Waits so long before it asks, as some dialects do between two messages. */
  waitMs: z.number().default(0),
  fault: z
    .strictObject({
      what: z.enum(faults),
      where: z.enum(places),
      operation: z.enum(["authorize", "reverse", "lookup"]).optional(),
      /** So often; always, when left out. */
      times: z.number().optional(),
    })
    .optional(),
  /** The version of the EMV parameters that the host wants readers to use. None, when left out. */
  parametersVersion: z.string().optional(),
  /** What it says when no answer comes, though it cannot know. */
  guesses: z.enum(["approved", "declined"]).optional(),
});
type Settings = z.infer<typeof settingsSchema>;

/** What is kept of a request between its steps. */
interface Kept {
  readonly operation: "authorize" | "reverse" | "lookup";
  readonly trace: string;
  readonly amount: Money;
}

/** A message of this dialect, either way. */
export type Message = { readonly [name: string]: string | number };

export function encode(message: Message): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(message));
}

export function decode(bytes: Uint8Array): Message {
  return JSON.parse(new TextDecoder().decode(bytes)) as Message;
}

const recovery = { level: "B", horizonMs: 0, refusesLateArrival: true } as const;
const native = { support: "native", recovery } as const;
const timeoutMs = 15_000;

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function requestOf(input: GatewayInput): { readonly kept: Kept; readonly message: Message } {
  const trace = input.references["trace"] ?? "";
  if (input.operation === "authorize") {
    const { amount, card } = input;
    const [encrypted] = card?.encrypted ?? [];
    const message = {
      kind: "authorize",
      trace,
      ...amount,
      track: encrypted ? hex(encrypted.ciphertext) : "",
      ...(card?.pin && { pin: hex(card.pin.block) }),
    };
    return { kept: { operation: "authorize", trace, amount }, message };
  }
  if (input.operation !== "reverse" && input.operation !== "lookup") throw new RangeError("Not in this dialect.");
  const { operation, original, originalState } = input;
  const originalTrace = (originalState as unknown as Kept).trace;
  const repeat = operation === "reverse" ? input.repeat : 0;
  const kept: Kept = { operation, trace, amount: original.amount };
  return { kept, message: { kind: operation, trace, originalTrace, repeat } };
}

function send(message: Message, kept: Kept): GatewayStep {
  const effect = kept.operation === "lookup" ? "safe" : "moves-money";
  const state = { ...kept } as unknown as JsonValue;
  return { type: "send", effect, message: { shape: "stream", bytes: encode(message) }, timeoutMs, state };
}

function outcomeOf({ operation, amount }: Kept, result: GatewayStepResult): GatewayOutcome {
  if (result.type === "answer") return answered({ operation, amount }, decode(result.answer as Uint8Array));
  const left = result.type === "no-answer" ? result.left : "maybe";
  const told = { code: "LINK_TIMEOUT", message: "The host did not answer." } as const;
  if (operation === "reverse") return { kind: "reverse", result: { kind: "unknown", ...told } };
  if (operation === "lookup") return { kind: "lookup", result: { kind: "cannot", reason: told.message } };
  return { kind: "attempt", outcome: { kind: left === "no" ? "failed" : "unknown", ...told } };
}

function answered({ operation, amount }: Pick<Kept, "operation" | "amount">, answer: Message): GatewayOutcome {
  const hostReference = String(answer["hostReference"] ?? "H0");
  if (operation === "reverse") {
    return { kind: "reverse", result: { kind: answer["result"] === "not-found" ? "not-found" : "done" } };
  }
  const approved = { kind: "approved", breakdown: plainBreakdown(amount), hostReference } as const;
  if (operation === "lookup") {
    const found = answer["result"] === "approved";
    return { kind: "lookup", result: found ? { kind: "found", outcome: approved } : { kind: "not-found" } };
  }
  if (answer["result"] !== "approved") {
    return { kind: "attempt", outcome: { kind: "declined", reason: "insufficient-funds", hostCode: "51" } };
  }
  const issuerAuthenticationData = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 48, 48]);
  return { kind: "attempt", outcome: approved, hostAnswer: { verdict: "approved", issuerAuthenticationData } };
}

const wrongs = new Map<object, number>();

/** Does it go wrong here? `secret` is what a careless connector would let out. */
function goWrong(
  { fault }: Settings,
  where: (typeof places)[number],
  { operation, secret = "" }: { readonly operation?: Kept["operation"]; readonly secret?: string } = {},
): GatewayStep | undefined {
  if (fault?.where !== where || (fault.operation !== undefined && fault.operation !== operation)) return undefined;
  const count = (wrongs.get(fault) ?? 0) + 1;
  wrongs.set(fault, count);
  if (count > (fault.times ?? Infinity)) return undefined;
  switch (fault.what) {
    case "throws":
      throw new RangeError(`A defect in ${where}.`);
    case "tells":
      throw new RangeError(`It cannot be sent: ${secret}`);
    case "doubts":
      return {
        type: "done",
        outcome: { kind: "attempt", outcome: { kind: "unknown", code: "LINK_LOST", message: "?" } },
      };
    case "throws ours":
      throw new TillwireError("ANSWER_INVALID", { message: `It says ${where}.`, effect: "none" });
    case "crashes":
      return process.exit(3);
    case "spins":
      for (;;);
    case "hangs":
      return new Promise(() => undefined) as unknown as GatewayStep;
    case "nonsense":
      return { type: "send", effect: "moves-money" } as unknown as GatewayStep;
    case "leaks":
      return { type: "wait", durationMs: 1, state: { secret } };
    case "endless":
      return { type: "wait", durationMs: 1, state: { operation: operation ?? "authorize", endless: true } };
  }
}

function connector(settings: Settings): GatewayConnector {
  const { host, port, looksUp, session, waitMs } = settings;
  return {
    capabilities: {
      operations: { authorize: native, reverse: native, ...(looksUp && { lookup: native }) },
      currencies: ["EUR"],
      partialApproval: false,
      reversalOrder: "strict",
    },
    references: [{ name: "trace", alphabet: "digits", length: 6, scope: "lane", uniqueForMs: 86_400_000 }],
    shape: {
      kind: "stream",
      address: { transport: "tcp", host, port },
      framing: { lengthBytes: 2, encoding: "binary", countsItself: false, headerBytes: 0, messageBytesMax: 1_024 },
      matchKey(message) {
        goWrong(settings, "matchKey");
        const { kind, trace } = decode(message);
        return typeof kind === "string" && trace !== undefined ? `${kind.replace("-answer", "")} ${trace}` : null;
      },
      ...(session && { session: sessionMessages(settings) }),
    },
    ...(settings.parametersVersion !== undefined && {
      parameters: () => parametersOf(settings.parametersVersion ?? ""),
    }),
    begin(input) {
      const { kept, message } = requestOf(input);
      const wrong = goWrong(settings, "begin", { operation: kept.operation, secret: String(message["track"]) });
      if (wrong?.type === "wait" && settings.fault?.what === "leaks") {
        return { ...send(message, kept), state: { ...kept, track: message["track"] } } as unknown as GatewayStep;
      }
      if (wrong !== undefined) return wrong;
      if (waitMs === 0) return send(message, kept);
      return { type: "wait", durationMs: waitMs, state: { ...kept, message } as unknown as JsonValue };
    },
    next(state, result) {
      const { message, ...kept } = state as unknown as Kept & { readonly message?: Message };
      if ("endless" in kept) return { type: "wait", durationMs: 1, state };
      const wrong = goWrong(settings, "next", { operation: kept.operation });
      if (wrong !== undefined) return wrong;
      if (result.type === "elapsed" && message) return send(message, kept);
      if (settings.guesses && kept.operation === "authorize" && result.type !== "answer") {
        return { type: "done", outcome: answered(kept, { result: settings.guesses }) };
      }
      return { type: "done", outcome: outcomeOf(kept, result) };
    },
  };
}

function parametersOf(version: string): EmvParameterSet {
  const terminalActionCodes = { denial: "0000000000", online: "FFFFFFFFFF", default: "FFFFFFFFFF" };
  return {
    version,
    terminal: {
      countryCode: "276",
      currencyCode: "978",
      currencyExponent: 2,
      terminalType: "22",
      capabilities: "E0F8C8",
      additionalCapabilities: "FF80F0A001",
      merchantCategoryCode: "5999",
    },
    applications: [
      {
        applicationId: "A0000000031010",
        label: "Visa",
        interface: "contact",
        partialSelection: true,
        version: "008C",
        terminalActionCodes,
        floorLimitMinor: 0,
      },
    ],
    authorityKeys: [],
    fallback: { swipeAllowed: false, chipTries: 3 },
  };
}

function sessionMessages({ sessionFault }: Settings) {
  const say =
    (kind: string) =>
    ({ references }: SessionOccasion): GatewayStep => ({
      type: "send",
      effect: sessionFault === "want to move money" ? "moves-money" : "safe",
      message: { shape: "stream", bytes: encode({ kind, trace: references["trace"] ?? "" }) },
      timeoutMs: 5_000,
      state: { kind },
    });
  return {
    idleMs: 60_000,
    open(occasion: SessionOccasion): GatewayStep {
      if (sessionFault === "throw") throw new RangeError("Its session has a defect.");
      if (sessionFault === "make no sense") return { type: "send" } as unknown as GatewayStep;
      if (sessionFault === "end as something else") {
        return { type: "done", outcome: { kind: "lookup", result: { kind: "not-found" } } };
      }
      return say("sign-on")(occasion);
    },
    idle: say("echo"),
    next(state: JsonValue, result: GatewayStepResult): GatewayStep {
      const { kind } = state as { readonly kind: string };
      if (result.type === "answer") {
        return { type: "done", outcome: { kind: "session" } };
      }
      throw new TillwireError("LINK_TIMEOUT", { message: `The host does not answer the ${kind}.`, effect: "none" });
    },
  };
}

export default defineGateway({
  id: "plain",
  displayName: "Plain host",
  version: "1.0.0",
  virtual: true,
  settings: settingsSchema,
  create: connector,
});

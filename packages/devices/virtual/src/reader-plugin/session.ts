/** An open virtual reader: what the host calls. */
import type { DeviceContext, HostAnswer, ReaderCapabilities, ReaderSession } from "@tillwire/plugin-api";
import { createLine } from "../plugin/line.ts";
import type { BridgeMessage, ReaderMessageOf } from "../protocol/reader-messages.ts";
import { ask } from "./asking.ts";
import { readerLanguage } from "./language.ts";
import type { ReaderLine } from "./language.ts";
import { createReads } from "./reading.ts";
import type { ReaderPluginSettings } from "./settings.ts";

/** Connects. Rejects while the reader cannot be reached. */
export async function openReaderSession(
  context: DeviceContext,
  settings: ReaderPluginSettings,
): Promise<ReaderSession> {
  const { timeouts } = settings;
  const reads = createReads({ context, timeouts, line: () => line });
  const line: ReaderLine = createLine({
    context,
    settings,
    language: readerLanguage,
    accept: () => undefined, // any reader will do
    onUnasked: reads.onUnasked,
  });
  const { welcome } = await line.connection(context.signal);
  const soon = (signal: AbortSignal): { timeoutMs: number; signal: AbortSignal } => ({
    timeoutMs: timeouts.inquiryMs,
    signal,
  });
  return {
    capabilities: capabilitiesOf(welcome),
    read: reads.read,
    finish: async ({ transactionId, answer }, signal) => {
      const message: BridgeMessage = { type: "finish", transactionId, answer: writable(answer) };
      return await ask(
        line,
        { message, match: (incoming) => (isAbout(incoming, "finished", transactionId) ? incoming.result : undefined) },
        { timeoutMs: timeouts.finishMs, signal },
      );
    },
    abandon: async ({ transactionId }, signal) => {
      const match = (incoming: Incoming): true | undefined =>
        isAbout(incoming, "abandoned", transactionId) ? true : undefined;
      await ask(line, { message: { type: "abandon", transactionId }, match }, soon(signal));
    },
    loadParameters: async (parameters, signal) => {
      const match = (incoming: Incoming): string | undefined =>
        incoming.type === "parameters" && incoming.hash !== null ? incoming.hash : undefined;
      return await ask(line, { message: { type: "load-parameters", parameters }, match }, soon(signal));
    },
    parametersHash: async (signal) => {
      const match = (incoming: Incoming): { readonly hash: string | null } | undefined =>
        incoming.type === "parameters" ? { hash: incoming.hash } : undefined;
      return (await ask(line, { message: { type: "which-parameters" }, match }, soon(signal))).hash;
    },
    show: async ({ promptId }, signal) => {
      const match = (incoming: Incoming): true | undefined => (incoming.type === "shown" ? true : undefined);
      await ask(line, { message: { type: "show", prompt: promptId }, match }, soon(signal));
    },
    [Symbol.asyncDispose]: () => line[Symbol.asyncDispose](),
  };
}

type Incoming = Parameters<typeof readerLanguage.welcomeIn>[0];

function isAbout<Type extends "finished" | "abandoned">(
  message: Incoming,
  type: Type,
  transactionId: string,
): message is ReaderMessageOf<Type> {
  return message.type === type && "transactionId" in message && message.transactionId === transactionId;
}

function capabilitiesOf({ currency, entries }: ReaderMessageOf<"welcome">): ReaderCapabilities {
  return {
    entries,
    currencies: [currency],
    cancel: true,
    onlinePin: true,
    lateAmount: "none",
    questions: ["application"],
    display: true,
  };
}

/** The answer without members that are there and `undefined`. */
function writable(answer: HostAnswer): HostAnswer {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined)) as typeof answer; // only members that are nothing fall away
}

/** A session for the README's example: the smallest that the contract allows. It never learns anything. */
import type { ByteLink, TerminalSession } from "@tillwire/plugin-api";

const recovery = { level: "D", horizonMs: 0, refusesLateArrival: false } as const;

export function openSession(link: ByteLink): TerminalSession {
  return {
    capabilities: {
      operations: { sale: { support: "native", recovery } },
      entries: ["chip"],
      currencies: ["EUR"],
      cancel: false,
      partialApproval: false,
      tipOnDevice: false,
      amountParts: [],
      receipts: "none",
      questions: [],
    },
    async execute({ references }, signal) {
      await link.send(new TextEncoder().encode(`SALE ${references["stan"]}\n`), signal);
      return { kind: "unknown", code: "LINK_TIMEOUT", message: "This terminal never answers." };
    },
    cancel: () => Promise.resolve(),
    lookup: () => Promise.resolve({ kind: "cannot", reason: "This terminal cannot be asked." }),
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

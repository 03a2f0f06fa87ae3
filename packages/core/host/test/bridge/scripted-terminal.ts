/** A terminal plugin for these tests: what it does with a sale is up to the test, and it keeps a ledger of its own. */
import { defineTerminal, plainBreakdown } from "@tillwire/plugin-api";
import type {
  Approved,
  AttemptOutcome,
  DeviceContext,
  LookupResult,
  SaleRequest,
  TerminalRequest,
} from "@tillwire/plugin-api";
import { z } from "zod";

const recovery = { level: "B", horizonMs: 0, refusesLateArrival: true } as const;

/** What the terminal does with a sale. */
export type Behavior = (context: DeviceContext, request: SaleRequest, signal: AbortSignal) => Promise<AttemptOutcome>;

export interface Script {
  sale: Behavior;
  lookup: () => Promise<LookupResult>;
  /** References of every request that reached the terminal, in order. */
  readonly received: { readonly what: string; readonly transaction: string | undefined }[];
}

export function approvalOf(request: Pick<SaleRequest, "amount">): Approved {
  return {
    kind: "approved",
    breakdown: plainBreakdown(request.amount),
    hostReference: "H1",
    authorizationCode: "123456",
  };
}

/** Approves, asks whether to commit, and commits. */
export const approve: Behavior = async (context, request) => {
  const outcome = approvalOf(request);
  const verdict = await context.settle({ references: request.references, outcome });
  return verdict === "keep" ? outcome : { kind: "canceled", by: "pos" };
};

export function createScript(sale: Behavior = approve): Script {
  return { sale, lookup: async () => ({ kind: "not-found" }), received: [] };
}

export function scriptedTerminal(script: Script) {
  return defineTerminal({
    id: "scripted",
    displayName: "Scripted terminal",
    version: "1.0.0",
    virtual: true,
    settings: z.strictObject({}),
    references: [
      { name: "transaction", alphabet: "alphanumeric", length: 20, scope: "device", uniqueForMs: 86_400_000 },
    ],
    open: async (context) => ({
      capabilities: {
        operations: { sale: { support: "native", recovery }, reverse: { support: "native", recovery } },
        entries: ["chip"],
        currencies: ["EUR"],
        cancel: true,
        partialApproval: false,
        tipOnDevice: false,
        amountParts: [],
        receipts: "none",
        questions: [],
      },
      execute: async (request: TerminalRequest, signal) => {
        script.received.push({ what: request.operation, transaction: request.references["transaction"] });
        if (request.operation !== "sale")
          return { kind: "failed", code: "OPERATION_UNSUPPORTED", message: "Sales only." };
        return await script.sale(context, request, signal);
      },
      cancel: async () => undefined,
      lookup: async ({ references }) => {
        script.received.push({ what: "lookup", transaction: references["transaction"] });
        return await script.lookup();
      },
      reverse: async ({ references }) => {
        script.received.push({ what: "reverse", transaction: references["transaction"] });
        return { kind: "done" };
      },
      [Symbol.asyncDispose]: async () => undefined,
    }),
  });
}

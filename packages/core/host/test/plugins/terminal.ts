/** The common part of the test's own terminal plugins. They have no wire: what they do, they do on the spot. */
import { defineTerminal, plainBreakdown } from "@tillwire/plugin-api";
import type {
  AttemptOutcome,
  DeviceContext,
  OperationSupport,
  TerminalCapabilities,
  TerminalPlugin,
  TerminalRequest,
  TerminalSession,
} from "@tillwire/plugin-api";
import { z } from "zod";

export const settingsSchema = z.strictObject({
  /** Told back as the host reference. */
  greeting: z.string().max(40).default("hello"),
  apiKey: z.string().min(20).optional(),
});
export type TestSettings = z.infer<typeof settingsSchema>;

const native: OperationSupport = {
  support: "native",
  recovery: { level: "B", horizonMs: 0, refusesLateArrival: true },
};

export const capabilities: TerminalCapabilities = {
  operations: { sale: native, reverse: native },
  entries: ["chip"],
  currencies: "any",
  cancel: true,
  partialApproval: false,
  tipOnDevice: false,
  amountParts: [],
  receipts: "none",
  questions: ["signature"],
};

export function approved(request: TerminalRequest, hostReference: string): AttemptOutcome {
  if (!("amount" in request)) return { kind: "failed", code: "OPERATION_UNSUPPORTED", message: "Sales only." };
  return { kind: "approved", breakdown: plainBreakdown(request.amount), hostReference };
}

/** A session that approves everything, with some of it done otherwise. */
export function session(settings: TestSettings, otherwise: Partial<TerminalSession> = {}): TerminalSession {
  return {
    capabilities,
    execute: (request) => Promise.resolve(approved(request, settings.greeting)),
    cancel: () => Promise.resolve(),
    lookup: () => Promise.resolve({ kind: "not-found" }),
    reverse: () => Promise.resolve({ kind: "done" }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...otherwise,
  };
}

/** A plugin whose sessions differ from the plain one as `otherwise` says. */
export function terminal(
  id: string,
  otherwise: (context: DeviceContext, settings: TestSettings) => Partial<TerminalSession> = () => ({}),
): TerminalPlugin<TestSettings> {
  return defineTerminal({
    id,
    displayName: `Test terminal ${id}`,
    version: "1.0.0",
    virtual: true,
    settings: settingsSchema,
    references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 }],
    open: (context, settings) => Promise.resolve(session(settings, otherwise(context, settings))),
  });
}

/** A value that the types do not allow, but a plugin in JavaScript can return. */
export function wrong<Expected>(value: unknown): Expected {
  return value as Expected;
}

/** The behavior that a sale's amount chooses: 0 for the first of the table, 1 for the second. */
export function chosen<Behavior>(table: Readonly<Record<string, Behavior>>, request: TerminalRequest): Behavior {
  const behavior = "amount" in request ? Object.values(table)[request.amount.amountMinor] : undefined;
  if (behavior === undefined) throw new RangeError("No such behavior.");
  return behavior;
}

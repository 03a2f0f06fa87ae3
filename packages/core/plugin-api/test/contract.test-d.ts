/** What must not compile, does not: each `@ts-expect-error` fails the type check when its line starts to compile. */
import type {
  Approved,
  AttemptOutcome,
  DeviceContext,
  GatewayStep,
  LookupResult,
  SettingsSchema,
  TerminalPlugin,
  TerminalSession,
} from "../src/index.ts";
import { defineTerminal, plainBreakdown, TillwireError, truncatedPan } from "../src/index.ts";

declare const settings: SettingsSchema<{ readonly host: string }>;
declare const session: TerminalSession;
declare const context: DeviceContext;

const manifest = {
  id: "example",
  displayName: "Example",
  version: "1.0.0",
  settings,
  references: [{ name: "stan", alphabet: "digits", length: 6, scope: "device", uniqueForMs: 86_400_000 }] as const,
};

// A terminal as it should be; its settings have the schema's type.
const terminal: TerminalPlugin<{ readonly host: string }> = defineTerminal({
  ...manifest,
  open: async (lent, { host }) => {
    await lent.connect({ transport: "tcp", host, port: 20_007 });
    return session;
  },
});

// A terminal without lookup is none.
const { lookup: _, ...withoutLookup } = session;
// @ts-expect-error: `lookup` is required, since a doubt has to be resolved
defineTerminal({ ...manifest, open: async () => withoutLookup });

// A terminal without references is none.
// @ts-expect-error: the list of references holds at least one
defineTerminal({ ...manifest, references: [], open: async () => session });

// Outcomes are answers: there is no way to throw one.
declare const declined: Extract<AttemptOutcome, { kind: "declined" }>;
// @ts-expect-error: an outcome is no error code
const thrownOutcome = new TillwireError(declined, { message: "Declined", effect: "none" });
// @ts-expect-error: "declined" is not in the error catalog
const thrownCode = new TillwireError("DECLINED", { message: "Declined", effect: "none" });
// @ts-expect-error: an error says whether money may have moved
const withoutEffect = new TillwireError("LINK_LOST", { message: "The connection broke." });

// Live objects do not cross the boundary.
const breakdown = plainBreakdown({ amountMinor: 100, currency: "EUR" });
const approved: Approved = { kind: "approved", breakdown, hostReference: "1" };
// @ts-expect-error: a function is not data
const live: Approved = { ...approved, finish: () => undefined };
// @ts-expect-error: a promise is not a lookup result
const pending: LookupResult = Promise.resolve({ kind: "not-found" });
const link = await context.connect({ transport: "tcp", host: "a", port: 1 });
// @ts-expect-error: a connector's state is JSON; a link is alive
const step: GatewayStep = { type: "wait", durationMs: 1, state: { link } };

// A clear card number cannot be taken for a truncated one.
// @ts-expect-error: only `truncatedPan` and `truncatePan` make one
const summary: Approved = { ...approved, card: { entry: "chip", pan: "4111111111111111" } };
const masked: Approved = { ...approved, card: { entry: "chip", pan: truncatedPan("411111******1111") } };

// Each transport gives its own kind of link.
const serial = await context.connect({ transport: "serial", path: "/dev/ttyS0", baudRate: 9_600 });
await serial.send(new Uint8Array());
const web = await context.connect({ transport: "http", url: "https://gateway.example" });
// @ts-expect-error: an exchange link answers requests, it has no stream
const stream: unknown = web.incoming;

export const checked: readonly unknown[] = [
  terminal,
  thrownOutcome,
  thrownCode,
  withoutEffect,
  live,
  pending,
  step,
  summary,
  masked,
  stream,
];

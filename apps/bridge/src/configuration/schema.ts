/** The configuration file: what may stand in it, what it means, and what holds when it says nothing. */
import { defaultName } from "@tillwire/host";
import { z } from "zod";

const durationMs = z.int().min(100).max(86_400_000);

const plugin = z
  .strictObject({
    use: z.string().min(1).max(214).describe("Package of the plugin, such as @tillwire/device-virtual, or a file."),
    settings: z.json().optional().describe("Settings of the plugin; its README lists them."),
  })
  .describe("A plugin and its settings.");

/** A plugin that is kept apart from the bridge. */
const hosted = plugin.extend({
  isolation: z
    .enum(["worker", "inline"])
    .default("worker")
    .describe("Where the plugin runs: in a thread of its own, or in the bridge's."),
});

const laneSettings = {
  answerWithinMs: durationMs.optional().describe("After this time a payment that is not final answers `unknown`."),
  attemptTimeoutMs: durationMs
    .optional()
    .describe("After this time the bridge stops waiting for the terminal, or for card and payment host together."),
  keepLateApprovalMs: durationMs.optional().describe("How long a late approval is kept for a POS that may still ask."),
  questionDeadlineMs: durationMs.optional().describe("How long a question to the POS stays open."),
  partialApproval: z.boolean().optional().describe("May a POS allow that less than the amount is approved?"),
};

const terminalLane = z.strictObject({
  terminal: hosted.describe("The terminal that this lane takes payments with. It authorizes by itself."),
  ...laneSettings,
});

const readerLane = z.strictObject({
  reader: hosted.describe("The reader that this lane reads cards with."),
  gateway: hosted.describe("The payment host that authorizes what the reader has read."),
  emvParameters: z
    .string()
    .min(1)
    .max(4_096)
    .optional()
    .describe(
      "File with the EMV parameters for the reader, in YAML or JSON, relative to this one. Else the gateway's.",
    ),
  ...laneSettings,
});

const lane = z.union([terminalLane, readerLane]);

const listen = z.strictObject({
  host: z.string().min(1).max(253).default("127.0.0.1").describe("Address to listen on. Loopback only, for now."),
  port: z.int().min(0).max(65_535).default(7455).describe("Port to listen on; 0 picks a free one."),
  origins: z
    .array(
      z
        .string()
        .max(300)
        .regex(/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#]+$/, "An origin such as https://till.example"),
    )
    .max(100)
    .default([])
    .describe("Exact origins of web pages that may connect, such as https://till.example."),
  hostNames: z
    .array(z.string().min(1).max(253))
    .min(1)
    .max(20)
    .default(["127.0.0.1", "localhost"])
    .describe("Exact host names that a client may ask for."),
});

/** The schema of the whole file. */
export const configurationSchema = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(60)
      // oxlint-disable-next-line no-control-regex -- they are what is refused
      .regex(/^[^\u0000-\u001f\u007f]*$/, "a name has no control characters")
      .default(defaultName)
      .describe("What this bridge is called. Every POS that connects is told."),
    mode: z
      .enum(["demo", "live"])
      .default("demo")
      .describe("demo: virtual devices on loopback, no keys needed. live: real devices."),
    dataFolder: z
      .string()
      .min(1)
      .refine((path) => !/\p{Cc}/u.test(path), "has a control character; put a path with backslashes in single quotes")
      .default("tillwire-data")
      .describe("Folder for the journal and the bridge's key. Relative to this file."),
    listen: listen.prefault({}).describe("Where POS applications reach the bridge."),
    journal: plugin.default({ use: "@tillwire/journal-sqlite" }).describe("Where payments are written down."),
    platforms: z
      .array(plugin)
      .min(1)
      .max(20)
      .default([{ use: "@tillwire/platform-websocket" }])
      .describe("Languages that POS applications speak to the bridge."),
    links: z
      .array(z.string().min(1).max(214))
      .max(20)
      .default(["@tillwire/link-tcp"])
      .describe("Packages that connect devices."),
    lanes: z
      .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "1 to 40 characters of a-z 0-9 -"), lane)
      .refine((lanes) => Object.keys(lanes).length > 0, "At least one lane")
      .describe("Lanes by name: what the POS names when it asks for a payment."),
    logLevel: z.enum(["debug", "info", "warn", "error"]).default("info").describe("What the log holds."),
  })
  .describe("Configuration of a Tillwire bridge.");

/** A configuration with everything filled in. */
export type Configuration = z.infer<typeof configurationSchema>;

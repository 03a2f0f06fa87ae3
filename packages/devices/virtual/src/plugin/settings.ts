/** What the configuration may say about a virtual terminal, and every default with its reason. */
import { z } from "zod";
import { durationMsSchema, levelSchema } from "../protocol/vocabulary.ts";

/** The plugin's patience, in milliseconds. */
export const timeoutsSchema = z.strictObject({
  /** To connect, and to be greeted. */
  connectMs: durationMsSchema.default(5_000), // a terminal on the same network greets in milliseconds
  /** From the sale to its result. */
  answerMs: durationMsSchema.default(180_000), // a slow shopper and a slow issuer together
  /** While a sale runs: the terminal shows every step of it. */
  silenceMs: durationMsSchema.min(1).default(45_000), // it waits 30 s for a card, and 60 s for a commit that must still reach it
  /** For everything that the terminal answers by itself. */
  inquiryMs: durationMsSchema.default(10_000), // the host gives an inquiry 30 s, a new connection included
  /** For bytes to leave. */
  sendMs: durationMsSchema.default(5_000), // a terminal that does not read is as good as gone
  /** How often an idle connection is tried. */
  pingEveryMs: durationMsSchema.min(100).default(15_000),
  pongMs: durationMsSchema.default(5_000), // a terminal answers a ping whatever else it does
  /** For what is known to come in after the bridge gave up waiting. */
  abortGraceMs: durationMsSchema.default(2_000), // the host waits five seconds, then counts the plugin as hung
  /** Before the connection is tried again: the first wait, and the longest, with each twice as long as the one before. */
  reconnectFirstMs: durationMsSchema.min(1).default(250), // a restart is over soon
  reconnectLongestMs: durationMsSchema.default(10_000), // somebody who switches the terminal on does not wait longer
});

export const settingsSchema = z.strictObject({
  host: z.string().min(1).max(253).default("127.0.0.1").describe("Where the terminal listens."),
  port: z.int().min(1).max(65_535).default(7460),
  level: z.exactOptional(levelSchema).describe("Refuse a terminal that is set to another recovery level."),
  timeouts: timeoutsSchema.prefault({}).describe("In milliseconds."),
});

export type Settings = z.infer<typeof settingsSchema>;
export type Timeouts = Settings["timeouts"];
/** What a connection has to know of them. */
export type ConnectionTimeouts = Pick<
  Timeouts,
  "connectMs" | "sendMs" | "pingEveryMs" | "pongMs" | "reconnectFirstMs" | "reconnectLongestMs"
>;

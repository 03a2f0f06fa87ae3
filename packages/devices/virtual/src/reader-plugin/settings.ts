/** What the configuration may say about a virtual reader, and every default with its reason. */
import { z } from "zod";
import { timeoutsSchema } from "../plugin/settings.ts";
import { durationMsSchema } from "../protocol/vocabulary.ts";

export const readerSettingsSchema = z.strictObject({
  host: z.string().min(1).max(253).default("127.0.0.1").describe("Where the reader listens."),
  port: z.int().min(1).max(65_535).default(7461),
  timeouts: timeoutsSchema
    .pick({
      connectMs: true,
      inquiryMs: true,
      sendMs: true,
      pingEveryMs: true,
      pongMs: true,
      abortGraceMs: true,
      reconnectFirstMs: true,
      reconnectLongestMs: true,
    })
    .extend({
      /** From the moment that a card may be presented until the read has ended. */
      readMs: durationMsSchema.default(180_000), // a slow shopper at the PIN; waiting for a card comes on top
      /** For the card's last word. */
      finishMs: durationMsSchema.default(30_000), // a chip takes seconds, scripts a few more
    })
    .prefault({})
    .describe("In milliseconds."),
});

export type ReaderPluginSettings = z.infer<typeof readerSettingsSchema>;

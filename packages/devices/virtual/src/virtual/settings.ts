/** What a virtual terminal can be told, and every default with its reason. */
import { explainIssues, TillwireError } from "@tillwire/plugin-api";
import { z } from "zod";
import { durationMsSchema, levelSchema } from "../protocol/vocabulary.ts";

/** How long the shopper and the issuer take. All 0: at once, for tests. */
const pacingSchema = z.strictObject({
  presentMs: durationMsSchema.default(500), // a hand that holds the card ready
  pinMs: durationMsSchema.default(500), // a machine's typing; people take ten times as long
  processMs: durationMsSchema.default(400), // an issuer that is awake
  removeMs: durationMsSchema.default(300), // the card comes out after the answer
});

export const terminalSettingsSchema = z.strictObject({
  terminalId: z
    .string()
    .regex(/^[0-9A-Z]{1,16}$/, "1 to 16 characters of 0-9 A-Z")
    .default("VT000001"),
  level: levelSchema.default("B"),
  commitTimeoutMs: durationMsSchema.default(60_000), // twice as long as a POS gets for a question
  pacing: pacingSchema.prefault({}),
  cardTimeoutMs: durationMsSchema.default(30_000), // nobody presents a card
  lateMs: durationMsSchema.default(5_000), // the behavior `late`
  hangMs: durationMsSchema.default(20_000), // the behavior `hang`: longer than a client's ping may take
  rebootMs: durationMsSchema.default(2_000), // unreachable for so long
  helloTimeoutMs: durationMsSchema.default(10_000), // a connection that never says anything
});

export type TerminalSettings = z.infer<typeof terminalSettingsSchema>;
export type TerminalSettingsInput = z.input<typeof terminalSettingsSchema>;

/** With defaults filled in. Throws `SETTINGS_INVALID`. */
export function parseTerminalSettings(input: TerminalSettingsInput): TerminalSettings {
  const parsed = terminalSettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const about = { schema: terminalSettingsSchema, value: input, whole: "they" };
  const problems = explainIssues(parsed.error.issues, about).map(({ message }) => message);
  throw new TillwireError("SETTINGS_INVALID", {
    message: `Settings of the virtual terminal: ${problems.join("; ")}`,
    effect: "none",
    cause: parsed.error,
  });
}
